package dev.livecallback.account;

import org.jspecify.annotations.Nullable;

/**
 * The owner of an account's keys, as far as it is known. STS names the owner. The diagram of the
 * changes is in {@code docs/design.md}, section 3.
 */
sealed interface KeyOwner {
  /** The state before STS was asked. */
  KeyOwner UNASKED = new Pending(null, false);

  /** The state of keys that only the first call of the Live API proves good or bad. */
  KeyOwner UNNAMED = new Unnamed(null);

  /**
   * No call is made with the keys before STS has named their owner.
   *
   * @param said the message of STS, which doesn't name the owner; null = STS wasn't asked yet
   * @param answered true if the message was an answer: STS was neither out of reach nor too busy
   */
  record Pending(@Nullable String said, boolean answered) implements KeyOwner {}

  /**
   * STS can't name the owner, or refused the keys. The answers of the Live API count instead.
   *
   * @param said the message of STS, which doesn't name the owner; null = there is nothing that
   *     people have to know
   */
  record Unnamed(@Nullable String said) implements KeyOwner {}

  /**
   * STS named this cloud account as the owner of the keys. It may be another one than the
   * account's.
   */
  record Named(String accountId) implements KeyOwner {}
}
