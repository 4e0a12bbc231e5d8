package dev.livecallback.simulation;

import org.jspecify.annotations.Nullable;

/** One thing that an account's owner does, or that befalls its credentials. */
sealed interface AccountAct {

  /** A new access key of the same user; the old one is revoked a while later, or at once. */
  record Rotate(int oldOneWorksForMillis) implements AccountAct {}

  /** The access key doesn't work any more. */
  record Revoke() implements AccountAct {}

  /** The access key works again. */
  record Restore() implements AccountAct {}

  /** The Secret disappears. */
  record LoseSecret() implements AccountAct {}

  /** The Secret has a key of the right cloud account, whatever it had before. */
  record RightKey() implements AccountAct {}

  /** The Secret has a key of another cloud account. */
  record WrongKey() implements AccountAct {}

  /** The Secret has a key of another cloud account, or the one of before again; in turn. */
  record Flip() implements AccountAct {}

  /** The other cloud account is what is meant. */
  record ConfirmAccount() implements AccountAct {}

  record SetAllow(Allow allow) implements AccountAct {}

  record SetLimit(@Nullable Integer deletesPerHour) implements AccountAct {}

  /** Lets deletes go, whatever the limit, for so long. */
  record ReleaseDeletes(int seconds) implements AccountAct {}

  record PauseAccount(boolean paused) implements AccountAct {}

  record RequestReconcile(String value) implements AccountAct {}

  record DeleteAccount() implements AccountAct {}

  record CreateAccount() implements AccountAct {}
}
