package dev.livecallback.engine.reconcile;

import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.accounts.CloudAccounts;
import dev.livecallback.engine.accounts.CredentialSelector;
import dev.livecallback.plan.Facts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes one plan's orders to the queues of the cloud accounts that they are about. Made before the
 * facts are read, so that what is learnt from then on is known to be newer.
 */
final class OrderPlacer {
  private final CredentialSelector selector;

  /** The queues, and the revisions that the plan is of. */
  private final Map<CloudAccount, Long> revisions = new LinkedHashMap<>();

  OrderPlacer(CloudAccounts cloudAccounts, CredentialSelector selector) {
    this.selector = selector;
    cloudAccounts.all().forEach(there -> revisions.put(there, there.remote().revision()));
  }

  /** Withdraws the object's unsent orders that aren't among these. */
  void withdraw(ObjectId object, List<PlannedOrder> keep) {
    for (CloudAccount there : concerned(object, keep)) {
      List<Order> kept = about(there, keep).stream().map(PlannedOrder::order).toList();
      there.queue().withdraw(object, kept);
    }
  }

  /** Makes these the object's unsent orders, each with the account that it goes through. */
  void place(Facts facts, List<PlannedOrder> orders, Instant now) {
    for (CloudAccount there : concerned(facts.object(), orders)) {
      List<PlannedOrder> planned =
          about(there, orders).stream()
              .map(each -> each.through(selector.of(facts, each.order())))
              .toList();
      there.queue().place(facts.object(), planned, revisions.getOrDefault(there, 0L), now);
    }
  }

  /**
   * Also where the object makes no claim, for orders: while nobody knows whether the status was
   * written that takes its last key there out of the ledger, it makes none.
   */
  private List<CloudAccount> concerned(ObjectId object, List<PlannedOrder> orders) {
    Set<String> named =
        orders.stream().map(each -> each.order().cloudAccount()).collect(Collectors.toSet());
    return revisions.keySet().stream()
        .filter(
            there ->
                there.claims().knows(object)
                    || there.queue().hasOrders(object)
                    || named.contains(there.name()))
        .toList();
  }

  private static List<PlannedOrder> about(CloudAccount there, List<PlannedOrder> orders) {
    return orders.stream()
        .filter(each -> each.order().cloudAccount().equals(there.name()))
        .toList();
  }
}
