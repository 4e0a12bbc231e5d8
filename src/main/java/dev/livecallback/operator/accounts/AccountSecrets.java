package dev.livecallback.operator.accounts;

import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.SecretEntry;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.volcengine.CredentialNames;
import dev.livecallback.volcengine.CredentialNames.KeyChoice;
import dev.livecallback.volcengine.Credentials;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an account's access key from the Secret that it names, or says why that isn't possible.
 *
 * @param secrets looks Secrets up
 */
public record AccountSecrets(SecretLookup secrets) {
  /** The longest value, in characters. */
  private static final int LONGEST = 16 * 1024;

  /** Returns the Secret entries that an account may sign with. */
  public static Set<SecretEntry> signing(String namespace, @Nullable CredentialsSecretRef ref) {
    return ref == null
        ? Set.of()
        : sets(ref).stream()
            .flatMap(names -> Stream.of(names.secretAccessKey(), names.sessionToken()))
            .map(entry -> new SecretEntry(namespace, ref.name(), entry))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Finds the access key of an account of this namespace.
   *
   * @throws dev.livecallback.engine.objects.SecretUnavailableException if the Secret can't be asked
   *     for
   */
  public CredentialsLookup find(String namespace, CredentialsSecretRef ref) {
    List<CredentialNames> sets = sets(ref);
    Set<String> names = CredentialNames.allOf(sets);
    String where = "Secret " + namespace + "/" + ref.name();
    Map<String, String> data =
        secrets.secret(namespace, ref.name(), names).map(Secret::getData).orElse(null);
    if (data == null) {
      return missing(
          where
              + " isn't there, or isn't of type Opaque. Create it: kubectl -n "
              + namespace
              + " create secret generic "
              + ref.name()
              + " --from-literal="
              + ref.idEntry()
              + "=ID --from-literal="
              + ref.secretEntry()
              + "=KEY");
    }
    Map<String, String> values = decoded(data, names);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      if (entry.getValue().length() > LONGEST) {
        return invalid(
            "Entry \""
                + entry.getKey()
                + "\" of "
                + where
                + " is longer than 16 KiB, which no part of credentials is: look whether it is what"
                + " the cloud gave out.");
      }
    }
    return switch (CredentialNames.choose(sets, values::get)) {
      case KeyChoice.Key key -> usable(where, key.credentials());
      case KeyChoice.Nothing _ -> incomplete(where, data, sets.getFirst().accessKeyId());
      case KeyChoice.Incomplete part -> incomplete(where, data, part.missing());
      case KeyChoice.Two two ->
          invalid(
              "%s holds two access keys that differ, under %s and under %s, and nobody can tell which one is meant: remove one of them, with its session token, or name the right entries in spec.credentials.secretRef."
                  .formatted(where, two.one().pair(), two.other().pair()));
    };
  }

  /**
   * Returns the entry names to look under: the ones that the account's owner gave, else all usual
   * ones.
   */
  private static List<CredentialNames> sets(CredentialsSecretRef ref) {
    CredentialNames own = new CredentialNames(ref.idEntry(), ref.secretEntry(), ref.tokenEntry());
    return ref.namesEntries()
        ? List.of(own)
        : Stream.concat(Stream.of(own), CredentialNames.USUAL.stream()).toList();
  }

  private static CredentialsLookup usable(String where, Credentials credentials) {
    return credentials
        .unusable()
        .map(
            part ->
                invalid(
                    "The "
                        + part
                        + " in "
                        + where
                        + " has white space or another character that no key has: look for a line"
                        + " break at its end."))
        .orElseGet(() -> new CredentialsLookup.Available(credentials, false));
  }

  private static CredentialsLookup incomplete(
      String where, Map<String, String> data, String entry) {
    return data.containsKey(entry)
        ? invalid("Entry \"" + entry + "\" of " + where + " is empty: fill it in.")
        : missing(
            where
                + " has no entry \""
                + entry
                + "\". Add it, or name another in spec.credentials.secretRef.");
  }

  private static CredentialsLookup invalid(String message) {
    return new CredentialsLookup.Missing(
        new AccountProblem(AccountReason.INVALID_CREDENTIALS, message));
  }

  private static CredentialsLookup missing(String message) {
    return new CredentialsLookup.Missing(
        new AccountProblem(AccountReason.SECRET_NOT_FOUND, message));
  }

  private static Map<String, String> decoded(Map<String, String> data, Set<String> names) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : names) {
      String encoded = data.get(name);
      if (encoded != null) {
        values.put(name, new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}
