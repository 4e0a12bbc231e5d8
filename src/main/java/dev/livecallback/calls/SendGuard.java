package dev.livecallback.calls;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;

/**
 * The last check before an order is sent. Other parts of the operator know about claims, staleness
 * and the account's gate, and the guard asks them.
 *
 * <p>The queue asks while it holds its lock. So the guard answers quickly, doesn't wait for a lock
 * under which someone calls the queue, and changes nothing in the queue. SEND doesn't promise that
 * the order goes now; {@link CallListener#began} tells of the orders that go.
 */
public interface SendGuard {

  /** The decision about an order whose turn has come. */
  enum Decision {
    /** The order may be sent. */
    SEND,
    /** The order isn't wanted any more, by this object or at all: the queue forgets it. */
    DROP,
    /**
     * The order may not be sent now. It keeps its place and is judged again when a call of its
     * action and scope has ended, when {@link CallQueue#reconsider} is called, and every second.
     */
    HOLD
  }

  /**
   * Judges an order at the moment at which it would be sent. A read is judged once for each object
   * that waits for it.
   *
   * @param object the object whose order it is
   * @param account the account whose credentials the order would use
   * @param order the order that would be sent
   * @param revision the revision of the remote state that the order was planned from
   */
  Decision judge(ObjectId object, AccountName account, Order order, long revision);

  /**
   * Returns the number of calls of an account that may be in flight at once: 0 = shut, 1 = a probe.
   * All accounts together never have more than {@link CallQueue#MAX_IN_FLIGHT}. After a change,
   * call {@link CallQueue#reconsider}; otherwise the change is seen within a second.
   */
  default int maxInFlight(AccountName account) {
    return CallQueue.MAX_IN_FLIGHT;
  }
}
