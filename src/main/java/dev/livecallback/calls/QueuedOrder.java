package dev.livecallback.calls;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.Objects;

/**
 * One object's unsent order. Its place in the queue is the sequence number, which it never changes;
 * what it orders and how urgently may change under it.
 */
final class QueuedOrder {

  /** What an unsent order waits for, and so in which index it is found. */
  enum Index {
    /** In no index: just made, or taken out to be changed. */
    LOOSE,
    /** Its turn, and budget. */
    READY,
    /** Its {@code notBefore}. */
    EARLY,
    /** A verifying read: the pace of its scope. */
    PACED,
    /** The guard said HOLD. */
    HELD,
    /** Another call for its key, record family or scope has to end. */
    PARKED
  }

  final ObjectId object;

  /** With whom it has turns: its namespace. */
  final String turn;

  final OrderKey key;
  final long sequence;
  final Instant placed;
  Order order;
  String account;
  Lane lane;
  Instant notBefore;
  long revision;
  Index state = Index.LOOSE;

  /** When to look at it again; means something only while EARLY, PACED or HELD. */
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

  /** What a read is of. */
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

  /** A read that may go at any time. */
  boolean isPlainRead() {
    return order instanceof Order.Read read && !read.verifying();
  }

  /** Since when it could have gone, as far as its object is concerned. */
  Instant dueSince() {
    return notBefore.isAfter(placed) ? notBefore : placed;
  }
}
