package dev.livecallback.calls;

import dev.livecallback.api.ObjectId;

/**
 * How much one namespace gets of a cloud account's calls before the others have theirs: the numbers
 * behind the turns of {@link CallDispatcher}.
 */
class FairShares {
  /**
   * How many times the room that is left one namespace may take up: alone three quarters of all.
   * Whoever waits for slow answers leaves room for others, however many do.
   */
  private static final int ROOM_SHARE = 3;

  /** Who has turns: those of one namespace have them together. */
  String turnOf(ObjectId object) {
    return object.namespace();
  }

  /** How many of its calls may be in flight at most while one more is begun. */
  int room(int left) {
    return ROOM_SHARE * left;
  }

  /**
   * How many calls of others an order lets go first.
   *
   * @param limit calls a second
   * @param namespaces how many have orders
   */
  long patience(long limit, long namespaces) {
    return Math.max(limit - 3 * namespaces, namespaces / 2);
  }
}
