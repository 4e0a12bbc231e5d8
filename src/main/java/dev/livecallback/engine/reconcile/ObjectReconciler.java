package dev.livecallback.engine.reconcile;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Texts;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.accounts.CredentialSelector;
import dev.livecallback.engine.accounts.EngineContext;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.LatestObjects;
import dev.livecallback.engine.objects.LogContext;
import dev.livecallback.engine.objects.ObjectMemory;
import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Notice;
import dev.livecallback.plan.Plan;
import dev.livecallback.volcengine.Authentication;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reconciler that runs the rounds of objects. A round registers the object's claims, gathers
 * facts, has the planner judge them, withdraws orders, commits the status, and only then orders
 * writes. If the plan has only reads, they are ordered before the commit. A round never calls the
 * cloud API and never waits for it.
 */
public final class ObjectReconciler {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectReconciler.class);
  private static final Duration SOON = Duration.ofMillis(50);

  /** The longest pause before the next round. Timers don't take instants that are years ahead. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final EngineContext context;
  private final Function<Facts, Plan> planner;
  private final Consumer<Duration> planned;
  private final Consumer<Throwable> bugs;
  private final CredentialSelector selector;
  private final StatusCommit commit;
  private final ClaimRegistrar claims;
  private final FactsReader factsReader;
  private final Cluster cluster;
  private final LatestObjects latest;
  private final ObjectMemory memory;
  private final InstantSource clock;

  /**
   * @param planner decides what is wanted
   * @param planned receives the duration of each plan, facts included
   * @param bugs receives what a round threw
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
    this.commit = new StatusCommit(context);
    this.claims = new ClaimRegistrar(context, commit);
    this.factsReader = new FactsReader(context, commit);
    this.cluster = context.cluster();
    this.latest = context.latest();
    this.memory = context.memory();
    this.clock = context.clock();
  }

  /** Registers an object that wasn't planned yet. */
  public void meet(LiveCallback cached) {
    claims.meet(cached);
  }

  /**
   * Runs a round. If a bug throws, the object is planned again after a pause.
   *
   * @param cached the object, or a copy of it. The cluster's own version counts, because a copy
   *     doesn't know which fields couldn't be read
   */
  public ReconcileResult reconcile(LiveCallback cached) {
    LiveCallback object = context.latest(cached.id()).orElseGet(() -> latest.latest(cached));
    try (LogContext _ = LogContext.of(object.id(), object.getMetadata().getGeneration())) {
      try {
        ReconcileResult next = carryOut(object);
        if (memory.released(object.id().uid())) {
          // The object was let go while it was planned. Undo what this round recorded or ordered.
          forget(object);
          return new ReconcileResult.Finished();
        }
        return next;
      } catch (SecretUnavailableException e) {
        LOG.debug("{} The object is planned again in a moment.", e.getMessage());
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
    Instant began = clock.instant();
    claims.register(object);
    OrderPlacer orders = new OrderPlacer(context.cloudAccounts(), selector);
    Facts facts = factsReader.read(object);
    Plan plan = planner.apply(facts);
    planned.accept(Duration.between(began, clock.instant()));
    LOG.debug("Planned by {}: {} orders.", plan.decidedBy(), plan.orders().size());
    orders.withdraw(id, plan.orders());
    if (plan.release()) {
      forget(object);
      publish(object, plan.notices());
      return new ReconcileResult.Finished();
    }
    if (!plan.writes()) {
      // A read needs no ledger, so it needn't wait for the status write.
      orders.place(facts, plan.orders(), clock.instant());
    }
    return switch (commit.commit(object, facts, plan, claims::note)) {
      case StatusCommit.Result.Again(Duration pause) ->
          new ReconcileResult.Requeue(Optional.of(pause));
      case StatusCommit.Result.Committed(LiveCallback current, Instant tellAt) -> {
        claims.note(latest.latest(current));
        remember(facts, plan);
        memory.driftAllowed(id.uid(), factsReader.ownDrift(object));
        if (plan.writes()) {
          orders.place(facts, plan.orders(), clock.instant());
        }
        publish(object, plan.notices());
        yield lookAgain(earlier(tellAt, plan.lookAgain()));
      }
    };
  }

  /** Publishes each notice at the object that it is about. */
  private void publish(LiveCallback object, List<Notice> notices) {
    cluster.publish(object, notices.stream().filter(each -> each.about() == null).toList());
    for (Notice notice : notices) {
      ObjectId about = notice.about();
      if (about != null) {
        cluster.object(about).ifPresent(other -> cluster.publish(other, List.of(notice)));
      }
    }
  }

  private ReconcileResult lookAgain(Instant at) {
    return new ReconcileResult.Requeue(
        at.equals(Instant.MAX)
            ? Optional.empty()
            : Optional.of(within(Duration.between(clock.instant(), at))));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void remember(Facts facts, Plan plan) {
    // The ledger has this Secret version only if the record was found in order with it.
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

  /** Forgets an object that is let go or isn't there any more, however it was removed. */
  public void forget(LiveCallback object) {
    ObjectId id = object.id();
    memory.release(id.uid());
    commit.forget(id.uid());
    latest.forget(id.uid());
    Instant now = clock.instant();
    for (CloudAccount there : context.cloudAccounts().inUse()) {
      cluster.wake(there.forget(id, now));
    }
  }

  private static Duration within(Duration duration) {
    Duration atLeast = duration.compareTo(SOON) < 0 ? SOON : duration;
    return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
  }
}
