package dev.livecallback.engine.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Listing;
import java.time.Duration;
import java.util.Set;

/**
 * The last check before an order is sent. It asks whether the object still owns the record, whether
 * the order was planned after the last answer about the record, and whether an app-less delete
 * still endangers no other record. The gate decides how many calls may be in flight.
 */
final class OrderGuard implements SendGuard {
  /**
   * The longest time since the read that an app-less delete relies on. It is twice the limit of the
   * planner, because the order had to wait after it was planned.
   */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final EngineContext context;
  private final CloudAccountState state;

  OrderGuard(EngineContext context, CloudAccountState state) {
    this.context = context;
    this.state = state;
  }

  @Override
  public Decision judge(ObjectId object, AccountName account, Order order, long revision) {
    Decision decision = wanted(object, account, order, revision);
    boolean may =
        state
            .permissions()
            .allows(account, Action.of(order), order.scope(), context.clock().instant());
    if (decision == Decision.SEND && !may) {
      return Decision.HOLD;
    }
    return decision == Decision.SEND && order instanceof Order.Remove remove
        ? counted(object, account, remove.key())
        : decision;
  }

  /**
   * Counts a delete in the account's limits for this hour. If a limit is reached, the object is
   * planned again, so that its status says so.
   */
  private Decision counted(ObjectId object, AccountName account, CallbackKey key) {
    boolean free =
        context
            .accounts()
            .get(account)
            .filter(
                each -> each.deletes().tryTake(object.namespace(), key, context.clock().instant()))
            .isPresent();
    if (!free) {
      context.cluster().wake(Set.of(object));
    }
    return free ? Decision.SEND : Decision.DROP;
  }

  private Decision wanted(ObjectId object, AccountName account, Order order, long revision) {
    return switch (order) {
      case Order.Read read -> read(object, account, read, revision);
      case Order.Put put -> write(object, put.key(), revision);
      case Order.Remove remove -> remove(object, remove, revision);
    };
  }

  /**
   * Judges a read. A sweep is dropped if no object uses the scope any more. It is held while the
   * account has only the last of its credentials, which are for removing records. An object's read
   * is dropped if another read has answered it since the plan, unless it verifies a write. Each
   * read is dropped if its listing isn't read any more, for example because the listing is too
   * large for the API's answers. The object of a dropped read is planned again, and orders another
   * read if it needs one.
   */
  private Decision read(ObjectId object, AccountName account, Order.Read read, long revision) {
    if (Sweeper.isSweep(object)) {
      if (!state.claims().inUse(read.scope()) || !state.remote().isReadBy(read.listing())) {
        return Decision.DROP;
      }
      boolean onlyCleansUp =
          context.accounts().get(account).filter(Account::onlyCleansUp).isPresent();
      return onlyCleansUp ? Decision.HOLD : Decision.SEND;
    }
    boolean known = !read.verifying() && state.remote().revision(read.listing()) > revision;
    if (known || !state.remote().isReadBy(read.listing())) {
      context.cluster().wake(Set.of(object));
      return Decision.DROP;
    }
    return Decision.SEND;
  }

  @Override
  public int maxInFlight(AccountName account) {
    return context.accounts().maxInFlight(account);
  }

  private Decision write(ObjectId object, CallbackKey key, long revision) {
    boolean outdated = state.remote().revision(key) > revision;
    return outdated || !state.claims().owns(object, key) ? Decision.DROP : Decision.SEND;
  }

  private Decision remove(ObjectId object, Order.Remove remove, long revision) {
    CallbackKey key = remove.key();
    boolean safe =
        !key.appLess()
            || (state
                    .remote()
                    .readBegan(Listing.of(key))
                    .plus(FRESH)
                    .isAfter(context.clock().instant())
                && state.coveredRecords().of(key, object.namespace()).stream()
                    .filter(beside -> beside.inDanger(object.namespace()))
                    .allMatch(beside -> remove.mayGoAlong().contains(beside.key())));
    if (!safe) {
      // No other event has the object planned again.
      context.cluster().wake(Set.of(object));
      return Decision.DROP;
    }
    return write(object, key, revision);
  }
}
