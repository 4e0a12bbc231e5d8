package dev.livecallback.engine;

import dev.livecallback.volcengine.Scope;
import org.jspecify.annotations.Nullable;

/** One thing that somebody does, or that befalls the world. */
sealed interface Act {

  /** A user creates an object; if the name is still taken, as soon as it is free. */
  record Create(String name, Wish wish) implements Act {}

  record Delete(String name) implements Act {}

  record Edit(String name, Wish.Body body) implements Act {}

  /** An edit of the identity. */
  record Move(String name, Wish.Place place) implements Act {}

  /** An edit of the account. */
  record Reassign(String name, String account) implements Act {}

  /** Two objects exchange their identities, in two edits. */
  record Swap(String one, String other) implements Act {}

  record SetTerms(String name, Wish.Terms terms) implements Act {}

  /** Sets an annotation, or removes it. */
  record Annotate(String name, String annotation, @Nullable String value) implements Act {}

  /** Allows drift for so long from then on. */
  record AllowDrift(String name, int seconds) implements Act {}

  /** Follows the advice of a blocked delete. */
  record ConfirmDelete(String name) implements Act {}

  /** A restore from a backup: the object has no status any more. */
  record LoseStatus(String name) implements Act {}

  /** Sets a Secret's value, or deletes the Secret. */
  record SetSecret(String secret, @Nullable String value) implements Act {}

  /** Somebody else writes a record in the console. */
  record ForeignPut(String cloudAccount, Wish.Place place, Wish.Body body) implements Act {}

  /** Somebody else removes a record in the console. */
  record ForeignDelete(String cloudAccount, Wish.Place place) implements Act {}

  /** Something of an account. */
  record OfAccount(String account, AccountAct act) implements Act {}

  /** The API is in trouble for so long; of one scope or all, for one account's user or all. */
  record Trouble(Kind kind, @Nullable Scope scope, @Nullable String account, int seconds)
      implements Act {
    enum Kind {
      UNAVAILABLE,
      CREDENTIALS,
      ENDPOINT,
      STS,
      NO_READS,
      NO_WRITES,
      THROTTLED,
      LOST_ANSWERS
    }
  }

  /** The operator dies, and is back after so long. */
  record Crash(int millisDown) implements Act {}

  /** The operator's process acts no more, and after so long that which stood by takes over. */
  record NewLeader(int millisBetween) implements Act {}
}
