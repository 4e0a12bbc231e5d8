package dev.livecallback.calls;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import java.time.Instant;
import java.util.List;

/**
 * A call that is in flight. The queue has taken budget for it, and sends no other order for the
 * same key (for a read: the same listing) until it has ended.
 *
 * @param id its number, unique within its queue, growing
 * @param account the account whose credentials it uses
 * @param order the order that is sent; a read is verifying only if all reads that it serves are
 * @param objects the objects that it serves: the object of a write, or the due waiters of a read;
 *     never empty
 * @param lane the most urgent lane of the orders that it serves
 * @param began the instant at which the queue gave it out; it is sent no earlier
 */
public record Call(
    long id, AccountName account, Order order, List<ObjectId> objects, Lane lane, Instant began) {

  /** Copies the objects. */
  public Call {
    objects = List.copyOf(objects);
  }

  /** Returns the API's action. */
  public Action action() {
    return Action.of(order);
  }
}
