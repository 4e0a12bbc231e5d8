package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.account.Found;
import dev.livecallback.account.Gate;
import dev.livecallback.account.Keeper;
import dev.livecallback.account.Probe;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.plan.Notice;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.Scope;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One life of the operator's process: the real engine, and around it what drives it. */
final class Life implements Cluster, Informer.Listener {
  private static final long PROBE_TICK = 250;
  private static final int MOST_ROUNDS = 60;
  private static final long TICK = 1_000;
  private static final long LAZY_TICK = 30_000;

  private final World world;
  private final Timeline timeline;
  private final Chance chance;
  private final Knowledge knowledge;
  private final PlanProperties plans;
  private final Informer informer;
  private final Rounds rounds;
  private final Engine engine;
  private final Account account;
  private final Keeper keeper;
  private final Map<String, Deque<Long>> roundsOf = new HashMap<>();
  private boolean dead;
  private boolean dispatching;
  private long wakeAt = Long.MAX_VALUE;
  private boolean probing;
  private boolean writeFailed;

  Life(World world, int number) {
    this.world = world;
    this.timeline = world.timeline;
    this.chance = world.chance;
    this.knowledge = new Knowledge(this::cached);
    this.plans = new PlanProperties(world, knowledge, this::cached);
    this.informer =
        new Informer(world.server, timeline, chance, world.history.quirks().lagMillis(), this);
    this.rounds =
        new Rounds(timeline, chance.stream("rounds"), world.server, this::cached, this::round);
    this.engine =
        new Engine(
            World.ACCOUNT,
            this,
            there -> there.queue().onChange(this::changed),
            timeline,
            chance.stream("engine " + number),
            plans::plan,
            world.seams::guard);
    this.account =
        new Account(
            World.ACCOUNT,
            SomeAccount.terms(world.seams.quota(world.history.quirks().quota()), World.SYNC_PERIOD),
            World.CLOUD_ACCOUNT,
            null,
            timeline.instant(),
            chance.stream("gate " + number));
    account.found(new Found.Keys(SomeAccount.keys("AK"), false), timeline.instant());
    engine.changed(account);
    this.keeper =
        new Keeper(
            account,
            this::callerIdentity,
            new Probe(
                account.gate(),
                this::callerIdentity,
                new ProbesApi(),
                () -> there().queue(),
                () -> engine.anyScope(World.ACCOUNT),
                timeline),
            timeline);
    informer.start();
    keep();
    probeSoon();
    sweepSoon();
  }

  /** All that this process remembers is gone; what it sent is sent. */
  void die() {
    dead = true;
    rounds.stop();
    informer.stop();
  }

  Engine engine() {
    return engine;
  }

  Knowledge knowledge() {
    return knowledge;
  }

  private @Nullable LiveCallback cached(String name) {
    return informer.objects().get(name);
  }

  private Next round(LiveCallback object) {
    // Rounds of other objects run within this one's status write.
    busy(object.getMetadata().getName());
    boolean outer = writeFailed;
    writeFailed = false;
    Next next = engine.round(object);
    if (!dead) {
      plans.ended(object, next, writeFailed);
    }
    writeFailed = outer;
    return next;
  }

  /** Rounds without end are a bug even if they make no calls. */
  private void busy(String name) {
    Deque<Long> log = roundsOf.computeIfAbsent(name, _ -> new ArrayDeque<>());
    log.addLast(timeline.elapsed());
    if (log.size() > MOST_ROUNDS && timeline.elapsed() - log.removeFirst() < 1_000) {
      throw timeline.fail(
          "an object is planned over and over", name + ", " + MOST_ROUNDS + " times in a second");
    }
  }

  // What the engine asks of the cluster.

  @Override
  public Optional<LiveCallback> object(ObjectId object) {
    return Optional.ofNullable(cached(object.name()))
        .filter(found -> found.getMetadata().getUid().equals(object.uid()));
  }

  @Override
  public Stream<LiveCallback> objects() {
    return List.copyOf(informer.objects().values()).stream();
  }

  @Override
  public Optional<Secret> secret(String namespace, String name) {
    return Optional.ofNullable(informer.secret(name));
  }

  @Override
  public StatusWrite write(LiveCallback planned, LiveCallbackStatus wanted) {
    StatusWrite outcome = world.seams.write(this::reallyWrite, planned, wanted, timeline);
    if (dead) {
      return new StatusWrite.Failed();
    }
    writeFailed = outcome instanceof StatusWrite.Failed;
    return outcome;
  }

  private StatusWrite reallyWrite(LiveCallback planned, LiveCallbackStatus wanted) {
    RandomGenerator random = chance.stream("status " + planned.getMetadata().getName());
    others(random);
    if (dead && random.nextBoolean()) {
      return new StatusWrite.Failed();
    }
    boolean lost = !world.isCalm() && Chance.happens(random, world.history.quirks().statusLost());
    if (lost && random.nextBoolean()) {
      return new StatusWrite.Failed();
    }
    LiveCallback written = world.server.writeStatus(planned, wanted);
    if (world.trace.kept()) {
      world.trace.note(
          "status",
          "%s of %s: %s",
          written == null ? "outdated" : "written",
          planned.id(),
          Telling.of(wanted));
    }
    others(random);
    if (written == null) {
      return new StatusWrite.Outdated();
    }
    return lost ? new StatusWrite.Failed() : new StatusWrite.Written(written);
  }

