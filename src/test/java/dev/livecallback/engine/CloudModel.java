package dev.livecallback.engine;

import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.Act.Trouble;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The cloud API: records, a quota, and all the ways in which an answer can be no help. */
final class CloudModel {
  /** A content that the service refuses. */
  static final String REFUSED_URL = "https://refused.example.com";

  /** How much older than its begin a read may be, in milliseconds. */
  static final int MOST_STALE = 4_000;

  /** How long after its answer a write of unknown outcome may land: within the design's bound. */
  private static final int LATEST_LANDING = 55_000;

  private static final int CLIENT_TIMEOUT = 10_000;

  /** Who sent a call. */
  interface Receiver {
    /**
     * The answer is there.
     *
     * @param seen for a read, the records that it saw
     */
    void answered(Answer<?> answer, Map<CallbackKey, CloudRecords.Stored> seen);
  }

  private record Ongoing(Trouble trouble, long until) {}

  /** What a write does to the records, and when. */
  private enum Fate {
    DONE,
    DONE_UNSAID,
    LOST,
    LATE
  }

  private final Quirks quirks;
  private final Timeline timeline;
  private final Chance chance;
  private final CloudRecords records;
  private final CallProperties properties;
  private final Trace trace;
  private final Map<Action, Deque<Long>> arrivals = new EnumMap<>(Action.class);
  private final List<Ongoing> troubles = new ArrayList<>();
  private boolean calm;
  private int calls;

  CloudModel(
      Quirks quirks,
      Timeline timeline,
      Chance chance,
      CloudRecords records,
      CallProperties properties,
      Trace trace) {
    this.quirks = quirks;
    this.timeline = timeline;
    this.chance = chance;
    this.records = records;
    this.properties = properties;
    this.trace = trace;
    for (Action action : Action.values()) {
      arrivals.put(action, new ArrayDeque<>());
    }
  }

  /** Trouble begins. */
  void befall(Trouble trouble) {
    troubles.add(new Ongoing(trouble, timeline.elapsed() + trouble.seconds() * 1000L));
  }

  /** From now on nothing goes wrong by itself. */
  void calm() {
    calm = true;
    troubles.clear();
  }

  /** Whether the scope isn't there now. */
  boolean missing(Scope scope) {
    return scope.equals(quirks.missing()) && timeline.elapsed() < quirks.missingFor() * 1000L;
  }

  /** Sends a call; the answer comes later. */
  void send(Call call, Receiver answered) {
    RandomGenerator random = chance.stream("call " + call.order().scope() + call.action());
    long there = Chance.between(random, 1, quirks.oneWayMillis());
    long rest = Chance.between(random, 4, random.nextInt(4) == 0 ? 600 : 60);
    timeline.in(there, () -> arrive(call, random, rest, answered));
  }

  /** A read that is answered at once: the probe's. */
  Answer<List<CallbackRecord>> describeNow(Scope scope) {
    RandomGenerator random = chance.stream("probe");
    return failure(Action.DESCRIBE, scope, random)
        .<Answer<List<CallbackRecord>>>map(Answer.Failed::new)
        .orElseGet(() -> new Answer.Ok<>(records.list(scope, records.all()), requestId()));
  }

  /** What STS says of the credentials. */
  boolean credentialsAccepted() {
    return ongoing(Trouble.Kind.CREDENTIALS, null).isEmpty();
  }

  private void arrive(Call call, RandomGenerator random, long rest, Receiver answered) {
    Optional<Failure> failure = failure(call.action(), call.order().scope(), random);
    if (failure.isPresent()) {
      answer(call, new Answer.Failed<>(failure.get()), rest, answered);
      return;
    }
    switch (call.order()) {
      case Order.Read read -> {
        long age = !calm && Chance.happens(random, quirks.stale()) ? random.nextInt(MOST_STALE) : 0;
        Map<CallbackKey, CloudRecords.Stored> seen = records.asOf(timeline.elapsed() - age);
        Answer<?> answer = new Answer.Ok<>(records.list(read.scope(), seen), requestId());
        answer(call, answer, seen, rest, answered);
      }
      case Order.Put put -> {
        boolean refused =
            put.content().details().stream().anyMatch(it -> it.url().equals(REFUSED_URL));
        write(
            call,
            refused ? new Failure.Rejected(detail("The URL is not allowed.", 400)) : null,
            random,
            rest,
            answered);
      }
      case Order.Remove remove ->
          write(call, removeOfNothing(remove.key()), random, rest, answered);
    }
  }

  private @Nullable Failure removeOfNothing(CallbackKey key) {
    if (records.get(key) != null) {
      return null;
    }
    Failure.Detail detail = detail("There is no such record.", 403);
    return switch (quirks.absentRemove()) {
      case DONE -> null;
      case REJECTED -> new Failure.Rejected(detail);
      case NO_SCOPE -> new Failure.ScopeMissing(detail, false);
      case UNKNOWN -> new Failure.OutcomeUnknown(detail);
    };
  }

