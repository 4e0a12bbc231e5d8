package dev.livecallback.operator.accounts;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.accounts.AccountUse;
import dev.livecallback.engine.objects.LogContext;
import dev.livecallback.operator.kubernetes.EventPublisher;
import dev.livecallback.operator.kubernetes.ReconcileTrigger;
import dev.livecallback.operator.kubernetes.StatusWriter;
import dev.livecallback.plan.Notice;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Writes the status of accounts, and lets an account go once no object has records through it. */
public final class LiveAccountReconciler implements Reconciler<LiveAccount>, Cleaner<LiveAccount> {
  /** That an account is in use is looked at so often while it waits to go. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** So often an account that isn't Ready is looked at without any event; the cloud isn't asked. */
  private static final Duration WHILE_NOT_READY = Duration.ofSeconds(15);

  private final Supplier<AccountRegistry> accounts;
  private final StatusWriter writer;
  private final EventPublisher events;
  private final SteadyClock clock;
  private final String namespace;
  private final ReconcileTrigger<LiveAccount> trigger;
  private final Timer timer;

  /** Since when no object has records through an account that is to go. */
  private final Map<String, Instant> unused = new ConcurrentHashMap<>();

  /**
   * @param namespace the one that it is of; {@link Watches#EVERYWHERE} = all
   * @param accounts asked when there is something to do, and not before
   * @param timer told how long each reconcile took
   */
  public LiveAccountReconciler(
      String namespace,
      ReconcileTrigger<LiveAccount> trigger,
      Supplier<AccountRegistry> accounts,
      StatusWriter writer,
      EventPublisher events,
      SteadyClock clock,
      Timer timer) {
    this.timer = timer;
    this.namespace = namespace;
    this.trigger = trigger;
    this.accounts = accounts;
    this.writer = writer;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, LiveAccount>> prepareEventSources(
      EventSourceContext<LiveAccount> context) {
    return List.of(trigger.of(namespace));
  }

  @Override
  public UpdateControl<LiveAccount> reconcile(LiveAccount object, Context<LiveAccount> context) {
    accounts.get().lookAgain(object);
    boolean written = timer.record(() -> write(object));
    trigger.wakeAfter(
        object, Optional.of(LOOK_AGAIN).filter(_ -> !written).or(() -> later(object)));
    return UpdateControl.noUpdate();
  }

  /** When to look again though nothing is told of: not at all, once the account is Ready. */
  private static Optional<Duration> later(LiveAccount object) {
    boolean ready =
        object.statusOrEmpty().conditions().stream()
            .anyMatch(condition -> condition.is(ConditionType.READY) && condition.holds());
    return ready ? Optional.empty() : Optional.of(WHILE_NOT_READY);
  }

  @Override
  public DeleteControl cleanup(LiveAccount object, Context<LiveAccount> context) {
    boolean goes = timer.record(() -> mayGo(object));
    trigger.wakeAfter(object, goes ? Optional.empty() : Optional.of(LOOK_AGAIN));
    return goes ? DeleteControl.defaultDelete() : DeleteControl.noFinalizerRemoval();
  }

  private boolean mayGo(LiveAccount object) {
    AccountUse use = accounts.get().use(AccountRegistry.name(object));
    String uid = object.getMetadata().getUid();
    if (use.holders() > 0) {
      unused.remove(uid);
      write(object);
      return false;
    }
    // What was about to be written when it was marked for deletion is in the cache by then.
    Instant since = unused.computeIfAbsent(uid, _ -> clock.instant());
    if (clock.instant().isBefore(since.plus(LOOK_AGAIN))) {
      return false;
    }
    unused.remove(uid);
    return true;
  }

  /** Makes the status what it should be; false = it isn't known to be. */
  private boolean write(LiveAccount object) {
    Optional<LiveAccountStatus> wanted = accounts.get().status(object, clock.wall().instant());
    if (wanted.isEmpty() || wanted.get().equals(object.statusOrEmpty())) {
      return true;
    }
    boolean written = writer.write(object, wanted.get());
    if (written) {
      try (LogContext _ = LogContext.of(object.id(), object.getMetadata().getGeneration())) {
        events.publish(object, turned(object.statusOrEmpty(), wanted.get()));
      }
    }
    return written;
  }

  /** What is told of a change: each new reason once, and Stalled has that of Ready. */
  static List<Notice> turned(LiveAccountStatus before, LiveAccountStatus now) {
    return now.conditions().stream()
        .filter(condition -> !condition.is(ConditionType.STALLED))
        .filter(condition -> isNews(condition, before))
        .map(
            condition ->
                new Notice(
                    condition.is(ConditionType.READY) != condition.holds(),
                    condition.reason(),
                    condition.message()))
        .toList();
  }

  private static boolean isNews(Condition condition, LiveAccountStatus before) {
    boolean known = !condition.status().equals(Condition.UNKNOWN);
    return known
        && before.conditions().stream()
            .noneMatch(
                old ->
                    old.type().equals(condition.type()) && old.reason().equals(condition.reason()));
  }
}
