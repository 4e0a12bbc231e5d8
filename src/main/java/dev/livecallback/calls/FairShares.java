package dev.livecallback.calls;

import dev.livecallback.api.ObjectId;

/**
 * The shares of one namespace in a cloud account's calls before the other namespaces get theirs:
 * the numbers behind the turns of {@link CallDispatcher}.
 */
class FairShares {
  /**
   * The factor between the free room and the calls that one namespace may have in flight: a
   * namespace alone gets three quarters of all. So namespaces that wait for slow answers leave room
   * for others, however many of them wait.
   */
  private static final int ROOM_SHARE = 3;

  /**
   * Returns the name under which an object takes turns: the objects of one namespace share a turn.
   */
  String turnOf(ObjectId object) {
    return object.namespace();
  }

  /** Returns the number of calls in flight below which a namespace may begin one more. */
  int room(int left) {
    return ROOM_SHARE * left;
  }

  /**
   * Returns the number of calls of others that an order lets go first.
   *
   * @param limit the calls per second
   * @param namespaces the number of namespaces that have orders
   */
  long patience(long limit, long namespaces) {
    return Math.max(limit - 3 * namespaces, namespaces / 2);
  }
}
