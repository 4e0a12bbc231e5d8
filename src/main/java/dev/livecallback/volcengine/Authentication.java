package dev.livecallback.volcengine;

/**
 * The signature of a callback: whether the service signs it, and with which key ({@code
 * AuthEnable}, {@code AuthKeyPrimary}).
 */
public sealed interface Authentication {

  /** Callbacks are not signed; a key that the API may still hold has no effect. */
  record Off() implements Authentication {}

  /** Callbacks are signed with this key. */
  record On(SecretText key) implements Authentication {}

  /** Callbacks are signed, and the API doesn't show the key (contract 3.3: masked or empty). */
  record Hidden() implements Authentication {}

  /** Returns whether both are equal as far as can be seen: a hidden key agrees with every key. */
  default boolean agreesWith(Authentication other) {
    return switch (this) {
      case Off _ -> other instanceof Off;
      case Hidden _ -> !(other instanceof Off);
      case On on ->
          switch (other) {
            case Off _ -> false;
            case Hidden _ -> true;
            case On that -> on.key().equals(that.key());
          };
    };
  }
}