  private void write(
      Call call, @Nullable Failure refusal, RandomGenerator random, long rest, Receiver answered) {
    Fate fate = fate(call, random);
    switch (fate) {
      case DONE -> {
        if (refusal == null) {
          carryOut(call, false);
          answer(call, new Answer.Ok<>(Done.DONE, requestId()), rest, answered);
        } else {
          answer(call, new Answer.Failed<>(refusal), rest, answered);
        }
      }
      case DONE_UNSAID, LOST, LATE -> {
        long length = random.nextBoolean() ? CLIENT_TIMEOUT : rest;
        if (fate == Fate.DONE_UNSAID && refusal == null) {
          carryOut(call, false);
        }
        if (fate == Fate.LATE && refusal == null) {
          timeline.in(length + random.nextInt(LATEST_LANDING), () -> carryOut(call, true));
        }
        trace.note("cloud", "%s of %s", fate, call.order());
        answer(
            call,
            new Answer.Failed<>(new Failure.OutcomeUnknown(detail("No answer came.", 0))),
            length,
            answered);
      }
    }
  }

  private Fate fate(Call call, RandomGenerator random) {
    boolean lost =
        !calm
            && (Chance.happens(random, quirks.lost())
                || ongoing(Trouble.Kind.LOST_ANSWERS, call.order().scope()).isPresent());
    return lost ? Fate.values()[1 + random.nextInt(3)] : Fate.DONE;
  }

  private void carryOut(Call call, boolean late) {
    ObjectId by = call.objects().getFirst();
    switch (call.order()) {
      case Order.Put put -> records.put(put.key(), put.content(), by, late);
      case Order.Remove remove -> records.remove(records.reach(remove.key()));
      case Order.Read _ -> throw new IllegalArgumentException("a read changes nothing");
    }
    trace.note("cloud", "has %s", call.order());
  }

  private Optional<Failure> failure(Action action, Scope scope, RandomGenerator random) {
    if (ongoing(Trouble.Kind.CREDENTIALS, null).isPresent()) {
      return Optional.of(new Failure.CredentialsRejected(detail("The key is wrong.", 401)));
    }
    if (ongoing(Trouble.Kind.ENDPOINT, null).isPresent()) {
      return Optional.of(new Failure.WrongEndpoint(detail("This is a web page.", 404)));
    }
    boolean down = !calm && Chance.happens(random, quirks.down());
    if (down || ongoing(Trouble.Kind.UNAVAILABLE, null).isPresent()) {
      return Optional.of(new Failure.Unavailable(detail("The service is down.", 503)));
    }
    boolean overQuota = overQuota(action);
    boolean nervous = !calm && Chance.happens(random, quirks.throttled());
    if (overQuota || nervous || ongoing(Trouble.Kind.THROTTLED, scope).isPresent()) {
      Duration retryAfter = random.nextBoolean() ? Duration.ofSeconds(random.nextInt(6)) : null;
      return Optional.of(new Failure.Throttled(detail("Too many calls.", 429), retryAfter));
    }
    Trouble.Kind ban = action == Action.DESCRIBE ? Trouble.Kind.NO_READS : Trouble.Kind.NO_WRITES;
    if (ongoing(ban, scope).isPresent()) {
      return Optional.of(new Failure.NotPermitted(detail("Not for you.", 403)));
    }
    return missing(scope)
        ? Optional.of(new Failure.ScopeMissing(detail("No such domain.", 403), false))
        : Optional.empty();
  }

  private boolean overQuota(Action action) {
    Deque<Long> log = arrivals.computeIfAbsent(action, _ -> new ArrayDeque<>());
    long now = timeline.elapsed();
    while (!log.isEmpty() && log.peekFirst() <= now - 1000) {
      log.removeFirst();
    }
    log.addLast(now);
    properties.arrivals(action, log.size());
    return log.size() > quirks.quota();
  }

  private Optional<Ongoing> ongoing(Trouble.Kind kind, @Nullable Scope scope) {
    for (Ongoing ongoing : troubles) {
      Scope concerned = ongoing.trouble().scope();
      if (ongoing.trouble().kind() == kind
          && timeline.elapsed() < ongoing.until()
          && (concerned == null || concerned.equals(scope))) {
        return Optional.of(ongoing);
      }
    }
    return Optional.empty();
  }

  private void answer(Call call, Answer<?> answer, long rest, Receiver answered) {
    answer(call, answer, Map.of(), rest, answered);
  }

  private void answer(
      Call call,
      Answer<?> answer,
      Map<CallbackKey, CloudRecords.Stored> seen,
      long rest,
      Receiver answered) {
    timeline.in(
        rest,
        () -> {
          trace.note("answer", "%s: %s", call.order(), answer);
          answered.answered(answer, seen);
        });
  }

  private String requestId() {
    return "request-" + ++calls;
  }

  private static Failure.Detail detail(String message, int status) {
    return new Failure.Detail(message, status, null, null);
  }
}
