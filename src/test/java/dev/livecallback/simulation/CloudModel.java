package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.simulation.CloudUsers.User;
import dev.livecallback.simulation.WorldAct.CloudFault;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The cloud API: records, quotas, users, and all the ways in which an answer can be no help. */
final class CloudModel {
  /** A content that the service refuses. */
  static final String REFUSED_URL = "https://refused.example.com";

  /** How long after its answer a write of unknown outcome may land: within the design's bound. */
  private static final int LATEST_LANDING = 55_000;

  /**
   * How close calls have to arrive to be too many for sure, in milliseconds: one may be quicker
   * than all of late were, by more than the budget's margin.
   */
  private static final int SURELY = 985;

  /** The message types of which a large scope has many records. */
  private static final Set<MessageType> LARGE = EnumSet.of(MessageType.PUSH, MessageType.SNAPSHOT);

  private record Ongoing(CloudFault trouble, long until) {}

  /**
   * A call that was sent.
   *
   * @param user with whose key
   * @param patience for how many milliseconds from its arrival on its sender waits for an answer
   */
  private record SentCall(
      Call call, String accessKey, User user, long patience, Consumer<Answer<?>> receiver) {
    /** What the cloud takes it to be about: its key names no cloud account, the access key does. */
    Site site() {
      return new Site(Tenants.cloud(user.cloudAccount()), call.order().scope());
    }

    CallbackKey real(CallbackKey key) {
      return CloudNames.in(Tenants.cloud(user.cloudAccount()), key);
    }
  }

  /** What a write does to the records, and when. */
  private enum WriteFate {
    DONE,
    DONE_UNSAID,
    LOST,
    LATE
  }

  private final Quirks quirks;
  private final VirtualTime time;
  private final Chance chance;
  private final CloudRecords records;
  private final CallProperties properties;
  private final Trace trace;
  private final CloudUsers users;
  private final Map<String, Deque<Long>> arrivals = new HashMap<>();
  private final List<Ongoing> troubles = new ArrayList<>();
  private boolean calm;
  private int calls;

  CloudModel(
      Quirks quirks,
      VirtualTime time,
      Chance chance,
      CloudRecords records,
      CloudUsers users,
      CallProperties properties,
      Trace trace) {
    this.quirks = quirks;
    this.time = time;
    this.chance = chance;
    this.records = records;
    this.users = users;
    this.properties = properties;
    this.trace = trace;
  }

  /** A fault begins. */
  void befall(CloudFault trouble) {
    troubles.add(new Ongoing(trouble, time.elapsed() + trouble.seconds() * 1000L));
  }

  /** From now on nothing goes wrong by itself. */
  void calm() {
    calm = true;
    troubles.clear();
  }

  /** Whether the scope isn't there now. */
  boolean missing(Scope scope) {
    return scope.equals(quirks.missing()) && time.elapsed() < quirks.missingFor() * 1000L;
  }

  /** Sends a call, signed with an access key; the answer comes later. */
  void send(Call call, String accessKey, Consumer<Answer<?>> receiver) {
    RandomGenerator random = chance.stream("call " + call.order().scope() + call.action());
    long there = Chance.between(random, 1, quirks.oneWayMillis());
    long patience = SimulatedWorld.CALL_TIMEOUT.toMillis() - there;
    SentCall sent =
        new SentCall(call, accessKey, users.owner(accessKey).orElseThrow(), patience, receiver);
    long rest = Chance.between(random, 4, random.nextInt(4) == 0 ? 600 : 60);
    boolean slow =
        ongoing(CloudFault.FaultKind.SLOW, call.order().scope(), sent.user()).isPresent();
    time.in(there, () -> arrive(sent, random, slow ? slowly(random, patience) : rest));
  }

  /** Mostly as late as is waited for. */
  private static long slowly(RandomGenerator random, long patience) {
    return random.nextInt(3) == 0 ? Chance.between(random, 1_500, patience) : patience;
  }

