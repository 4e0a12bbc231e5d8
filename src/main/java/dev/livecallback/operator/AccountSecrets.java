package dev.livecallback.operator;

import dev.livecallback.account.Found;
import dev.livecallback.account.Trouble;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads an account's access key out of the Secret that it names, and says why it can't. */
final class AccountSecrets {
  private final BiFunction<String, String, Optional<Secret>> secrets;

  /**
   * @param secrets an Opaque Secret by namespace and name
   */
  AccountSecrets(BiFunction<String, String, Optional<Secret>> secrets) {
    this.secrets = secrets;
  }

  Found find(String namespace, CredentialsSecretRef ref) {
    String where = "Secret " + namespace + "/" + ref.name();
    Map<String, String> data =
        secrets.apply(namespace, ref.name()).map(Secret::getData).orElse(null);
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
    String token = value(data, ref.tokenEntry());
    Credentials credentials =
        new Credentials(
            String.valueOf(value(data, ref.idEntry())),
            new SecretText(String.valueOf(value(data, ref.secretEntry()))),
            token == null || token.isEmpty() ? null : new SecretText(token));
    return credentials
        .unusable()
        .<Found>map(
            part ->
                new Found.Missing(
                    new Trouble(
                        AccountReason.INVALID_CREDENTIALS,
                        "The "
                            + part
                            + " in "
                            + where
                            + " is empty, or has white space or another character that no key has:"
                            + " look for a line break at its end.")))
        .orElseGet(() -> new Found.Keys(credentials, false));
  }

  private static Found missing(String message) {
    return new Found.Missing(new Trouble(AccountReason.SECRET_NOT_FOUND, message));
  }

  private static @Nullable String value(Map<String, String> data, String entry) {
    String encoded = data.get(entry);
    return encoded == null
        ? null
        : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
