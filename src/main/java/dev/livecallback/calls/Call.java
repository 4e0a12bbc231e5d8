package dev.livecallback.calls;

import dev.livecallback.api.ObjectId;
import java.time.Instant;
import java.util.List;

/**
 * An order on its way: the queue has taken budget for it and lets no other order for the same key
 * (a read: for the same scope) go until it has ended.
 *
 * @param id its number, unique within its queue, growing
 * @param account the {@code namespace/name} of the account whose credentials it goes with
 * @param order what is sent; a read is verifying only if all that it serves are
 * @param objects whom it serves: the object of a write, the due waiters of a read; never empty
 * @param lane the most urgent lane of those that it serves
 * @param began the instant that it was taken at; it is sent no earlier
 */
public record Call(
    long id, String account, Order order, List<ObjectId> objects, Lane lane, Instant began) {

  /** Takes a copy of the objects. */
  public Call {
    objects = List.copyOf(objects);
  }

  /** The API's action. */
  public Action action() {
    return Action.of(order);
  }
}
