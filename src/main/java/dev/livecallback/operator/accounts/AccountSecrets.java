package dev.livecallback.operator.accounts;

import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.SecretEntry;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an account's access key out of the Secret that it names, and says why it can't. */
final class AccountSecrets {
  /** In characters. */
  private static final int LONGEST = 16 * 1024;

  private final SecretLookup secrets;

  /**
   * @param secrets where Secrets are looked up
   */
  AccountSecrets(SecretLookup secrets) {
    this.secrets = secrets;
  }

  /** What an account signs with, as far as it is in a Secret. */
  static Set<SecretEntry> signing(String namespace, @Nullable CredentialsSecretRef ref) {
    return ref == null
        ? Set.of()
        : Set.copyOf(
            List.of(
                new SecretEntry(namespace, ref.name(), ref.secretEntry()),
                new SecretEntry(namespace, ref.name(), ref.tokenEntry())));
  }

  CredentialsLookup find(String namespace, CredentialsSecretRef ref) {
    String where = "Secret " + namespace + "/" + ref.name();
    Map<String, String> data =
        secrets
            .secret(namespace, ref.name(), Set.copyOf(entries(ref)))
            .map(Secret::getData)
            .orElse(null);
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
    for (String entry : new String[] {ref.idEntry(), ref.secretEntry()}) {
      if (data.get(entry) == null) {
        return missing(
            where
                + " has no entry \""
                + entry
                + "\". Add it, or name another in spec.credentials.secretRef.");
      }
    }
    for (String entry : entries(ref)) {
      String value = value(data, entry);
      if (value != null && value.length() > LONGEST) {
        return new CredentialsLookup.Unavailable(
            new AccountProblem(
                AccountReason.INVALID_CREDENTIALS,
                "Entry \""
                    + entry
                    + "\" of "
                    + where
                    + " is longer than 16 KiB, which no part of credentials is: look whether it is"
                    + " what the cloud gave out."));
      }
    }
    String token = value(data, ref.tokenEntry());
    Credentials credentials =
        new Credentials(
            String.valueOf(value(data, ref.idEntry())),
            new SecretText(String.valueOf(value(data, ref.secretEntry()))),
            token == null || token.isEmpty() ? null : new SecretText(token));
    return credentials
        .unusable()
        .<CredentialsLookup>map(
            part ->
                new CredentialsLookup.Unavailable(
                    new AccountProblem(
                        AccountReason.INVALID_CREDENTIALS,
                        "The "
                            + part
                            + " in "
                            + where
                            + " is empty, or has white space or another character that no key has:"
                            + " look for a line break at its end.")))
        .orElseGet(() -> new CredentialsLookup.Available(credentials, false));
  }

  private static List<String> entries(CredentialsSecretRef ref) {
    return List.of(ref.idEntry(), ref.secretEntry(), ref.tokenEntry());
  }

  private static CredentialsLookup missing(String message) {
    return new CredentialsLookup.Unavailable(
        new AccountProblem(AccountReason.SECRET_NOT_FOUND, message));
  }

  private static @Nullable String value(Map<String, String> data, String entry) {
    String encoded = data.get(entry);
    return encoded == null
        ? null
        : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
