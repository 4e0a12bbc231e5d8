package dev.livecallback.operator.metrics;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountView;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Condition;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Lane;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.ObjectCounts;
import dev.livecallback.remote.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The state of objects, accounts and queues, for a scrape. Only the leader exports it; otherwise
 * sums over replicas would count objects twice.
 */
public final class StateMetrics implements Metrics.Source {
  /**
   * The label value for all accounts that objects name but that don't exist, because anybody may
   * name some.
   */
  static final String ABSENT = "absent";

  /** The reason label of objects that have no reason yet. */
  static final String NOT_SEEN = "NotSeen";

  private static final double MILLIS = 1e3;

  private final Metrics metrics;
  private final CallMetrics calls;
  private final Engine engine;
  private final BooleanSupplier leading;
  private final InstantSource clock;

  /**
   * Creates the source.
   *
   * @param leading whether this process may act
   */
  public StateMetrics(
      Metrics metrics,
      CallMetrics calls,
      Engine engine,
      BooleanSupplier leading,
      InstantSource clock) {
    this.metrics = metrics;
    this.calls = calls;
    this.engine = engine;
    this.leading = leading;
    this.clock = clock;
  }

  @Override
  public void read(Metrics.Readings into) {
    boolean leads = leading.getAsBoolean();
    into.set(Metric.LEADER, leads ? 1 : 0);
    if (!leads) {
      return;
    }
    // Anybody may create accounts: accounts that no object uses have no series.
    Set<AccountName> used = engine.objectCounts().used();
    Map<AccountName, Account> there = new TreeMap<>();
    engine.accounts().all().stream()
        .filter(account -> used.contains(account.name()))
        .forEach(account -> there.put(account.name(), account));
    metrics.keepAccounts(there.keySet());
    there.keySet().forEach(calls::begin);
    there.values().forEach(account -> read(account, into));
    objects(there.keySet(), into);
    cloudAccounts(there, into);
  }

  private static void read(Account account, Metrics.Readings into) {
    AccountView view = account.view();
    boolean deleting = account.settings().deleting();
    AccountReason reason =
        deleting
            ? AccountReason.DELETING
            : account.settings().annotations().paused() ? AccountReason.PAUSED : view.reason();
    boolean ready = !deleting && view.ready().equals(Condition.TRUE);
    String label = account.name().text();
    into.set(Metric.ACCOUNT_READY, ready ? 1 : 0, label);
    into.set(Metric.ACCOUNT_REASON, 1, label, reason.word());
    into.set(Metric.CALLS_SUSPENDED, account.gate().shut().isPresent() ? 1 : 0, label);
  }

  private void objects(Set<AccountName> there, Metrics.Readings into) {
    Map<String, ObjectCounts.ReasonCounts> byLabel = new TreeMap<>();
    there.forEach(name -> byLabel.put(name.text(), new ObjectCounts.ReasonCounts()));
    engine
        .objectCounts()
        .byAccount()
        .forEach(
            (name, tally) ->
                byLabel
                    .computeIfAbsent(
                        there.contains(name) ? name.text() : ABSENT,
                        _ -> new ObjectCounts.ReasonCounts())
                    .add(tally));
    byLabel.forEach(
        (label, tally) -> {
          into.set(Metric.OBJECTS_DRIFTED, tally.drifted(), label);
          Map<String, Integer> byReason = new TreeMap<>(Map.of(Reason.IN_SYNC.word(), 0));
          tally.byReason().forEach((reason, objects) -> byReason.put(reason.word(), objects));
          if (tally.unseen() > 0) {
            byReason.put(NOT_SEEN, tally.unseen());
          }
          byReason.forEach((reason, objects) -> into.set(Metric.OBJECTS, objects, label, reason));
        });
  }

  private void cloudAccounts(Map<AccountName, Account> there, Metrics.Readings into) {
    Map<CloudAccount, List<Account>> leadingTo = new LinkedHashMap<>();
    there.forEach(
        (name, account) ->
            engine
                .cloudAccount(name)
                .ifPresent(
                    each -> leadingTo.computeIfAbsent(each, _ -> new ArrayList<>()).add(account)));
    Set<String> used = new HashSet<>();
    leadingTo.forEach(
        (cloudAccount, leading) -> {
          String label = label(leading, used);
          leading.forEach(
              account -> into.set(Metric.ACCOUNT_INFO, 1, account.name().text(), label));
          read(cloudAccount, label, into);
        });
  }

  /**
   * Returns the cloud account's number. If another cloud account has the same number, the label
   * also names an account that leads there.
   */
  private static String label(List<Account> leading, Set<String> used) {
    String of = "of " + leading.getFirst().name();
    Optional<String> id = leading.stream().flatMap(each -> each.accountId().stream()).findFirst();
    String label = id.orElse(of);
    if (!used.add(label)) {
      label = label + " " + of;
      used.add(label);
    }
    return label;
  }

  private void read(CloudAccount cloudAccount, String label, Metrics.Readings into) {
    Instant now = clock.instant();
    CallQueue queue = cloudAccount.queue();
    for (Action action : Action.values()) {
      CallBudget budget = queue.budget(action);
      into.set(Metric.RATE_LIMIT_USED, budget.used(now), label, action.word());
      into.set(Metric.RATE_LIMIT_CURRENT, budget.limit(now), label, action.word());
      into.set(Metric.RATE_LIMIT_CONFIGURED, budget.configured(), label, action.word());
    }
    into.set(Metric.CALLS_IN_FLIGHT, queue.inFlight(), label);
    for (Map.Entry<Lane, CallQueue.Load> lane : queue.loads(now).entrySet()) {
      String word = CallMetrics.word(lane.getKey());
      into.set(Metric.QUEUE_ORDERS, lane.getValue().depth(), label, word);
      into.set(Metric.QUEUE_OLDEST, seconds(lane.getValue().oldest()), label, word);
    }
    Sweep.SweepStatus sweep = cloudAccount.sweepStatus(now);
    into.set(Metric.SCOPES, sweep.scopes(), label);
    into.set(Metric.SCOPES_UNREAD, sweep.unread(), label);
    into.set(Metric.SWEEP_OLDEST_READ, seconds(sweep.oldest()), label);
    into.set(Metric.SYNC_PERIOD, seconds(cloudAccount.syncPeriod()), label);
    into.set(Metric.CLAIMS_CONFLICTING, cloudAccount.conflicts(), label);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
