package dev.livecallback.calls;

import dev.livecallback.api.ObjectId;

/**
 * The last word before an order is sent: claims, staleness and the account's gate live elsewhere
 * and are asked here.
 *
 * <p>The queue asks while it holds its lock: an answer is quick, doesn't wait for a lock under
 * which someone calls the queue, and changes nothing. SEND is no promise that the order goes now;
 * what goes is told by {@link CallListener#began}.
 */
public interface SendGuard {

  /** What is to become of an order whose turn has come. */
  enum Decision {
    /** It may be sent. */
    SEND,
    /** It is no longer wanted, by this object or at all: the queue forgets it. */
    DROP,
    /**
     * Not now: it keeps its place and is judged again when a call of its action and scope has
     * ended, when {@link CallQueue#reconsider} is called, and every second.
     */
    HOLD
  }

  /**
   * Judges an order at the moment at which it would be sent. A read is judged once for each object
   * that waits for it.
   *
   * @param object whose order it is
   * @param account with whose credentials it would go
   * @param order what would be sent
   * @param revision the revision of the remote state that it was planned from
   */
  Decision judge(ObjectId object, String account, Order order, long revision);

  /**
   * How many calls of an account may be in flight at once: 0 = shut, 1 = a probe, never more than
   * {@link CallQueue#MAX_IN_FLIGHT} of all accounts in effect. Whoever changes it calls {@link
   * CallQueue#reconsider}; if nobody does, the change is seen within a second.
   */
  default int maxInFlight(String account) {
    return CallQueue.MAX_IN_FLIGHT;
  }
}
