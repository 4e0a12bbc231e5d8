package dev.livecallback.plan;

import static dev.livecallback.api.Formats.unless;
import static dev.livecallback.api.Formats.unlessMatches;

import dev.livecallback.api.AccountRef;
import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.Formats;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.MessageType;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The check for values of a spec that this version doesn't know. The CRD in force may be another
 * version's, and a restored backup may hold values that no CRD of today takes. An unknown value
 * must not be guessed: nothing is written for such an object.
 */
public final class UnsupportedValues {
  private static final int LONGEST_NAMESPACE = 63;

  /** A URL of 1 to 100 ASCII characters, with neither a user name nor a fragment. */
  private static final Pattern URL =
      Pattern.compile("(?i)(?=.{1,100}$)https?://[!-~&&[^/?#@]]+([/?][!-~&&[^#]]*)?");

  private UnsupportedValues() {}

  /**
   * Returns the first value of an object's spec that this version doesn't know.
   *
   * @return a clause that names the field: {@code spec.messageType is "relay"}
   */
  public static Optional<String> of(LiveCallback object) {
    LiveCallbackSpec spec = object.getSpec();
    return Stream.<Function<LiveCallbackSpec, Optional<String>>>of(
            UnsupportedValues::scope,
            UnsupportedValues::app,
            each ->
                unless(
                    MessageType.ofWire(each.messageType()).isPresent(),
                    "messageType",
                    each.messageType()),
            UnsupportedValues::targets,
            UnsupportedValues::authentication,
            UnsupportedValues::policies,
            UnsupportedValues::references)
        .map(check -> check.apply(spec))
        .reduce(
            Optional.ofNullable(object.unreadable()).map(UnsupportedValues::unreadable),
            (first, next) -> first.or(() -> next));
  }

  /** Returns a clause about a field that this version can't read or doesn't know. */
  public static String unreadable(String field) {
    return field + " can't be read";
  }

  /**
   * Returns whether an object is left as it is, with all of its records.
   *
   * @param unsupported whether its spec has a value that isn't known
   */
  public static boolean stop(
      boolean unsupported, Ledger ledger, Policies policies, boolean deleting) {
    if (deleting && policies.leaveRecords()) {
      return false;
    }
    // For an object that is being deleted, only its policies decide about its records.
    boolean matters = !deleting || (!policies.known() && !ledger.isEmpty());
    return !ledger.unknown().isEmpty() || (unsupported && matters);
  }

  private static Optional<String> scope(LiveCallbackSpec spec) {
    if ((spec.vhost() == null) == (spec.domain() == null)) {
      return Optional.of(
          "spec has "
              + (spec.vhost() == null ? "neither vhost nor domain" : "both vhost and domain"));
    }
    return unlessMatches("vhost", spec.vhost(), Formats.SCOPE_NAME, Formats.NAME_LENGTH)
        .or(() -> unlessMatches("domain", spec.domain(), Formats.SCOPE_NAME, Formats.NAME_LENGTH));
  }

  private static Optional<String> app(LiveCallbackSpec spec) {
    return spec.app() != null && spec.domain() != null
        ? Optional.of("spec has both app and domain")
        : unlessMatches("app", spec.app(), Formats.APP, Formats.APP_LENGTH);
  }

  private static Optional<String> targets(LiveCallbackSpec spec) {
    if (spec.callbackDetailList().isEmpty()) {
      return Optional.of("spec.callbackDetailList has no url");
    }
    for (CallbackDetailSpec target : spec.callbackDetailList()) {
      String type = target.callbackType();
      if (type != null && !type.equals(CallbackDetail.HTTP)) {
        return unless(false, "callbackDetailList[].callbackType", type);
      }
      if (!URL.matcher(target.url()).matches()) {
        return Optional.of("spec.callbackDetailList has a url that isn't an http or https URL");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> authentication(LiveCallbackSpec spec) {
    return spec.authenticates() == (spec.authKeyPrimarySecretRef() != null)
        ? Optional.empty()
        : Optional.of("spec has only one of authEnable: true and authKeyPrimarySecretRef");
  }

  /** Returns a clause about the first policy that this version doesn't know. */
  public static Optional<String> policies(LiveCallbackSpec spec) {
    String deletion = spec.deletionPolicy();
    return known("managementPolicy", spec.managementPolicy(), ManagementPolicy::ofWord)
        .or(() -> known("adoptionPolicy", spec.adoptionPolicy(), AdoptionPolicy::ofWord))
        .or(
            () ->
                unless(
                    deletion == null
                        || deletion.equals(LiveCallbackSpec.DELETE)
                        || deletion.equals(LiveCallbackSpec.ORPHAN),
                    "deletionPolicy",
                    deletion));
  }

  private static Optional<String> references(LiveCallbackSpec spec) {
    SecretKeyRef key = spec.authKeyPrimarySecretRef();
    AccountRef account = spec.accountRef();
    Optional<String> ofKey =
        key == null
            ? Optional.empty()
            : unlessMatches(
                    "authKeyPrimarySecretRef.name",
                    key.name(),
                    Formats.OBJECT_NAME,
                    Formats.NAME_LENGTH)
                .or(
                    () ->
                        unlessMatches(
                            "authKeyPrimarySecretRef.key",
                            key.key(),
                            Formats.SECRET_KEY,
                            Formats.NAME_LENGTH));
    return account == null
        ? ofKey
        : ofKey
            .or(
                () ->
                    unlessMatches(
                        "accountRef.name",
                        account.name(),
                        Formats.OBJECT_NAME,
                        Formats.NAME_LENGTH))
            .or(
                () ->
                    unlessMatches(
                        "accountRef.namespace",
                        account.namespace(),
                        Formats.NAMESPACE,
                        LONGEST_NAMESPACE));
  }

  private static Optional<String> known(
      String field, @Nullable String value, Function<String, Optional<?>> ofWord) {
    return unless(value == null || ofWord.apply(value).isPresent(), field, value);
  }
}
