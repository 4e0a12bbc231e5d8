package dev.livecallback.engine.reconcile;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Texts;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.accounts.CredentialSelector;
import dev.livecallback.engine.accounts.EngineContext;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.LatestObjects;
import dev.livecallback.engine.objects.LogContext;
import dev.livecallback.engine.objects.ObjectMemory;
import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.StatusComposer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of one object: gathers facts, has them judged, withdraws orders, writes the status if
 * it changed, and only then places orders. It never calls the cloud API and never waits for it.
 */
public final class ObjectReconciler {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectReconciler.class);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final int MOST_DOUBLINGS = 7;

  /** No timer takes what is years ahead. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration LONGEST_FAILURE = Duration.ofMinutes(5);

  private final EngineContext context;
  private final Function<Facts, Plan> planner;
  private final Consumer<Duration> planned;
  private final Consumer<Throwable> bugs;
  private final CredentialSelector selector;
  private final FactsReader factsReader;
  private final Cluster cluster;
  private final LatestObjects latest;
  private final ObjectMemory memory;
  private final InstantSource clock;
  private final StatusComposer composer = new StatusComposer();

  /**
   * @param planner decides what is wanted
   * @param planned is told how long each plan took, facts included
   * @param bugs is told what a round threw
   */
  public ObjectReconciler(
      EngineContext context,
      CredentialSelector selector,
      Function<Facts, Plan> planner,
      Consumer<Duration> planned,
      Consumer<Throwable> bugs) {
    this.context = context;
    this.planner = planner;
    this.planned = planned;
    this.bugs = bugs;
    this.selector = selector;
    this.factsReader = new FactsReader(context);
    this.cluster = context.cluster();
    this.latest = context.latest();
    this.memory = context.memory();
    this.clock = context.clock();
  }

  /** An object is there that wasn't planned yet. */
  public void meet(LiveCallback cached) {
    factsReader.meet(cached);
  }

  /**
   * Carries a round out. A bug in it costs the object a pause, never its place.
   *
   * @param cached the object, or a copy of it: what counts is the cluster's own, for a copy doesn't
   *     know what couldn't be read
   */
  public ReconcileResult reconcile(LiveCallback cached) {
    LiveCallback object = context.latest(cached.id()).orElseGet(() -> latest.latest(cached));
    try (LogContext _ = LogContext.of(object.id(), object.getMetadata().getGeneration())) {
      try {
        ReconcileResult next = carryOut(object);
        if (memory.released(object.id().uid())) {
          // It went while it was planned: what this round noted or ordered goes with it.
          forget(object);
          return new ReconcileResult.Finished();
        }
        return next;
      } catch (SecretUnavailableException e) {
        LOG.info("{} The object is planned again in a moment.", e.getMessage());
        return new ReconcileResult.Requeue(Optional.of(AFTER_FAILURE));
      } catch (Throwable e) {
        bugs.accept(e);
        LOG.error("A bug: this object can't be planned ({}); it is tried again.", Texts.origin(e));
        return new ReconcileResult.Requeue(Optional.of(AFTER_FAILURE));
      }
    }
  }

  private ReconcileResult carryOut(LiveCallback object) {
    ObjectId id = object.id();
    if (memory.released(id.uid())) {
      return new ReconcileResult.Finished();
    }
    OrderPlacer orders = new OrderPlacer(context.cloudAccounts(), selector);
    Instant began = clock.instant();
    Facts facts = factsReader.read(object);
    Plan plan = planner.apply(facts);
    planned.accept(Duration.between(began, clock.instant()));
    LOG.debug("Planned by {}: {} orders.", plan.decidedBy(), plan.orders().size());
    orders.withdraw(id, plan.orders());
    if (plan.release()) {
      forget(object);
      cluster.publish(object, plan.notices());
      return new ReconcileResult.Finished();
    }
    LiveCallbackStatus status = composer.compose(facts, plan);
    boolean writes = plan.orders().stream().anyMatch(each -> !(each.order() instanceof Order.Read));
    if (!writes) {
      // A read needs no ledger, and whoever waits for it shouldn't wait for the status, too.
      orders.place(facts, plan.orders(), clock.instant());
    }
    LiveCallback current = object;
    Instant tellAt = tellAt(object, facts, plan, status);
    if (!tellAt.isAfter(clock.instant())) {
      writing(object, facts, plan);
      switch (cluster.write(object, status)) {
        case Cluster.StatusWrite.Written<LiveCallback> written -> {
          current = written.object();
          latest.wrote(current);
          memory.told(id.uid());
          // The watch may have been quicker than the answer.
          cluster.object(id).ifPresent(latest::delivered);
        }
        case Cluster.StatusWrite.Outdated<LiveCallback> _ -> {
          return new ReconcileResult.Requeue(Optional.of(pause(memory.outdated(id.uid()))));
        }
        case Cluster.StatusWrite.Failed<LiveCallback> _ -> {
          return new ReconcileResult.Requeue(Optional.of(afterFailure(memory.unwritten(id.uid()))));
        }
      }
    }
    memory.written(id.uid());
    factsReader.note(latest.latest(current));
    remember(facts, plan);
    Instant now = clock.instant();
    if (writes) {
      // Only now may it be sent: the ledger is known to be written.
      orders.place(facts, plan.orders(), now);
    }
    cluster.publish(object, plan.notices());
    Instant lookAgain = tellAt.isAfter(now) ? earlier(tellAt, plan.lookAgain()) : plan.lookAgain();
    return new ReconcileResult.Requeue(
        lookAgain.equals(Instant.MAX)
            ? Optional.empty()
            : Optional.of(within(Duration.between(now, lookAgain))));
  }

  /** When the status is to be written if nothing changes before: now, soon, or never. */
  private Instant tellAt(LiveCallback object, Facts facts, Plan plan, LiveCallbackStatus status) {
    ObjectMeta metadata = object.getMetadata();
    Instant now = clock.instant();
    if (memory.inDoubt(metadata.getUid(), metadata.getResourceVersion())) {
      return now;
    }
    if (status.equals(object.statusOrEmpty())) {
      memory.told(metadata.getUid());
      return Instant.MAX;
    }
    boolean passing =
        TransientStatus.step(object.statusOrEmpty(), status)
            && plan.ledger().equals(facts.ledger())
            && !plan.orders().isEmpty()
            && plan.notices().isEmpty();
    return passing ? memory.untoldSince(metadata.getUid(), now).plus(TransientStatus.LASTING) : now;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** What is on its way out of the ledger is nothing that another object may rely on. */
  private void writing(LiveCallback object, Facts facts, Plan plan) {
    String version = object.getMetadata().getResourceVersion();
    Set<CallbackKey> dropped = new HashSet<>(facts.ledger().keys());
    dropped.removeAll(plan.ledger().keys());
    // What an earlier try took out may be out already.
    dropped.addAll(memory.dropped(object.id().uid(), version));
    memory.writing(object.id().uid(), version, dropped);
    if (!dropped.isEmpty()) {
      factsReader.note(object);
    }
  }

  private void remember(Facts facts, Plan plan) {
    // The ledger says so only of a record that was found in order with this very Secret.
    boolean inOrder =
        plan.verdict() != null
            && plan.verdict().reason() == Reason.IN_SYNC
            && plan.ledger()
                .entry(facts.desired().key())
                .filter(
                    entry -> Objects.equals(entry.secretVersion(), facts.desired().secretVersion()))
                .isPresent();
    if (inOrder && facts.desired().content().authentication() instanceof Authentication.On on) {
      memory.authKey(facts.object().uid(), facts.desired().key(), on.key());
    }
    memory.keepAuthKeys(facts.object().uid(), plan.ledger().keys());
  }

  /** Forgets an object that is let go or is gone, however it went. */
  public void forget(LiveCallback object) {
    ObjectId id = object.id();
    memory.release(id.uid());
    latest.forget(id.uid());
    Instant now = clock.instant();
    for (CloudAccount there : context.cloudAccounts().all()) {
      cluster.wake(there.forget(id, now));
    }
  }

  /** An event comes with the newer version; until then ever longer pauses. */
  private static Duration pause(int outdatedInARow) {
    return SOON.multipliedBy(1L << Math.min(outdatedInARow - 1, MOST_DOUBLINGS));
  }

  /** What is refused may be for good: 5 s, 10 s, 20 s and so on, 5 minutes at most. */
  private static Duration afterFailure(int inARow) {
    Duration pause = AFTER_FAILURE.multipliedBy(1L << Math.min(inARow - 1, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST_FAILURE) > 0 ? LONGEST_FAILURE : pause;
  }

  private static Duration within(Duration duration) {
    Duration atLeast = duration.compareTo(SOON) < 0 ? SOON : duration;
    return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
  }
}
