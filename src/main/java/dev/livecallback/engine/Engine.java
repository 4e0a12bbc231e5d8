package dev.livecallback.engine;

import dev.livecallback.account.Gate;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import dev.livecallback.remote.Curves;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.remote.Sweep;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of one account, put together: from an object's round to its orders, and from an answer
 * back to the objects that it concerns. Whoever drives it has rounds run, sends what {@link #queue}
 * gives out, and tells {@link #answers} what became of it.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final String account;
  private final Cluster cluster;
  private final InstantSource clock;
  private final Gate gate;
  private final ClaimIndex claims = new ClaimIndex();
  private final LatestObjects latest = new LatestObjects();
  private final ObjectMemory memory = new ObjectMemory();
  private final Instant started;
  private final CallQueue queue;
  private final Answers answers;
  private final Round round;
  private final Sweeper sweeper;

  /**
   * What the account's owner set.
   *
   * @param account its {@code namespace/name}
   * @param callsPerSecond of each action, at least 1
   * @param syncPeriod after which each scope in use is read again
   */
  public record Options(String account, int callsPerSecond, Duration syncPeriod) {}

  /** An engine that knows nothing yet. */
  public Engine(Options options, Cluster cluster, InstantSource clock, RandomGenerator random) {
    this(options, cluster, clock, random, new Planner()::plan, UnaryOperator.identity());
  }

  /** With another planner, and another guard around its own. */
  Engine(
      Options options,
      Cluster cluster,
      InstantSource clock,
      RandomGenerator random,
      Function<Facts, Plan> planner,
      UnaryOperator<SendGuard> guarding) {
    this.account = options.account();
    this.cluster = cluster;
    this.clock = clock;
    this.gate = new Gate(random);
    RemoteState remote = new RemoteState(new Curves(options.syncPeriod(), random));
    this.started = clock.instant();
    Neighbours neighbours = new Neighbours(remote, claims);
    this.queue =
        new CallQueue(
            budgets(options.callsPerSecond()),
            guarding.apply(new OrderGuard(gate, claims, remote, neighbours, cluster::wake, clock)));
    this.sweeper =
        new Sweeper(new Sweep(remote, options.syncPeriod(), random), claims, queue, remote);
    this.answers = new Answers(remote, gate, claims, memory, cluster::wake, this::turned);
    this.round =
        new Round(
            cluster,
            latest,
            new FactsReader(
                account, remote, gate, claims, neighbours, cluster, latest, memory, clock),
            planner,
            queue,
            remote,
            claims,
            memory,
            clock);
  }

  /** One round of an object; never throws. One at a time for each object. */
  public Next round(LiveCallback cached) {
    return round.of(cached);
  }

  /** The cache has this version of an object now. */
  public void delivered(LiveCallback cached) {
    latest.delivered(cached);
    boolean untouched =
        !cached.hasFinalizer(WellKnown.FINALIZER)
            && cached.statusOrEmpty().neverWritten()
            && cached.statusOrEmpty().records().isEmpty();
    if (untouched && clock.instant().isBefore(started.plus(LastWrite.SETTLING))) {
      memory.newborn(cached.getMetadata().getUid());
    }
    round.meet(cached);
  }

  /** An object isn't there any more, however it went. */
  public void forget(LiveCallback object) {
    round.forget(object);
  }

  /** What is to be sent, and when. */
  public CallQueue queue() {
    return queue;
  }

  /** Has to be told of each call that is sent. */
  public CallListener answers() {
    return answers;
  }

  /** Whether the account can be used. */
  public Gate gate() {
    return gate;
  }

  /** Orders the periodic reads that are due. To be called often, several times a second. */
  public void sweep() {
    sweeper.run(clock.instant());
  }

  /** A scope that a probe may read. */
  public Optional<Scope> anyScope() {
    return claims.anyScope();
  }

  /** The gate turned: whoever waited for it is planned again. */
  public void turned(Gate.Turn turn) {
    switch (turn) {
      case STAYED -> {
        return;
      }
      case SHUT ->
          LOG.warn(
              "Account {} can't be used; its objects wait without calls: {}",
              account,
              gate.shut().map(shut -> shut.failure().detail().message()).orElse(""));
      case OPENED -> LOG.info("Account {} can be used again.", account);
    }
    queue.reconsider(clock.instant());
    cluster.wake(claims.objects());
  }

  private static Map<Action, CallBudget> budgets(int callsPerSecond) {
    Map<Action, CallBudget> budgets = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      budgets.put(action, new CallBudget(callsPerSecond));
    }
    return budgets;
  }
}
