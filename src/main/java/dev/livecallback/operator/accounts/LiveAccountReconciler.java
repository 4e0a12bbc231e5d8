package dev.livecallback.operator.accounts;

import dev.livecallback.api.AccountName;
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

/**
 * Writes the statuses of accounts, and lets an account be deleted once no object has records
 * through it.
 */
public final class LiveAccountReconciler implements Reconciler<LiveAccount>, Cleaner<LiveAccount> {
  /**
   * The interval at which an account in deletion is checked for its use, and a failed write is
   * repeated.
   */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /**
   * The interval at which an account that isn't Ready is reconciled without an event, if objects
   * use it. It makes no calls to the cloud.
   */
  private static final Duration WHILE_NOT_READY = Duration.ofSeconds(15);

  /** The same interval for an account that no object uses: others may have thousands of these. */
  private static final Duration WHILE_UNUSED = Duration.ofMinutes(5);

  private final Supplier<AccountRegistry> accounts;
  private final StatusWriter writer;
  private final EventPublisher events;
  private final SteadyClock clock;
  private final String namespace;
  private final ReconcileTrigger<LiveAccount> trigger;
  private final Timer timer;
  private final AccountAllowances allowances = new AccountAllowances();

  /**
   * The time since which no object has had records through an account in deletion, by the account's
   * UID.
   */
  private final Map<String, Instant> unused = new ConcurrentHashMap<>();

  /**
   * Creates a reconciler.
   *
   * @param namespace the namespace of its accounts; {@link Watches#EVERYWHERE} = all
   * @param accounts gives the accounts; asked only when there is something to do
   * @param timer records the duration of each reconcile
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
    tell(object, allowances.update(object, clock.wall().instant()));
    boolean written = timer.record(() -> write(object));
    trigger.wakeAfter(
        object, Optional.of(LOOK_AGAIN).filter(_ -> !written).or(() -> later(object)));
    return UpdateControl.noUpdate();
  }

  /** Returns the time until the next reconcile without an event; empty = the account is Ready. */
  private Optional<Duration> later(LiveAccount object) {
    boolean ready =
        object.statusOrEmpty().conditions().stream()
            .anyMatch(condition -> condition.is(ConditionType.READY) && condition.holds());
    boolean used = accounts.get().use(AccountName.of(object)).objects() > 0;
    return ready ? Optional.empty() : Optional.of(used ? WHILE_NOT_READY : WHILE_UNUSED);
  }

  @Override
  public DeleteControl cleanup(LiveAccount object, Context<LiveAccount> context) {
    boolean goes = timer.record(() -> mayGo(object));
    trigger.wakeAfter(object, goes ? Optional.empty() : Optional.of(LOOK_AGAIN));
    return goes ? DeleteControl.defaultDelete() : DeleteControl.noFinalizerRemoval();
  }

  private boolean mayGo(LiveAccount object) {
    AccountUse use = accounts.get().use(AccountName.of(object));
    String uid = object.getMetadata().getUid();
    if (use.holders() > 0) {
      unused.remove(uid);
      write(object);
      return false;
    }
    // By then, the cache has every write that was under way when the account was marked for
    // deletion.
    Instant since = unused.computeIfAbsent(uid, _ -> clock.instant());
    if (clock.instant().isBefore(since.plus(LOOK_AGAIN))) {
      return false;
    }
    unused.remove(uid);
    allowances.forget(object);
    return true;
  }

  /** Writes the status if it has to change. Returns false if it may not have been stored. */
  private boolean write(LiveAccount object) {
    Optional<LiveAccountStatus> wanted = accounts.get().status(object, clock.wall().instant());
    if (wanted.isEmpty() || wanted.get().equals(object.statusOrEmpty())) {
      return true;
    }
    boolean written = writer.write(object, wanted.get());
    if (written) {
      tell(object, turned(object.statusOrEmpty(), wanted.get()));
    }
    return written;
  }

  private void tell(LiveAccount object, List<Notice> notices) {
    try (LogContext _ = LogContext.of(object.id(), object.getMetadata().getGeneration())) {
      events.publish(object, notices);
    }
  }

  /**
   * Returns the events for a change of status, once for each new reason. Stalled has none of its
   * own: its reason is that of Ready.
   */
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
