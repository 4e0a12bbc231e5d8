package dev.livecallback.engine;

import dev.livecallback.account.Accounts;
import dev.livecallback.account.Permissions;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.plan.CoveredRecord;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The last look before an order is sent: does the object still own the record, was the order
 * planned after the last answer about it, and does an app-less delete still endanger nobody? How
 * many calls may be in flight is the gate's to say.
 */
final class OrderGuard implements SendGuard {
  /** Twice what the planner takes for fresh: it has just looked, and the order had to wait. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Accounts accounts;
  private final ClaimIndex claims;
  private final RemoteState remote;
  private final CoveredRecords coveredRecords;
  private final Permissions permissions;
  private final Consumer<Collection<ObjectId>> wakes;
  private final InstantSource clock;

  OrderGuard(
      Accounts accounts,
      ClaimIndex claims,
      RemoteState remote,
      CoveredRecords coveredRecords,
      Permissions permissions,
      Consumer<Collection<ObjectId>> wakes,
      InstantSource clock) {
    this.accounts = accounts;
    this.claims = claims;
    this.remote = remote;
    this.coveredRecords = coveredRecords;
    this.permissions = permissions;
    this.wakes = wakes;
    this.clock = clock;
  }

  @Override
  public Verdict judge(ObjectId object, String account, Order order, long revision) {
    Verdict verdict = judge(object, order, revision);
    boolean may = permissions.allows(account, Action.of(order), order.scope(), clock.instant());
    if (verdict == Verdict.SEND && !may) {
      return Verdict.HOLD;
    }
    return verdict == Verdict.SEND && order instanceof Order.Remove remove
        ? counted(object, account, remove.key())
        : verdict;
  }

  /** A record too many for this hour is planned again, so that its object says so. */
  private Verdict counted(ObjectId object, String account, CallbackKey key) {
    boolean free =
        accounts
            .get(account)
            .filter(each -> each.deletes().tryTake(key, clock.instant()))
            .isPresent();
    if (!free) {
      wakes.accept(Set.of(object));
    }
    return free ? Verdict.SEND : Verdict.DROP;
  }

  private Verdict judge(ObjectId object, Order order, long revision) {
    return switch (order) {
      // A sweep is for whoever uses the scope then.
      case Order.Read read ->
          Sweeper.isSweep(object) && !claims.inUse(read.scope()) ? Verdict.DROP : Verdict.SEND;
      case Order.Put put -> write(object, put.key(), revision);
      case Order.Remove remove -> remove(object, remove, revision);
    };
  }

  @Override
  public int maxInFlight(String account) {
    return accounts.maxInFlight(account);
  }

  private Verdict write(ObjectId object, CallbackKey key, long revision) {
    boolean outdated = remote.revision(key) > revision;
    return outdated || !claims.owns(object, key) ? Verdict.DROP : Verdict.SEND;
  }

  private Verdict remove(ObjectId object, Order.Remove remove, long revision) {
    CallbackKey key = remove.key();
    boolean safe =
        !key.appLess()
            || (remote.readBegan(key.scope()).plus(FRESH).isAfter(clock.instant())
                && coveredRecords.of(key).stream()
                    .filter(CoveredRecord::inDanger)
                    .allMatch(beside -> remove.mayGoAlong().contains(beside.key())));
    if (!safe) {
      // Nothing else has it planned again.
      wakes.accept(Set.of(object));
      return Verdict.DROP;
    }
    return write(object, key, revision);
  }
}
