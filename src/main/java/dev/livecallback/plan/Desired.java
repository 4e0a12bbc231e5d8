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
 * What an object asks for.
 *
 * @param key the record's identity
 * @param content what it should hold; where the authentication key can't be had, a hidden one
 *     stands in for it, so that the rest can still be compared
 * @param keyProblem why the authentication key can't be had; null if it can or isn't needed
 * @param secretVersion uid and resourceVersion of the Secret that the key is from; null without one
 * @param unsupported which value of the spec this version doesn't know, see {@link
 *     UnsupportedValues}; null if it knows all. Then neither key nor content mean anything
 */
public record Desired(
    CallbackKey key,
    CallbackContent content,
    @Nullable KeyProblem keyProblem,
    @Nullable String secretVersion,
    @Nullable String unsupported) {

  /** Why there is no authentication key to write. */
  public sealed interface KeyProblem {
    /** What is wrong and what to do, without the value. */
    String message();

    /** The Secret or its entry isn't there. */
    record Missing(String message) implements KeyProblem {}

    /** The value can't be a key. */
    record Invalid(String message) implements KeyProblem {}
  }

  /** What is wanted by a spec that this version doesn't understand: nothing that could be asked. */
  static final CallbackKey NO_KEY =
      new CallbackKey("", Scope.vhost("unsupported"), null, MessageType.PUSH);

  /** What a spec asks for in which this version doesn't know a value. */
  public static Desired unsupported(String value) {
    return new Desired(
        NO_KEY,
        new CallbackContent(List.of(), false, new Authentication.Hidden()),
        null,
        null,
        value);
  }

  /** What the record of a spec holds, signed so. */
  public static CallbackContent content(LiveCallbackSpec spec, Authentication authentication) {
    return new CallbackContent(
        spec.callbackDetailList().stream()
            .map(detail -> CallbackDetail.http(detail.url()))
            .distinct()
            .toList(),
        spec.transcodes(),
        authentication);
  }

  /** The key that a spec names in that cloud account; empty if this version doesn't know it. */
  public static Optional<CallbackKey> key(String cloudAccount, LiveCallbackSpec spec) {
    return key(cloudAccount, spec.scope(), spec.app(), spec.messageType());
  }

  /**
   * The key of these words; empty if this version doesn't know it. An empty app is no app at all to
   * the API, which would then take every application of the vhost; so is one beside a domain.
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
