package dev.livecallback.calls;

import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.util.Set;

/** A thing that the operator wants from the API: a read, a put or a remove. */
public sealed interface Order {

  /** Returns the cloud account that the order is about. */
  String cloudAccount();

  /** Returns the scope that the order is about. */
  Scope scope();

  /**
   * A DescribeCallback of a listing. A single call serves every object that waits for it.
   *
   * @param verifying true if it checks a write; such reads are spaced, one per listing per second
   */
  record Read(String cloudAccount, Listing listing, boolean verifying) implements Order {

    /** Creates a read of a whole scope. */
    public Read(String cloudAccount, Scope scope, boolean verifying) {
      this(cloudAccount, Listing.of(scope), verifying);
    }

    @Override
    public Scope scope() {
      return listing.scope();
    }
  }

  /** An UpdateCallback that gives the record this content. */
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
   * A DeleteCallback of the record.
   *
   * @param mayGoAlong the records whose loss is accepted if an app-less delete takes them along
   */
  record Remove(CallbackKey key, Set<CallbackKey> mayGoAlong) implements Order {
    /** Copies the set. */
    public Remove {
      mayGoAlong = Set.copyOf(mayGoAlong);
    }

    /** Creates a Remove that may take no other record along. */
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
