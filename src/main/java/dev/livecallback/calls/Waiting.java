package dev.livecallback.calls;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;

/**
 * One object's unsent order. Its place in the queue is the sequence number, which it never changes;
 * what it orders and how urgently may change under it.
 */
final class Waiting {

  /** What an unsent order waits for, and so in which index it is found. */
  enum State {
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
  final Slot slot;
  final long sequence;
  final Instant placed;
  Order order;
  String account;
  Lane lane;
  Instant notBefore;
  long revision;
  State state = State.LOOSE;

  /** When to look at it again; means something only while EARLY, PACED or HELD. */
  Instant wakeAt = Instant.MIN;

  Waiting(ObjectId object, Placement placement, long revision, long sequence, Instant placed) {
    this.object = object;
    this.slot = Slot.of(placement.order());
    this.sequence = sequence;
    this.placed = placed;
    this.order = placement.order();
    this.account = placement.account();
    this.lane = placement.lane();
    this.notBefore = placement.notBefore();
    this.revision = revision;
  }

  Action action() {
    return Action.of(order);
  }

  Scope scope() {
    return slot.scope();
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
