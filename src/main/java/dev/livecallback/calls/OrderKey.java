package dev.livecallback.calls;

import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What an object can want one thing of at a time: a record, or a look at a scope.
 *
 * @param scope the scope
 * @param key the record's key; null = the read of the scope
 */
record OrderKey(Scope scope, @Nullable CallbackKey key) {

  static OrderKey of(Order order) {
    return switch (order) {
      case Order.Read read -> new OrderKey(read.scope(), null);
      case Order.Put put -> new OrderKey(put.scope(), put.key());
      case Order.Remove remove -> new OrderKey(remove.scope(), remove.key());
    };
  }

  /** Whether two orders want the same: for reads the scope alone counts. */
  static boolean wantSame(Order one, Order other) {
    if (one instanceof Order.Read && other instanceof Order.Read) {
      return one.scope().equals(other.scope());
    }
    return one.equals(other);
  }
}