  /** A read that is answered at once: the probe's. */
  Answer<List<CallbackRecord>> describeNow(String accessKey, Listing listing) {
    RandomGenerator random = chance.stream("probe");
    User user = users.owner(accessKey).orElseThrow();
    Site site = new Site(Tenants.cloud(user.cloudAccount()), listing.scope());
    return failure(Action.DESCRIBE, site, accessKey, user, random)
        .or(() -> tooLarge(listing, user))
        .<Answer<List<CallbackRecord>>>map(Answer.Failed::new)
        .orElseGet(
            () -> new Answer.Ok<>(records.list(site.cloudAccount(), listing, 0), requestId()));
  }

  /** What STS says of an access key. */
  Answer<CallerIdentity> callerIdentity(String accessKey) {
    if (ongoing(CloudFault.FaultKind.STS, null, null).isPresent()) {
      return new Answer.Failed<>(new Failure.Unavailable(detail("STS is down.", 503)));
    }
    return works(accessKey)
        ? new Answer.Ok<>(
            new CallerIdentity(users.owner(accessKey).orElseThrow().cloudAccount(), "trn", "User"),
            "sts")
        : new Answer.Failed<>(wrongKey());
  }

  private boolean works(String accessKey) {
    return !users.isRevoked(accessKey)
        && ongoing(CloudFault.FaultKind.CREDENTIALS, null, null).isEmpty();
  }

  private static Failure.CredentialsRejected wrongKey() {
    return new Failure.CredentialsRejected(detail("The key is wrong.", 401));
  }

