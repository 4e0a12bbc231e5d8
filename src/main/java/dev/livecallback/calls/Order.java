package dev.livecallback.calls;

import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.Set;

/** One thing that the operator wants from the API. */
public sealed interface Order {

  /** The cloud account that it is about. */
  String cloudAccount();

  /** The scope that it is about. */
  Scope scope();

  /**
   * DescribeCallback of a scope; one call serves every object that waits for it.
   *
   * @param verifying whether it looks after a write; those are spaced, one per scope per second
   */
  record Read(String cloudAccount, Scope scope, boolean verifying) implements Order {

    /** One that shows this key, among others. */
    public static Read of(CallbackKey key, boolean verifying) {
      return new Read(key.cloudAccount(), key.scope(), verifying);
    }
  }

  /** UpdateCallback: make the record be this. */
  record Put(CallbackKey key, CallbackContent content) implements Order {
    @Override
    public String cloudAccount() {
      return key.cloudAccount();
    }

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
    public String cloudAccount() {
      return key.cloudAccount();
    }

    @Override
    public Scope scope() {
      return key.scope();
    }
  }
}
