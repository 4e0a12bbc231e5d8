package dev.livecallback.calls;

import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.Set;

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

  /**
   * DeleteCallback.
   *
   * @param mayGoAlong records whose loss is accepted, should an app-less delete take them along
   */
  record Remove(CallbackKey key, Set<CallbackKey> mayGoAlong) implements Order {
    /** Takes a copy. */
    public Remove {
      mayGoAlong = Set.copyOf(mayGoAlong);
    }

    /** One that may take nothing along. */
    public Remove(CallbackKey key) {
      this(key, Set.of());
    }

    @Override
    public Scope scope() {
      return key.scope();
    }
  }
}
