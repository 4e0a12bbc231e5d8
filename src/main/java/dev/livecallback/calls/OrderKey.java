package dev.livecallback.calls;

import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The subject of an order: a record, or a listing. An object has at most one order for it at a
 * time.
 *
 * @param scope the scope
 * @param listing the listing that is read; null = it is a write
 * @param key the record's key; null = it is a read
 */
record OrderKey(Scope scope, @Nullable Listing listing, @Nullable CallbackKey key) {

  static OrderKey of(Order order) {
    return switch (order) {
      case Order.Read read -> new OrderKey(read.scope(), read.listing(), null);
      case Order.Put put -> new OrderKey(put.scope(), null, put.key());
      case Order.Remove remove -> new OrderKey(remove.scope(), null, remove.key());
    };
  }

  /** Returns whether two orders want the same. For reads only the listing counts. */
  static boolean wantSame(Order one, Order other) {
    if (one instanceof Order.Read read && other instanceof Order.Read wanted) {
      return read.listing().equals(wanted.listing());
    }
    return one.equals(other);
  }
}
