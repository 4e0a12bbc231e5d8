package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that somebody does, or that befalls the world. */
sealed interface WorldAct {

  /** A user creates an object; if the name is still taken, as soon as it is free. */
  record Create(String name, SpecDraft draft) implements WorldAct {}

  record Delete(String name) implements WorldAct {}

  record EditBody(String name, SpecDraft.DraftBody body) implements WorldAct {}

  /** An edit of the identity. */
  record Move(String name, SpecDraft.DraftPlace place) implements WorldAct {}

  /** An edit of the account. */
  record Reassign(String name, AccountName account) implements WorldAct {}

  /** Edits again and again of these objects in turn. */
  record Storm(List<String> names, int everyMillis, int edits) implements WorldAct {}

  /** Two objects exchange their identities, in two edits. */
  record Swap(String one, String other) implements WorldAct {}

  record SetPolicies(String name, SpecDraft.DraftPolicies policies) implements WorldAct {}

  /** Sets an annotation, or removes it. */
  record Annotate(String name, String annotation, @Nullable String value) implements WorldAct {}

  /** Allows drift for so long from then on. */
  record AllowDrift(String name, int seconds) implements WorldAct {}

  /** Follows the advice of a blocked delete. */
  record ConfirmDelete(String name) implements WorldAct {}

  /** A restore from a backup: the object has no status any more. */
  record LoseStatus(String name) implements WorldAct {}

  /** Sets a Secret's value, or deletes the Secret. */
  record SetSecret(String secret, @Nullable String value) implements WorldAct {}

  /** Somebody else writes a record in the console. */
  record ForeignPut(String cloudAccount, SpecDraft.DraftPlace place, SpecDraft.DraftBody body)
      implements WorldAct {}

  /** Somebody else removes a record in the console. */
  record ForeignDelete(String cloudAccount, SpecDraft.DraftPlace place) implements WorldAct {}

  /** What somebody does whom no account lets in. */
  sealed interface Forgery extends WorldAct {
    /** Of which object or account of theirs. */
    String name();

    /** The object is there, and names this record. */
    record Name(String name, SpecDraft draft) implements Forgery {}

    /** Its status says that it has this record, too. */
    record List(String name, AccountName account, SpecDraft.DraftPlace place) implements Forgery {}

    /** It is deleted. */
    record Remove(String name) implements Forgery {}

    /**
     * An account of theirs says that it leads to a cloud account of others. Its keys are of none,
     * or of a cloud account that nobody else has.
     */
    record Claim(String name, String accountId, boolean worthlessKeys) implements Forgery {}
  }

  /** Something of an account. */
  record OfAccount(AccountName account, AccountAct act) implements WorldAct {}

  /** The API is in trouble for so long; of one scope or all, for one account's user or all. */
  record CloudFault(
      FaultKind kind, @Nullable Scope scope, @Nullable AccountName account, int seconds)
      implements WorldAct {
    enum FaultKind {
      UNAVAILABLE,
      CREDENTIALS,
      ENDPOINT,
      STS,
      NO_READS,
      NO_WRITES,
      THROTTLED,
      LOST_ANSWERS,
      SLOW,
      TOO_LARGE
    }
  }

  /** The operator's wall clock is set: so far ahead of the time that it is, or behind. */
  record SetClock(int secondsAhead) implements WorldAct {}

  /** The operator dies, and is back after so long. */
  record Crash(int millisDown) implements WorldAct {}

  /** The operator's process acts no more, and after so long that which stood by takes over. */
  record NewLeader(int millisBetween) implements WorldAct {}
}