  /** While a request or its answer is on its way others go on; this process may even end. */
  private void others(RandomGenerator random) {
    timeline.runUntil(timeline.elapsed() + Chance.between(random, 1, 15));
  }

  @Override
  public void publish(LiveCallback object, List<Notice> notices) {
    if (!dead) {
      notices.forEach(notice -> world.noticed(object, notice));
    }
  }

  @Override
  public void wake(Collection<ObjectId> objects) {
    if (!dead) {
      for (ObjectId object : objects) {
        if (informer.objects().containsKey(object.name())) {
          rounds.event(object.name());
        }
      }
    }
  }

  // What the caches tell.

  @Override
  public void delivered(LiveCallback object) {
    engine.delivered(object);
  }

  @Override
  public void gone(LiveCallback object) {
    engine.forget(object);
    knowledge.gone(object);
    if (!informer.objects().containsKey(object.getMetadata().getName())) {
      rounds.gone(object.getMetadata().getName());
    }
  }

  @Override
  public void event(String name) {
    rounds.event(name);
  }

  // What the queue gives out.

  private void changed() {
    if (!dispatching && !dead) {
      dispatching = true;
      timeline.in(chance.stream("dispatch").nextInt(3), this::dispatch);
    }
  }

  private void dispatch() {
    dispatching = false;
    if (dead) {
      return;
    }
    Instant now = timeline.instant();
    for (Optional<Call> call = there().queue().next(now);
        call.isPresent();
        call = there().queue().next(now)) {
      send(call.get());
    }
    Instant wake = there().queue().nextWake(now);
    long at = wake.equals(Instant.MAX) ? Long.MAX_VALUE : Timeline.millis(wake);
    if (at < wakeAt || wakeAt <= timeline.elapsed()) {
      wakeAt = at;
      if (at < Long.MAX_VALUE) {
        timeline.at(
            Math.max(at, timeline.elapsed() + 1),
            () -> {
              if (at == wakeAt) {
                wakeAt = Long.MAX_VALUE;
                changed();
              }
            });
      }
    }
  }

  private void send(Call call) {
    world.trace.note("send", "%s %s for %s", call.lane(), call.order(), call.objects());
    world.calls.sends(call, knowledge);
    world.seams.began(there().answers(), call);
    knowledge.began(call);
    world.cloud.send(call, (answer, seen) -> ended(call, answer, seen));
  }

  private void ended(Call call, Answer<?> answer, Map<CallbackKey, CloudRecords.Stored> seen) {
    if (dead) {
      return;
    }
    Instant now = timeline.instant();
    Answer<?> told = world.seams.answer(call, answer);
    knowledge.ended(call, now, answer, seen);
    there().answers().ended(call, call.began(), now, told);
    // The two are told one after the other, and anything may happen in between.
    timeline.in(
        chance.stream("dispatch").nextInt(4) == 0 ? 2 : 0,
        () -> there().queue().ended(call, timeline.instant(), told));
    probeSoon();
  }

  // What happens by the clock.

  private void probeSoon() {
    Optional<Gate.Shut> shut = account.gate().shut();
    if (shut.isPresent() && !probing) {
      probing = true;
      long at = Timeline.millis(shut.get().probeAt());
      timeline.at(
          Math.max(at, timeline.elapsed() + PROBE_TICK),
          () -> {
            probing = false;
            if (!dead) {
              keep();
              probeSoon();
            }
          });
    }
  }

  private void keep() {
    Keeper.Outcome outcome = keeper.run();
    engine.turned(account, outcome.turn());
    if (outcome.checked()) {
      engine.changed(account);
    }
  }

  private CloudAccount there() {
    return engine.cloudAccount(World.ACCOUNT).orElseThrow();
  }

  private void sweepSoon() {
    timeline.in(
        world.isCalm() ? LAZY_TICK : TICK,
        () -> {
          if (!dead) {
            if (world.seams.sweeps()) {
              engine.sweep();
            }
            sweepSoon();
          }
        });
  }

  private Answer<CallerIdentity> callerIdentity() {
    return world.cloud.credentialsAccepted()
        ? new Answer.Ok<>(new CallerIdentity(World.CLOUD_ACCOUNT, "trn", "role"), "sts")
        : new Answer.Failed<>(
            new Failure.CredentialsRejected(
                new Failure.Detail("The key is wrong.", 401, null, null)));
  }

  /** What the probe calls: it reads, and never writes. */
  private final class ProbesApi implements LiveApi {
    @Override
    public Answer<List<CallbackRecord>> describe(Scope scope) {
      world.calls.probes(Action.DESCRIBE);
      Answer<List<CallbackRecord>> answer = world.cloud.describeNow(scope);
      world.trace.note("probe", "%s: %s", scope, answer);
      return answer;
    }

    @Override
    public Answer<Done> update(CallbackKey key, CallbackContent content) {
      throw new Violation("a probe writes: " + key);
    }

    @Override
    public Answer<Done> delete(CallbackKey key) {
      throw new Violation("a probe deletes: " + key);
    }
  }

  /** After how long a round that failed for want of the API server is tried again. */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
}
