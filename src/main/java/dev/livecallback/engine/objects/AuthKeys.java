package dev.livecallback.engine.objects;

import dev.livecallback.account.SecretEntry;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.plan.Desired.KeyProblem;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lookup of the authentication key that an object names, with the reason if there is none. */
public final class AuthKeys {
  /** The longest key, in characters. The service isn't known to take any key near this length. */
  private static final int LONGEST = 256;

  private static final String OF_AN_ACCOUNT =
      "a LiveAccount signs its calls with it. Choose another one.";

  private final SecretLookup secrets;
  private final Predicate<SecretEntry> accountsEntries;
  private final Predicate<String> accountsOwn;

  /**
   * @param secrets looks up Secrets
   * @param accountsEntries tests whether an account signs its calls with this entry of a Secret.
   *     Such an entry is refused: otherwise anybody could name an account's Secret, and the
   *     operator would send its content as the key of a callback
   * @param accountsOwn tests whether an account signs its calls with a value, wherever the value is
   *     stored
   */
  public AuthKeys(
      SecretLookup secrets, Predicate<SecretEntry> accountsEntries, Predicate<String> accountsOwn) {
    this.secrets = secrets;
    this.accountsEntries = accountsEntries;
    this.accountsOwn = accountsOwn;
  }

  /**
   * The result of a lookup.
   *
   * @param key the key; null if it can't be had or none is needed
   * @param problem the reason why the key can't be had; null if it can or none is needed
   * @param version uid and resourceVersion of the Secret; null if there is none
   */
  public record KeyLookup(
      @Nullable SecretText key, @Nullable KeyProblem problem, @Nullable String version) {}

  /** Looks up the key for the callbacks of an object in this namespace. */
  public KeyLookup find(String namespace, LiveCallbackSpec spec) {
    SecretKeyRef ref = spec.authKeyPrimarySecretRef();
    if (!spec.authenticates() || ref == null) {
      return new KeyLookup(null, null, null);
    }
    String where = "Secret " + namespace + "/" + ref.name();
    if (accountsEntries.test(new SecretEntry(namespace, ref.name(), ref.key()))) {
      return invalid(ref, where, OF_AN_ACCOUNT, null);
    }
    Optional<Secret> secret = secrets.secret(namespace, ref.name(), Set.of(ref.key()));
    if (secret.isEmpty()) {
      return missing(
          where
              + " isn't there, or isn't of type Opaque. Create it: kubectl -n "
              + namespace
              + " create secret generic "
              + ref.name()
              + " --from-literal="
              + ref.key()
              + "=KEY");
    }
    Map<String, String> data = secret.get().getData();
    String encoded = data == null ? null : data.get(ref.key());
    if (encoded == null) {
      return missing(
          where
              + " has no entry \""
              + ref.key()
              + "\". Add it, or name another in spec.authKeyPrimarySecretRef.key.");
    }
    String version =
        secret.get().getMetadata().getUid() + "/" + secret.get().getMetadata().getResourceVersion();
    String value = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    String problem = problem(value);
    return problem == null
        ? new KeyLookup(new SecretText(value), null, version)
        : invalid(ref, where, problem, version);
  }

  private static KeyLookup invalid(
      SecretKeyRef ref, String where, String problem, @Nullable String version) {
    return new KeyLookup(
        null,
        new KeyProblem.Invalid(
            "Entry \"" + ref.key() + "\" of " + where + " can't be a key: " + problem),
        version);
  }

  private static KeyLookup missing(String message) {
    return new KeyLookup(null, new KeyProblem.Missing(message), null);
  }

  private @Nullable String problem(String value) {
    return accountsOwn.test(value) ? OF_AN_ACCOUNT : unusable(value).orElse(null);
  }

  /**
   * Checks whether a value can be a key, no matter whose key it is.
   *
   * @return empty if it can; else sentences that say what is wrong and what to do, without the
   *     value
   */
  public static Optional<String> unusable(String value) {
    if (value.isEmpty()) {
      return Optional.of("it is empty. Put a value into it.");
    }
    if (value.endsWith("\n")) {
      return Optional.of("it ends in a line break. Write it without (printf instead of echo).");
    }
    if (value.length() > LONGEST) {
      return Optional.of("it is longer than " + LONGEST + " characters. Choose a shorter one.");
    }
    boolean printable = value.chars().allMatch(c -> c > ' ' && c < 127);
    return printable
        ? Optional.empty()
        : Optional.of(
            "it has characters other than ASCII letters, digits and signs. Choose another one.");
  }
}
