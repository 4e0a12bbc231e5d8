package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.api.AccountReason;
import dev.livecallback.testing.MountedSecret;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's own access key, in files or in its environment. */
class OwnKeysTest {
  private static final Credentials STARTED =
      new Credentials("started", new SecretText("started-key"), null);

  @TempDir private Path folder;

  private CredentialsLookup find(@Nullable Credentials started) {
    return new OwnKeys(folder.toString(), started).found();
  }

  private void files(String id, String key) {
    new MountedSecret(folder).become(Map.of("ACCESS_KEY_ID", id, "SECRET_ACCESS_KEY", key));
  }

  private static CredentialsLookup.Available available(Credentials keys) {
    return new CredentialsLookup.Available(keys, false);
  }

  private static String problem(CredentialsLookup found, AccountReason reason) {
    assertThat(found).isInstanceOf(CredentialsLookup.Missing.class);
    CredentialsLookup.Missing missing = (CredentialsLookup.Missing) found;
    assertThat(missing.problem().reason()).isEqualTo(reason);
    return missing.problem().message();
  }

  @Test
  void isTheOneInTheFiles() {
    files("id", "key");

    assertThat(find(STARTED))
        .isEqualTo(available(new Credentials("id", new SecretText("key"), null)));
  }

  @Test
  void isTheOneOfTheEnvironmentWhereThereAreNoFiles() {
    assertThat(find(STARTED)).isEqualTo(available(STARTED));
    assertThat(new OwnKeys("", STARTED).found()).isEqualTo(available(STARTED));
  }

  @Test
  void isOnlyInFilesThatAreNamedAsItsParts() {
    new MountedSecret(folder)
        .become(
            Map.of(
                "ACCESS_KEY_ID",
                "id",
                "SECRET_ACCESS_KEY",
                "key",
                "ca.pem",
                "x".repeat(MountedKeys.LONGEST + 1)));

    assertThat(find(null)).isEqualTo(available(new Credentials("id", new SecretText("key"), null)));
  }

  @Test
  void isReadWhenItIsLookedForAndKnownInBetween() {
    OwnKeys own = new OwnKeys(folder.toString(), STARTED);
    assertThat(own.found()).isEqualTo(available(STARTED));

    files("id", "key");
    assertThat(own.found()).isEqualTo(available(STARTED));
    own.look();
    assertThat(own.found())
        .isEqualTo(available(new Credentials("id", new SecretText("key"), null)));
  }

  @Test
  void isMissedWithBothWaysToGiveIt() {
    assertThat(problem(find(null), AccountReason.SECRET_NOT_FOUND))
        .contains(
            folder.toString(),
            "Secret live-credentials",
            "without a restart",
            "environment variables",
            "spec.credentials.secretRef");
    assertThat(problem(new OwnKeys("", null).found(), AccountReason.SECRET_NOT_FOUND))
        .startsWith("The operator has no access key of its own. Either ");
  }

  @Test
  void isWholeOrNotUsed() {
    new MountedSecret(folder).become(Map.of("ACCESS_KEY_ID", "id"));

    assertThat(problem(find(STARTED), AccountReason.INVALID_CREDENTIALS))
        .isEqualTo(
            where()
                + " has a file ACCESS_KEY_ID, but ACCESS_KEY_SECRET is missing or empty: add it to"
                + " the Secret that is mounted there (in deploy/manifests: live-credentials).");
  }

  @Test
  void isOneKey() {
    new MountedSecret(folder)
        .become(
            Map.of(
                "ACCESS_KEY_ID",
                "id",
                "ACCESS_KEY_SECRET",
                "key",
                "VOLC_ACCESSKEY",
                "other",
                "VOLC_SECRETKEY",
                "other-key"));

    assertThat(problem(find(STARTED), AccountReason.INVALID_CREDENTIALS))
        .isEqualTo(
            where()
                + " has two access keys that differ, in files ACCESS_KEY_ID with ACCESS_KEY_SECRET"
                + " and in files VOLC_ACCESSKEY with VOLC_SECRETKEY, and nobody can tell which one"
                + " is meant: remove one of them, with its session token.");
  }

  @Test
  void hasNoWhiteSpaceAndIsNotTold() {
    files("id", "the key");

    assertThat(problem(find(null), AccountReason.INVALID_CREDENTIALS))
        .isEqualTo(
            where()
                + " has an access key in files ACCESS_KEY_ID with SECRET_ACCESS_KEY whose secret"
                + " access key has white space or another character that no key has: put in what"
                + " the cloud gave out.");
  }

  @Test
  void isNoLongerThanKeysAre() {
    files("id", "x".repeat(20_000));

    assertThat(problem(find(null), AccountReason.INVALID_CREDENTIALS))
        .isEqualTo(
            where()
                + " can't be read: file SECRET_ACCESS_KEY is longer than 16 KiB, which no part of a"
                + " key is. It is tried again every second.");
  }

  private String where() {
    return "The folder " + folder + " (CREDENTIALS_DIR)";
  }
}
