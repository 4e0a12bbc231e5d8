package dev.livecallback.calls;

import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;

/** One thing that the operator wants from the API. */
public sealed interface Order {

  /** The scope that it is about. */
  Scope scope();

  /**
   * DescribeCallback of a scope; one call serves every object that waits for it.
   *
   * @param verifying whether it looks after a write; those are spaced, one per scope per second
   */
  record Read(Scope scope, boolean verifying) implements Order {}

  /** UpdateCallback: make the record be this. */
  record Put(CallbackKey key, CallbackContent content) implements Order {
    @Override
    public Scope scope() {
      return key.scope();
    }
  }

  /** DeleteCallback. */
  record Remove(CallbackKey key) implements Order {
    @Override
    public Scope scope() {
      return key.scope();
    }
  }
}
