package dev.livecallback.plan;

import dev.livecallback.api.Formats;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record that an object asks for.
 *
 * @param key the record's identity
 * @param content the content that the record should have. If the authentication key is unavailable,
 *     a hidden key stands in for it, so that the rest can still be compared
 * @param keyProblem the reason why the authentication key is unavailable; null if it is available
 *     or isn't needed
 * @param secretVersion the uid and resourceVersion of the Secret that the authentication key is
 *     from; null without a Secret
 * @param unsupported the value of the spec that this version doesn't know, see {@link
 *     UnsupportedValues}; null if it knows all. If it isn't null, key and content mean nothing
 */
public record Desired(
    CallbackKey key,
    CallbackContent content,
    @Nullable KeyProblem keyProblem,
    @Nullable String secretVersion,
    @Nullable String unsupported) {

  /** The reason why there is no authentication key to write. */
  public sealed interface KeyProblem {
    /** Returns what is wrong and what to do, without the key's value. */
    String message();

    /** The Secret or its entry isn't there. */
    record Missing(String message) implements KeyProblem {}

    /** The value can't be a key. */
    record Invalid(String message) implements KeyProblem {}
  }

  /** The key that stands for a spec that this version doesn't understand. No record has it. */
  static final CallbackKey NO_KEY =
      new CallbackKey("", Scope.vhost("unsupported"), null, MessageType.PUSH);

  /** Returns the stand-in for a spec with a value that this version doesn't know. */
  public static Desired unsupported(String value) {
    return new Desired(
        NO_KEY,
        new CallbackContent(List.of(), false, new Authentication.Hidden()),
        null,
        null,
        value);
  }

  /** Returns the content of a spec's record, with this authentication. */
  public static CallbackContent content(LiveCallbackSpec spec, Authentication authentication) {
    return new CallbackContent(
        spec.callbackDetailList().stream()
            .map(detail -> CallbackDetail.http(detail.url()))
            .distinct()
            .toList(),
        spec.transcodes(),
        authentication);
  }

  /**
   * Returns the key that a spec names in a cloud account; empty if this version doesn't know it.
   */
  public static Optional<CallbackKey> key(String cloudAccount, LiveCallbackSpec spec) {
    return key(cloudAccount, spec.scope(), spec.app(), spec.messageType());
  }

  /**
   * Returns the key of these words; empty if this version doesn't know it. An empty app is unknown,
   * because the API takes it for every app of the vhost. An app beside a domain is unknown too.
   */
  static Optional<CallbackKey> key(
      String cloudAccount, String scope, @Nullable String app, String messageType) {
    return Scope.ofText(scope)
        .filter(known -> Formats.matches(known.name(), Formats.SCOPE_NAME, Formats.NAME_LENGTH))
        .filter(
            known ->
                app == null
                    || (known.kind() == Scope.Kind.VHOST
                        && Formats.matches(app, Formats.APP, Formats.APP_LENGTH)))
        .flatMap(
            known ->
                MessageType.ofWire(messageType)
                    .map(type -> new CallbackKey(cloudAccount, known, app, type)));
  }

  String fingerprint() {
    return Fingerprint.of(key, content);
  }
}
