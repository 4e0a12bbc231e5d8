package dev.livecallback.volcengine;

/**
 * Whether and with which key the service signs a callback ({@code AuthEnable}, {@code
 * AuthKeyPrimary}).
 */
public sealed interface Authentication {

  /** Callbacks are not signed; a key that the API may still hold has no effect. */
  record Off() implements Authentication {}

  /** Callbacks are signed with this key. */
  record On(SecretText key) implements Authentication {}

  /** Callbacks are signed, and the API doesn't show the key (contract 3.3: masked or empty). */
  record Hidden() implements Authentication {}

  /** Equal as far as can be seen: a hidden key doesn't differ from any. */
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
