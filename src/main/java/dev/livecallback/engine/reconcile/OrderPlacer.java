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
 * The part that brings one plan's orders to the queues of the cloud accounts that they are about.
 * It is created after the object's claims are registered and before the facts are read, so that
 * everything that is learnt afterwards is known to be newer.
 */
final class OrderPlacer {
  private final CredentialSelector selector;

  /** The cloud accounts, with the revisions that the plan is based on. */
  private final Map<CloudAccount, Long> revisions = new LinkedHashMap<>();

  OrderPlacer(CloudAccounts cloudAccounts, CredentialSelector selector) {
    this.selector = selector;
    cloudAccounts.inUse().forEach(there -> revisions.put(there, there.remote().revision()));
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
   * Returns the cloud accounts in which the object has a claim or an order, and those that these
   * orders are about. A queue can have orders of an object without a claim there. The object has no
   * claim while it is unknown whether the status was written that removes its last key there from
   * the ledger.
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
