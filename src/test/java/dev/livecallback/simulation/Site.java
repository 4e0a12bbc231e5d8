package dev.livecallback.simulation;

import dev.livecallback.calls.Order;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;

/** A scope of a cloud account: what one read shows. */
record Site(String cloudAccount, Scope scope) {
  static Site of(CallbackKey key) {
    return new Site(key.cloudAccount(), key.scope());
  }

  static Site of(Order order) {
    return new Site(order.cloudAccount(), order.scope());
  }

  boolean has(CallbackKey key) {
    return key.cloudAccount().equals(cloudAccount) && key.scope().equals(scope);
  }
}
