package dev.livecallback.account;

import org.jspecify.annotations.Nullable;

/**
 * What is known of whose an account's keys are. STS says it; the picture of the changes is in
 * {@code docs/design.md}, section 3.
 */
sealed interface KeyOwner {
  /** Nobody asked yet. */
  KeyOwner UNASKED = new Pending(null, false);

  /** The first call of the Live API shows whether they are good. */
  KeyOwner UNNAMED = new Unnamed(null);

  /**
   * Nothing is done with the keys before STS has answered.
   *
   * @param said what it said instead of whose they are; null = it wasn't asked yet
   * @param answered whether that was an answer: it was neither out of reach nor too busy
   */
  record Pending(@Nullable String said, boolean answered) implements KeyOwner {}

  /**
   * STS can't say whose they are, or refused them: what the Live API says of them counts.
   *
   * @param said what it said instead; null = nothing that people have to know
   */
  record Unnamed(@Nullable String said) implements KeyOwner {}

  /** STS says that they are of this cloud account, which may not be the account's. */
  record Named(String accountId) implements KeyOwner {}
}