  private void arrive(SentCall sent, RandomGenerator random, long rest) {
    Call call = sent.call();
    Optional<Failure> failure =
        failure(call.action(), sent.site(), sent.accessKey(), sent.user(), random)
            .or(
                () ->
                    call.order() instanceof Order.Read read
                        ? tooLarge(read.listing(), sent.user())
                        : Optional.empty());
    if (failure.isPresent()) {
      answer(sent, new Answer.Failed<>(failure.get()), rest);
      return;
    }
    switch (call.order()) {
      case Order.Read read -> {
        long age =
            !calm && Chance.happens(random, quirks.stale())
                ? random.nextInt(quirks.staleMillis())
                : 0;
        answer(
            sent,
            new Answer.Ok<>(
                records.list(sent.site().cloudAccount(), read.listing(), age), requestId()),
            rest);
      }
      case Order.Put put -> {
        boolean refused =
            put.content().details().stream().anyMatch(it -> it.url().equals(REFUSED_URL));
        write(
            sent,
            refused ? new Failure.Rejected(detail("The URL is not allowed.", 400)) : null,
            random,
            rest);
      }
      case Order.Remove remove ->
          write(sent, removeOfNothing(sent.real(remove.key())), random, rest);
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

  private void write(SentCall sent, @Nullable Failure refusal, RandomGenerator random, long rest) {
    WriteFate fate = fate(sent, random);
    switch (fate) {
      case DONE -> {
        if (refusal == null) {
          carryOut(sent, false);
          answer(sent, new Answer.Ok<>(WriteAccepted.DONE, requestId()), rest);
        } else {
          answer(sent, new Answer.Failed<>(refusal), rest);
        }
      }
      case DONE_UNSAID, LOST, LATE -> {
        long length = random.nextBoolean() ? sent.patience() : rest;
        if (fate == WriteFate.DONE_UNSAID && refusal == null) {
          carryOut(sent, false);
        }
        if (fate == WriteFate.LATE && refusal == null) {
          time.in(length + random.nextInt(LATEST_LANDING), () -> carryOut(sent, true));
        }
        trace.note("cloud", "%s of %s", fate, sent.call().order());
        answer(
            sent,
            new Answer.Failed<>(new Failure.OutcomeUnknown(detail("No answer came.", 0))),
            length);
      }
    }
  }

  private WriteFate fate(SentCall sent, RandomGenerator random) {
    boolean lost =
        !calm
            && (Chance.happens(random, quirks.lost())
                || ongoing(CloudFault.FaultKind.LOST_ANSWERS, sent.site().scope(), sent.user())
                    .isPresent());
    return lost ? WriteFate.values()[1 + random.nextInt(3)] : WriteFate.DONE;
  }

  private void carryOut(SentCall sent, boolean late) {
    Call call = sent.call();
    switch (call.order()) {
      case Order.Put put ->
          records.put(
              sent.real(put.key()),
              put.content(),
              new CloudRecords.Origin(call.objects().getFirst(), call.account(), late));
      case Order.Remove remove -> records.remove(sent.real(remove.key()));
      case Order.Read _ -> throw new IllegalArgumentException("a read changes nothing");
    }
    trace.note("cloud", "has %s", call.order());
  }

  private Optional<Failure> failure(
      Action action, Site site, String accessKey, User user, RandomGenerator random) {
    Scope scope = site.scope();
    if (!works(accessKey)) {
      return Optional.of(wrongKey());
    }
    if (ongoing(CloudFault.FaultKind.ENDPOINT, scope, user).isPresent()) {
      return Optional.of(new Failure.WrongEndpoint(detail("This is a web page.", 404)));
    }
    boolean down = !calm && Chance.happens(random, quirks.down());
    if (down || ongoing(CloudFault.FaultKind.UNAVAILABLE, scope, user).isPresent()) {
      return Optional.of(new Failure.Unavailable(detail("The service is down.", 503)));
    }
    boolean overQuota = overQuota(action, site.cloudAccount());
    boolean nervous = !calm && Chance.happens(random, quirks.throttled());
    if (overQuota || nervous || ongoing(CloudFault.FaultKind.THROTTLED, scope, user).isPresent()) {
      Duration retryAfter = random.nextBoolean() ? Duration.ofSeconds(random.nextInt(6)) : null;
      return Optional.of(new Failure.Throttled(detail("Too many calls.", 429), retryAfter));
    }
    CloudFault.FaultKind ban =
        action == Action.DESCRIBE ? CloudFault.FaultKind.NO_READS : CloudFault.FaultKind.NO_WRITES;
    if (ongoing(ban, scope, user).isPresent()) {
      return Optional.of(new Failure.NotPermitted(detail("Not for you.", 403)));
    }
    return missing(scope)
        ? Optional.of(new Failure.ScopeMissing(detail("No such domain.", 403), false))
        : Optional.empty();
  }

  /** Of a large scope some message types are too large, too. */
  private Optional<Failure> tooLarge(Listing listing, User user) {
    boolean small =
        listing.app() != null || (listing.type() != null && !LARGE.contains(listing.type()));
    return small || ongoing(CloudFault.FaultKind.TOO_LARGE, listing.scope(), user).isEmpty()
        ? Optional.empty()
        : Optional.of(new Failure.TooLarge(detail("That is more than 4 MB.", 200)));
  }

  private boolean overQuota(Action action, String cloudAccount) {
    Deque<Long> log = arrivals.computeIfAbsent(cloudAccount + action, _ -> new ArrayDeque<>());
    long now = time.elapsed();
    while (!log.isEmpty() && log.peekFirst() <= now - 1000) {
      log.removeFirst();
    }
    log.addLast(now);
    long surely = log.stream().filter(at -> at > now - SURELY).count();
    properties.arrivals(action, cloudAccount, (int) surely);
    return log.size() > quirks.quota();
  }

  private Optional<Ongoing> ongoing(
      CloudFault.FaultKind kind, @Nullable Scope scope, @Nullable User user) {
    for (Ongoing ongoing : troubles) {
      Scope concerned = ongoing.trouble().scope();
      AccountName whose = ongoing.trouble().account();
      if (ongoing.trouble().kind() == kind
          && time.elapsed() < ongoing.until()
          && (concerned == null || concerned.equals(scope))
          && (whose == null || (user != null && whose.text().equals(user.name())))) {
        return Optional.of(ongoing);
      }
    }
    return Optional.empty();
  }

  private void answer(SentCall sent, Answer<?> answer, long rest) {
    time.in(
        rest,
        () -> {
          trace.note("answer", "%s: %s", sent.call().order(), answer);
          sent.receiver().accept(answer);
        });
  }

  private String requestId() {
    return "request-" + ++calls;
  }

  private static Failure.Detail detail(String message, int status) {
    return new Failure.Detail(message, status, null, null);
  }
}
