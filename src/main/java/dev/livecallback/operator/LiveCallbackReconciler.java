package dev.livecallback.operator;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Placement;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import dev.livecallback.plan.StatusComposer;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackKey;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers facts, has them judged, writes the status if it changed, places orders, and returns. It
 * never calls the cloud API and never waits.
 */
final class LiveCallbackReconciler implements Reconciler<LiveCallback>, Cleaner<LiveCallback> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveCallbackReconciler.class);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final int MOST_DOUBLINGS = 7;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Watches watches;
  private final LatestObjects latest;
  private final FactsReader factsReader;
  private final StatusWriter statusWriter;
  private final EventPublisher events;
  private final CallQueue queue;
  private final RemoteState remote;
  private final ClaimIndex claims;
  private final ObjectMemory memory;
  private final Wakes wakes;
  private final InstantSource clock;
  private final Planner planner = new Planner();
  private final StatusComposer composer = new StatusComposer();

  LiveCallbackReconciler(
      Watches watches,
      LatestObjects latest,
      FactsReader factsReader,
      StatusWriter statusWriter,
      EventPublisher events,
      CallQueue queue,
      RemoteState remote,
      ClaimIndex claims,
      ObjectMemory memory,
      Wakes wakes,
      InstantSource clock) {
    this.watches = watches;
    this.latest = latest;
    this.factsReader = factsReader;
    this.statusWriter = statusWriter;
    this.events = events;
    this.queue = queue;
    this.remote = remote;
    this.claims = claims;
    this.memory = memory;
    this.wakes = wakes;
    this.clock = clock;
  }

  /** What became of one round. */
  private sealed interface Next {
    /** Look again after this; empty = when something happens. */
    record Later(Optional<Duration> after) implements Next {}

    /** Nothing of it is left remotely: let the object go. */
    record Gone() implements Next {}
  }

  @Override
  public List<EventSource<?, LiveCallback>> prepareEventSources(
      EventSourceContext<LiveCallback> context) {
    return watches.sources(context, wakes);
  }

  @Override
  public UpdateControl<LiveCallback> reconcile(LiveCallback object, Context<LiveCallback> context) {
    UpdateControl<LiveCallback> control = UpdateControl.noUpdate();
    return switch (round(object)) {
      case Next.Later(Optional<Duration> after) ->
          after.map(control::rescheduleAfter).orElse(control);
      case Next.Gone _ -> control;
    };
  }

  @Override
  public DeleteControl cleanup(LiveCallback object, Context<LiveCallback> context) {
    return switch (round(object)) {
      case Next.Later(Optional<Duration> after) -> {
        DeleteControl control = DeleteControl.noFinalizerRemoval();
        yield after.map(control::rescheduleAfter).orElse(control);
      }
      case Next.Gone _ -> DeleteControl.defaultDelete();
    };
  }

  /** The SDK would lose an object whose round ends in an Error: nothing may get past here. */
  private Next round(LiveCallback cached) {
    LiveCallback object = latest.latest(cached);
    try (LogContext _ = LogContext.of(object.id(), object.getMetadata().getGeneration())) {
      try {
        Next next = carryOut(object);
        if (memory.released(object.id().uid())) {
          // It went while it was planned: what this round noted or ordered goes with it.
          forget(object);
          return new Next.Gone();
        }
        return next;
      } catch (Throwable e) {
        LOG.error("A bug: this object can't be planned; it is tried again.", e);
        return new Next.Later(Optional.of(AFTER_FAILURE));
      }
    }
  }

  private Next carryOut(LiveCallback object) {
    ObjectId id = object.id();
    if (memory.released(id.uid())) {
      return new Next.Gone();
    }
    long revision = remote.revision();
    Facts facts = factsReader.read(object);
    Plan plan = planner.plan(facts);
    queue.withdraw(id, plan.orders().stream().map(Placement::order).toList());
    if (plan.release()) {
      forget(object);
      events.publish(object, plan.notices());
      return new Next.Gone();
    }
    LiveCallbackStatus status = composer.compose(facts, plan);
    switch (statusWriter.write(object, status)) {
      case WRITTEN -> {
        // Only now may anything be sent: the ledger is known to be written.
        memory.written(id.uid());
      }
      case OUTDATED -> {
        return new Next.Later(Optional.of(pause(memory.outdated(id.uid()))));
      }
      case FAILED -> {
        return new Next.Later(Optional.of(AFTER_FAILURE));
      }
    }
    factsReader.note(latest.latest(object));
    remember(facts, plan);
    Instant now = clock.instant();
    queue.place(id, plan.orders(), revision, now);
    events.publish(object, plan.notices());
    return new Next.Later(
        plan.lookAgain().equals(Instant.MAX)
            ? Optional.empty()
            : Optional.of(atLeast(Duration.between(now, plan.lookAgain()))));
  }

  private void remember(Facts facts, Plan plan) {
    boolean inSync = plan.verdict() != null && plan.verdict().reason() == Reason.IN_SYNC;
    if (inSync && facts.desired().content().authentication() instanceof Authentication.On on) {
      memory.authKey(facts.object().uid(), on.key());
    }
  }

  /** Forgets an object that is let go or is gone, however it went. */
  void forget(LiveCallback object) {
    ObjectId id = object.id();
    memory.release(id.uid());
    Set<CallbackKey> keys = claims.keys(id);
    Set<ObjectId> waiting = claims.forget(id);
    queue.withdraw(id, List.of());
    latest.forget(id.uid());
    for (CallbackKey key : keys) {
      if (claims.unused(key)) {
        remote.forget(key);
      }
      if (claims.unused(key.scope())) {
        remote.forget(key.scope());
      }
    }
    wakes.wake(waiting);
  }

  /** An event comes with the newer version; until then ever longer pauses. */
  private static Duration pause(int outdatedInARow) {
    return SOON.multipliedBy(1L << Math.min(outdatedInARow - 1, MOST_DOUBLINGS));
  }

  private static Duration atLeast(Duration duration) {
    return duration.compareTo(SOON) < 0 ? SOON : duration;
  }
}
