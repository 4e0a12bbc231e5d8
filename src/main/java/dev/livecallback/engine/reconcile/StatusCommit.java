package dev.livecallback.engine.reconcile;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.engine.accounts.EngineContext;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.LatestObjects;
import dev.livecallback.engine.objects.LedgerTrust;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.StatusComposer;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The commit protocol: <em>the ledger first, calls after</em>. A plan's writes are ordered only
 * once the status that lists them is known to be written, so that a crash at any moment leaves no
 * remote record that no object knows of.
 *
 * <pre>
 *            a transient step of work
 *      ┌──────────────────────────────► held back
 *      │                                 │     │ lasts a second, or there is more to tell
 *      │◄────────────── it passed ───────┘     ▼
 *     told ─── another status is wanted ───► in doubt ◄─┐
 *      ▲                                      │ │ │     │ no answer, or refused: written again
 *      ├──── it is known to be there ─────────┘ │ └─────┘ after a pause, whatever is read of it
 *      └──── the object has a newer version ────┘
 * </pre>
 *
 * A write is in doubt for one version of the object: a newer version tells the result of the write.
 * Nobody may rely on the object to hold a key that such a write removes from the ledger ({@link
 * #dropped}).
 */
final class StatusCommit {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 7;

  private final Cluster cluster;
  private final LatestObjects latest;
  private final InstantSource clock;
  private final LedgerTrust trust;
  private final StatusComposer composer = new StatusComposer();
  private final Map<String, InDoubt> inDoubt = new ConcurrentHashMap<>();

  /** The instants since which a transient status of an object is held back, by uid. */
  private final Map<String, Instant> heldBackSince = new ConcurrentHashMap<>();

  /** The times in a row that the object had changed before its status was written, by uid. */
  private final Map<String, Integer> outdated = new ConcurrentHashMap<>();

  /** The times in a row that the object's status couldn't be written, by uid. */
  private final Map<String, Integer> failed = new ConcurrentHashMap<>();

  /**
   * A status write for this version of the object whose result is unknown.
   *
   * @param dropped the keys that the write removes from the ledger
   */
  private record InDoubt(String resourceVersion, Set<CallbackKey> dropped) {}

  /** The result of a commit. */
  sealed interface Result {
    /**
     * The ledger is known to be as planned: calls may be ordered.
     *
     * @param object the newest version of the object
     * @param tellAt the instant at which the rest of the status is to be written; {@link
     *     Instant#MAX} if it is written
     */
    record Committed(LiveCallback object, Instant tellAt) implements Result {}

    /**
     * The ledger isn't known to be as planned: plan again after this pause, or when a newer version
     * comes.
     */
    record Again(Duration pause) implements Result {}
  }

  StatusCommit(EngineContext context) {
    this.cluster = context.cluster();
    this.latest = context.latest();
    this.clock = context.clock();
    this.trust = context.trust();
  }

  /**
   * Writes the planned status, or holds back a transient step for a moment.
   *
   * @param object the version that the facts describe
   * @param leaving receives the object before a write that removes a key from its ledger: from then
   *     on, nobody may rely on the object to hold that key
   */
  Result commit(LiveCallback object, Facts facts, Plan plan, Consumer<LiveCallback> leaving) {
    String uid = object.getMetadata().getUid();
    LiveCallbackStatus wanted = composer.compose(facts, plan);
    Instant tellAt = tellAt(object, facts, plan, wanted);
    if (tellAt.isAfter(clock.instant())) {
      return committed(object, plan, tellAt);
    }
    Set<CallbackKey> dropped = dropping(object, facts, plan);
    inDoubt.put(uid, new InDoubt(object.getMetadata().getResourceVersion(), dropped));
    trust.writing(uid, facts.ledger(), plan.ledger());
    if (!dropped.isEmpty()) {
      leaving.accept(object);
    }
    return switch (cluster.write(object, wanted)) {
      case Cluster.StatusWrite.Stored<LiveCallback>(LiveCallback written) -> {
        latest.wrote(written);
        // The watch may have been quicker than the answer.
        cluster.object(written.id()).ifPresent(latest::delivered);
        heldBackSince.remove(uid);
        yield committed(written, plan, Instant.MAX);
      }
      case Cluster.StatusWrite.Outdated<LiveCallback> _ ->
          new Result.Again(pause(SOON, outdated.merge(uid, 1, Integer::sum)));
      case Cluster.StatusWrite.Failed<LiveCallback> _ ->
          new Result.Again(pause(AFTER_FAILURE, failed.merge(uid, 1, Integer::sum)));
    };
  }

  private Result committed(LiveCallback object, Plan plan, Instant tellAt) {
    String uid = object.getMetadata().getUid();
    trust.written(uid, plan.ledger());
    inDoubt.remove(uid);
    outdated.remove(uid);
    failed.remove(uid);
    return new Result.Committed(object, tellAt);
  }

  /**
   * Returns the instant at which to write the status if nothing changes before: now, soon, or
   * never.
   */
  private Instant tellAt(LiveCallback object, Facts facts, Plan plan, LiveCallbackStatus wanted) {
    String uid = object.getMetadata().getUid();
    Instant now = clock.instant();
    if (lastInDoubt(object).isPresent()) {
      return now;
    }
    if (wanted.equals(object.statusOrEmpty())) {
      heldBackSince.remove(uid);
      return Instant.MAX;
    }
    boolean transientStep =
        TransientStatus.step(object.statusOrEmpty(), wanted)
            && plan.ledger().equals(facts.ledger())
            && !plan.orders().isEmpty()
            && plan.notices().isEmpty();
    return transientStep
        ? heldBackSince.computeIfAbsent(uid, _ -> now).plus(TransientStatus.LASTING)
        : now;
  }

  private Set<CallbackKey> dropping(LiveCallback object, Facts facts, Plan plan) {
    Set<CallbackKey> dropped = new HashSet<>(facts.ledger().keys());
    dropped.removeAll(plan.ledger().keys());
    // The keys that an earlier try removed may be gone already.
    dropped.addAll(dropped(object));
    return Set.copyOf(dropped);
  }

  /**
   * Returns the keys that this version of the object may not have in its ledger any more, because a
   * write with an unknown result may have removed them.
   */
  Set<CallbackKey> dropped(LiveCallback object) {
    return lastInDoubt(object).map(InDoubt::dropped).orElse(Set.of());
  }

  private Optional<InDoubt> lastInDoubt(LiveCallback object) {
    return Optional.ofNullable(inDoubt.get(object.getMetadata().getUid()))
        .filter(last -> last.resourceVersion().equals(object.getMetadata().getResourceVersion()));
  }

  /** Forgets an object that is let go. */
  void forget(String uid) {
    inDoubt.remove(uid);
    heldBackSince.remove(uid);
    outdated.remove(uid);
    failed.remove(uid);
    trust.forget(uid);
  }

  /**
   * Returns the pause before the next try, which an event may end earlier. It is 5 minutes at most,
   * because a refusal may last.
   */
  private static Duration pause(Duration first, int inARow) {
    Duration pause = first.multipliedBy(1L << Math.min(inARow - 1, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
