package dev.livecallback.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Found;
import dev.livecallback.account.Trouble;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is found of an account's access key in its Secret. */
class AccountSecretsTest {
  private static final CredentialsSecretRef PLAIN =
      new CredentialsSecretRef("keys", null, null, null);

  private static Found find(CredentialsSecretRef ref, @Nullable Map<String, String> entries) {
    Optional<Secret> secret =
        Optional.ofNullable(entries)
            .map(
                there -> {
                  Map<String, String> data = new HashMap<>(there);
                  data.replaceAll(
                      (_, value) ->
                          Base64.getEncoder()
                              .encodeToString(value.getBytes(StandardCharsets.UTF_8)));
                  return new SecretBuilder().withData(data).build();
                });
    return new AccountSecrets(
            (namespace, name) ->
                namespace.equals("live") && name.equals("keys") ? secret : Optional.empty())
        .find("live", ref);
  }

  private static Trouble trouble(Found found) {
    assertThat(found).isInstanceOf(Found.Missing.class);
    return ((Found.Missing) found).trouble();
  }

  @Test
  void theEntriesHaveTheirUsualNames() {
    assertThat(find(PLAIN, Map.of("accessKeyId", "AK", "secretAccessKey", "SK")))
        .isEqualTo(new Found.Keys(new Credentials("AK", new SecretText("SK"), null), false));
    assertThat(
            find(PLAIN, Map.of("accessKeyId", "AK", "secretAccessKey", "SK", "sessionToken", "T")))
        .isEqualTo(
            new Found.Keys(
                new Credentials("AK", new SecretText("SK"), new SecretText("T")), false));
  }

  @Test
  void orThoseThatTheAccountNames() {
    assertThat(
            find(
                new CredentialsSecretRef("keys", "id", "key", "token"),
                Map.of("id", "AK", "key", "SK", "token", "")))
        .as("an empty token is none")
        .isEqualTo(new Found.Keys(new Credentials("AK", new SecretText("SK"), null), false));
  }

  @Test
  void aMissingSecretIsToldWithTheCommandThatCreatesIt() {
    Trouble trouble = trouble(find(PLAIN, null));

    assertThat(trouble.reason()).isEqualTo(AccountReason.SECRET_NOT_FOUND);
    assertThat(trouble.message())
        .endsWith(
            "kubectl -n live create secret generic keys --from-literal=accessKeyId=ID"
                + " --from-literal=secretAccessKey=KEY");
  }

  @Test
  void aMissingEntryIsNamed() {
    assertThat(trouble(find(PLAIN, Map.of("accessKeyId", "AK"))).message())
        .contains("\"secretAccessKey\"");
  }

  @Test
  void aLineBreakIsToldAndTheKeyIsNot() {
    Trouble trouble =
        trouble(find(PLAIN, Map.of("accessKeyId", "AK", "secretAccessKey", "hush-hush\n")));

    assertThat(trouble.reason()).isEqualTo(AccountReason.INVALID_CREDENTIALS);
    assertThat(trouble.message()).contains("secret access key", "line break");
    assertThat(trouble.message()).doesNotContain("hush-hush");
  }
}
