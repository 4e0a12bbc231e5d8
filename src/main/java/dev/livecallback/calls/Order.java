package dev.livecallback.calls;

import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.util.Set;

/** One thing that the operator wants from the API. */
public sealed interface Order {

  /** The cloud account that it is about. */
  String cloudAccount();

  /** The scope that it is about. */
  Scope scope();

  /**
   * DescribeCallback of a listing; one call serves every object that waits for it.
   *
   * @param verifying whether it looks after a write; those are spaced, one per listing per second
   */
  record Read(String cloudAccount, Listing listing, boolean verifying) implements Order {

    /** One of a whole scope. */
    public Read(String cloudAccount, Scope scope, boolean verifying) {
      this(cloudAccount, Listing.of(scope), verifying);
    }

    @Override
    public Scope scope() {
      return listing.scope();
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
