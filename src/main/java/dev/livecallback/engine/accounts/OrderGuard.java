package dev.livecallback.engine.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Listing;
import java.time.Duration;
import java.util.Set;

/**
 * The last look before an order is sent: does the object still own the record, was the order
 * planned after the last answer about it, and does an app-less delete still endanger nobody? How
 * many calls may be in flight is the gate's to say.
 */
final class OrderGuard implements SendGuard {
  /** Twice what the planner takes for fresh: it has just looked, and the order had to wait. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final EngineContext context;
  private final CloudAccountState state;

  OrderGuard(EngineContext context, CloudAccountState state) {
    this.context = context;
    this.state = state;
  }

  @Override
  public Decision judge(ObjectId object, String account, Order order, long revision) {
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

  /** A record too many for this hour is planned again, so that its object says so. */
  private Decision counted(ObjectId object, String account, CallbackKey key) {
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

  private Decision wanted(ObjectId object, String account, Order order, long revision) {
    return switch (order) {
      case Order.Read read -> read(object, account, read, revision);
      case Order.Put put -> write(object, put.key(), revision);
      case Order.Remove remove -> remove(object, remove, revision);
    };
  }

  /**
   * A sweep is for whoever uses the scope then, and waits while the account has the last of its
   * credentials only, which are for removing records. An object that asked while another's read was
   * under way may know enough by that one: it is planned again, and asks anew if it doesn't. So is
   * one that asked for more than the API's answers have room for.
   */
  private Decision read(ObjectId object, String account, Order.Read read, long revision) {
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
  public int maxInFlight(String account) {
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
      // Nothing else has it planned again.
      context.cluster().wake(Set.of(object));
      return Decision.DROP;
    }
    return write(object, key, revision);
  }
}
