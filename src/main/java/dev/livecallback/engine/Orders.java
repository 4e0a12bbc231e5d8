package dev.livecallback.engine;

import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.Placement;
import dev.livecallback.plan.Facts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes one plan's orders to the queues of the cloud accounts that they are about. Made before the
 * facts are read, so that what is learnt from then on is known to be newer.
 */
final class Orders {
  private final Routes routes;

  /** The queues, and the revisions that the plan is of. */
  private final Map<CloudAccount, Long> revisions = new LinkedHashMap<>();

  Orders(CloudAccounts cloudAccounts, Routes routes) {
    this.routes = routes;
    cloudAccounts.all().forEach(there -> revisions.put(there, there.remote().revision()));
  }

  /** Withdraws the object's unsent orders that aren't among these. */
  void withdraw(ObjectId object, List<Placement> keep) {
    for (CloudAccount there : concerned(object, keep)) {
      List<Order> kept = about(there, keep).stream().map(Placement::order).toList();
      there.queue().withdraw(object, kept);
    }
  }

  /** Makes these the object's unsent orders, each with the account that it goes through. */
  void place(Facts facts, List<Placement> orders, Instant now) {
    for (CloudAccount there : concerned(facts.object(), orders)) {
      List<Placement> placements =
          about(there, orders).stream()
              .map(each -> each.through(routes.of(facts, each.order())))
              .toList();
      there.queue().place(facts.object(), placements, revisions.getOrDefault(there, 0L), now);
    }
  }

  /**
   * Also where the object makes no claim, for orders: while nobody knows whether the status was
   * written that takes its last key there out of the ledger, it makes none.
   */
  private List<CloudAccount> concerned(ObjectId object, List<Placement> orders) {
    return revisions.keySet().stream()
        .filter(
            there ->
                there.claims().knows(object)
                    || there.queue().hasOrders(object)
                    || !about(there, orders).isEmpty())
        .toList();
  }

  private static List<Placement> about(CloudAccount there, List<Placement> orders) {
    return orders.stream()
        .filter(each -> each.order().cloudAccount().equals(there.name()))
        .toList();
  }
}
