package dev.livecallback.operator;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.engine.AccountUse;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Writes the status of accounts, and lets an account go once no object has records through it. */
final class LiveAccountReconciler implements Reconciler<LiveAccount>, Cleaner<LiveAccount> {
  /** That an account is in use is looked at so often while it waits to go. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final LiveAccounts accounts;
  private final StatusWriter writer;
  private final InstantSource clock;
  private final SimpleInboundEventSource<LiveAccount> source =
      new SimpleInboundEventSource<>("accounts");

  /** Since when no object has records through an account that is to go. */
  private final Map<String, Instant> unused = new ConcurrentHashMap<>();

  LiveAccountReconciler(LiveAccounts accounts, StatusWriter writer, InstantSource clock) {
    this.accounts = accounts;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, LiveAccount>> prepareEventSources(
      EventSourceContext<LiveAccount> context) {
    return List.of(source);
  }

  /** Has an account's status looked at. */
  void wake(String name) {
    int slash = name.indexOf('/');
    source.propagateEvent(new ResourceID(name.substring(slash + 1), name.substring(0, slash)));
  }

  @Override
  public UpdateControl<LiveAccount> reconcile(LiveAccount object, Context<LiveAccount> context) {
    UpdateControl<LiveAccount> control = UpdateControl.noUpdate();
    return write(object) ? control : control.rescheduleAfter(LOOK_AGAIN);
  }

  @Override
  public DeleteControl cleanup(LiveAccount object, Context<LiveAccount> context) {
    AccountUse use = accounts.use(LiveAccounts.name(object));
    String uid = object.getMetadata().getUid();
    if (use.holders() > 0) {
      unused.remove(uid);
      write(object);
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(LOOK_AGAIN);
    }
    // What was about to be written when it was marked for deletion is in the cache by then.
    Instant since = unused.computeIfAbsent(uid, _ -> clock.instant());
    if (clock.instant().isBefore(since.plus(LOOK_AGAIN))) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(LOOK_AGAIN);
    }
    unused.remove(uid);
    return DeleteControl.defaultDelete();
  }

  /** Makes the status what it should be; false = it isn't known to be. */
  private boolean write(LiveAccount object) {
    Optional<LiveAccountStatus> wanted = accounts.status(object, clock.instant());
    if (wanted.isEmpty() || wanted.get().equals(object.statusOrEmpty())) {
      return true;
    }
    return writer.write(object, wanted.get());
  }
}
