package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.SecretEntry;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.volcengine.CredentialNames;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found of an account's access key in its Secret. */
class AccountSecretsTest {
  private static final CredentialsSecretRef PLAIN =
      new CredentialsSecretRef("keys", null, null, null);

  private static CredentialsLookup find(
      CredentialsSecretRef ref, @Nullable Map<String, String> entries) {
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
            (namespace, name, _) ->
                namespace.equals("live") && name.equals("keys") ? secret : Optional.empty())
        .find("live", ref);
  }

  private static AccountProblem problem(CredentialsLookup found) {
    assertThat(found).isInstanceOf(CredentialsLookup.Missing.class);
    return ((CredentialsLookup.Missing) found).problem();
  }

  @Test
  void theEntriesHaveTheirUsualNames() {
    assertThat(find(PLAIN, Map.of("accessKeyId", "AK", "secretAccessKey", "SK")))
        .isEqualTo(
            new CredentialsLookup.Available(
                new Credentials("AK", new SecretText("SK"), null), false));
    assertThat(
            find(PLAIN, Map.of("accessKeyId", "AK", "secretAccessKey", "SK", "sessionToken", "T")))
        .isEqualTo(
            new CredentialsLookup.Available(
                new Credentials("AK", new SecretText("SK"), new SecretText("T")), false));
  }

  @Test
  void whereverAKeyIsFoundIsKnownBeforeItWasRead() {
    for (CredentialNames names : CredentialNames.USUAL) {
      assertThat(find(PLAIN, Map.of(names.accessKeyId(), "AK", names.secretAccessKey(), "SK")))
          .isInstanceOf(CredentialsLookup.Available.class);
      assertThat(AccountSecrets.signing("live", PLAIN))
          .contains(
              new SecretEntry("live", "keys", names.secretAccessKey()),
              new SecretEntry("live", "keys", names.sessionToken()));
    }
    assertThat(
            AccountSecrets.signing("live", new CredentialsSecretRef("keys", "id", "key", "token")))
        .containsExactlyInAnyOrder(
            new SecretEntry("live", "keys", "key"), new SecretEntry("live", "keys", "token"));
    assertThat(AccountSecrets.signing("live", null)).isEmpty();
  }

  @Test
  void orThoseThatTheAccountNames() {
    assertThat(
            find(
                new CredentialsSecretRef("keys", "id", "key", "token"),
                Map.of("id", "AK", "key", "SK", "token", "")))
        .as("an empty token is none")
        .isEqualTo(
            new CredentialsLookup.Available(
                new Credentials("AK", new SecretText("SK"), null), false));
  }

  @Test
  void aMissingSecretIsToldWithTheCommandThatCreatesIt() {
    AccountProblem problem = problem(find(PLAIN, null));

    assertThat(problem.reason()).isEqualTo(AccountReason.SECRET_NOT_FOUND);
    assertThat(problem.message())
        .endsWith(
            "kubectl -n live create secret generic keys --from-literal=accessKeyId=ID"
                + " --from-literal=secretAccessKey=KEY");
  }

  @Test
  void aMissingEntryIsNamed() {
    assertThat(problem(find(PLAIN, Map.of("accessKeyId", "AK"))).message())
        .contains("\"secretAccessKey\"");
  }

  @Test
  void aLineBreakIsToldAndTheKeyIsNot() {
    AccountProblem problem =
        problem(find(PLAIN, Map.of("accessKeyId", "AK", "secretAccessKey", "hush-hush\n")));

    assertThat(problem.reason()).isEqualTo(AccountReason.INVALID_CREDENTIALS);
    assertThat(problem.message()).contains("secret access key", "line break");
    assertThat(problem.message()).doesNotContain("hush-hush");
  }

  @Test
  void aSessionTokenOfSixteenKibibytesIsTakenAndALongerOneIsRefused() {
    Map<String, String> keys = Map.of("accessKeyId", "AK", "secretAccessKey", "SK");
    Map<String, String> longest = new HashMap<>(keys);
    longest.put("sessionToken", "t".repeat(16_384));
    Map<String, String> longer = new HashMap<>(keys);
    longer.put("sessionToken", "t".repeat(16_385));

    assertThat(find(PLAIN, longest)).isInstanceOf(CredentialsLookup.Available.class);
    assertThat(problem(find(PLAIN, longer)).message())
        .startsWith("Entry \"sessionToken\" of Secret live/keys is longer than 16 KiB");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void theEntriesMayHaveTheNamesOfTheVendorsPrograms(CredentialNames names) {
    Map<String, String> entries =
        Map.of(names.accessKeyId(), "AK", names.secretAccessKey(), "SK", names.sessionToken(), "T");

    assertThat(find(PLAIN, entries))
        .isEqualTo(
            new CredentialsLookup.Available(
                new Credentials("AK", new SecretText("SK"), new SecretText("T")), false));
    assertThat(problem(find(new CredentialsSecretRef("keys", "id", null, null), entries)).message())
        .as("whoever names an entry means that one")
        .contains("has no entry \"id\"");
  }

  static List<CredentialNames> theEntriesMayHaveTheNamesOfTheVendorsPrograms() {
    return CredentialNames.USUAL;
  }

  @Test
  void twoKeysThatDifferAreRefusedByTheirNamesAndTwoThatDoNotAreOne() {
    Map<String, String> entries =
        new HashMap<>(
            Map.of(
                "accessKeyId", "AK",
                "secretAccessKey", "hush-hush",
                "VOLC_ACCESSKEY", "AK",
                "VOLC_SECRETKEY", "hush-hush"));
    assertThat(find(PLAIN, entries)).isInstanceOf(CredentialsLookup.Available.class);

    entries.put("VOLC_SECRETKEY", "hush-other");

    AccountProblem problem = problem(find(PLAIN, entries));
    assertThat(problem.reason()).isEqualTo(AccountReason.INVALID_CREDENTIALS);
    assertThat(problem.message())
        .startsWith(
            "Secret live/keys holds two access keys that differ, under accessKeyId with"
                + " secretAccessKey and under VOLC_ACCESSKEY with VOLC_SECRETKEY")
        .doesNotContain("hush");
  }

  @Test
  void theTokenOfAnotherSetIsNoPartOfTheKey() {
    AccountProblem problem =
        problem(
            find(
                PLAIN,
                Map.of("accessKeyId", "AK", "secretAccessKey", "SK", "VOLC_SESSIONTOKEN", "T")));

    assertThat(problem.message()).contains("has no entry \"VOLC_ACCESSKEY\"");
  }

  @Test
  void anEmptyEntryIsToldAsOne() {
    AccountProblem problem =
        problem(find(PLAIN, Map.of("accessKeyId", "AK", "secretAccessKey", "")));

    assertThat(problem.reason()).isEqualTo(AccountReason.INVALID_CREDENTIALS);
    assertThat(problem.message())
        .startsWith("Entry \"secretAccessKey\" of Secret live/keys is empty");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("theEntriesMayHaveTheNamesOfTheVendorsPrograms")
  void whatItMaySignWithIsKnownUnderEachOfTheNames(CredentialNames names) {
    assertThat(AccountSecrets.signing("live", PLAIN))
        .contains(
            new SecretEntry("live", "keys", "secretAccessKey"),
            new SecretEntry("live", "keys", names.secretAccessKey()),
            new SecretEntry("live", "keys", names.sessionToken()));
    assertThat(AccountSecrets.signing("live", new CredentialsSecretRef("keys", "a", "b", "c")))
        .containsExactlyInAnyOrder(
            new SecretEntry("live", "keys", "b"), new SecretEntry("live", "keys", "c"));
    assertThat(AccountSecrets.signing("live", null)).isEmpty();
  }
}
