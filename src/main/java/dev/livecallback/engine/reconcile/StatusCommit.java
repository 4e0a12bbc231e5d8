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
 * In doubt is one version of the object: a newer one says what became of the write. What such a
 * write takes out of the ledger ({@link #dropped}) the object may not be relied on to hold.
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

  /** Since when a transient status is held back. */
  private final Map<String, Instant> heldBackSince = new ConcurrentHashMap<>();

  /** How often in a row the object had changed when its status was to be written. */
  private final Map<String, Integer> outdated = new ConcurrentHashMap<>();

  /** How often in a row its status couldn't be written. */
  private final Map<String, Integer> failed = new ConcurrentHashMap<>();

  /**
   * A status write of this version that isn't known to have been done, or not.
   *
   * @param dropped what it takes out of the ledger
   */
  private record InDoubt(String resourceVersion, Set<CallbackKey> dropped) {}

  /** What came of a commit. */
  sealed interface Result {
    /**
     * The ledger is known to be as planned: calls may be ordered.
     *
     * @param object its newest version
     * @param tellAt when the rest of the status is to be told; {@link Instant#MAX} if it was
     */
    record Committed(LiveCallback object, Instant tellAt) implements Result {}

    /** It isn't known to be: plan again after this pause, or when a newer version comes. */
    record Again(Duration pause) implements Result {}
  }

  StatusCommit(EngineContext context) {
    this.cluster = context.cluster();
    this.latest = context.latest();
    this.clock = context.clock();
    this.trust = context.trust();
  }

  /**
   * Makes the object's status be as planned, or holds a transient step back for a moment.
   *
   * @param object the version that the facts are of
   * @param leaving is given the object before a write that takes a key out of its ledger: nobody
   *     may rely on its holding that from then on
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

  /** When the status is to be written if nothing changes before: now, soon, or never. */
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
    // What an earlier try took out may be out already.
    dropped.addAll(dropped(object));
    return Set.copyOf(dropped);
  }

  /**
   * The keys that this version of the object may not have in its ledger any more, for a write whose
   * answer isn't known may have taken them out.
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

  /** An event may end it earlier. What is refused may be so for good: 5 minutes at most. */
  private static Duration pause(Duration first, int inARow) {
    Duration pause = first.multipliedBy(1L << Math.min(inARow - 1, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
