package dev.livecallback.calls;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.Objects;

/**
 * An unsent order of one object. Its sequence number is its place in the queue, and never changes.
 * The content and the urgency of the order may change.
 */
final class QueuedOrder {

  /** The condition that an unsent order waits for, which decides the index in which it is found. */
  enum Index {
    /** The order is in no index: it was just made, or is taken out to be changed. */
    LOOSE,
    /** The order waits for its turn and for budget. */
    READY,
    /** The order waits for its {@code notBefore}. */
    EARLY,
    /** The order is a verifying read and waits for the pace of its listing. */
    PACED,
    /** The order waits because the guard said HOLD. */
    HELD,
    /** The order waits until another call for its key, record family or listing ends. */
    PARKED
  }

  final ObjectId object;

  /** The name under which the order takes turns: its object's namespace. */
  final String turn;

  final OrderKey key;
  final long sequence;
  final Instant placed;
  Order order;
  AccountName account;
  Lane lane;
  Instant notBefore;
  long revision;
  Index state = Index.LOOSE;

  /** The instant at which to look at it again; only has a meaning while EARLY, PACED or HELD. */
  Instant wakeAt = Instant.MIN;

  QueuedOrder(
      ObjectId object,
      String turn,
      PlannedOrder order,
      long revision,
      long sequence,
      Instant placed) {
    this.object = object;
    this.turn = turn;
    this.key = OrderKey.of(order.order());
    this.sequence = sequence;
    this.placed = placed;
    this.order = order.order();
    this.account = order.account();
    this.lane = order.lane();
    this.notBefore = order.notBefore();
    this.revision = revision;
  }

  Action action() {
    return Action.of(order);
  }

  Scope scope() {
    return key.scope();
  }

  /** Returns the listing of a read. */
  Listing listing() {
    return Objects.requireNonNull(key.listing(), "only a read has a listing");
  }

  boolean isDue(Instant now) {
    return !notBefore.isAfter(now);
  }

  boolean isVerifying() {
    return isVerifying(order);
  }

  static boolean isVerifying(Order order) {
    return order instanceof Order.Read read && read.verifying();
  }

  /** Returns whether this is a read that may go at any time. */
  boolean isPlainRead() {
    return order instanceof Order.Read read && !read.verifying();
  }

  /**
   * Returns the instant since which the order could have gone, as far as its object is concerned.
   */
  Instant dueSince() {
    return notBefore.isAfter(placed) ? notBefore : placed;
  }
}
