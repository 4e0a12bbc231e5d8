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
    return new OwnKeys(folder.toString(), started).find();
  }

  private void files(String id, String key) {
    new MountedSecret(folder).become(Map.of("ACCESS_KEY_ID", id, "SECRET_ACCESS_KEY", key));
  }

  private static CredentialsLookup.Available available(Credentials keys) {
    return new CredentialsLookup.Available(keys, false);
  }

  private static String problem(CredentialsLookup found, AccountReason reason) {
    assertThat(found).isInstanceOf(CredentialsLookup.Unavailable.class);
    CredentialsLookup.Unavailable missing = (CredentialsLookup.Unavailable) found;
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
    assertThat(new OwnKeys("", STARTED).find()).isEqualTo(available(STARTED));
  }

  @Test
  void isMissedWithBothWaysToGiveIt() {
    assertThat(problem(find(null), AccountReason.SECRET_NOT_FOUND))
        .contains(
            "Secret live-credentials",
            "without a restart",
            "environment variables",
            "spec.credentials.secretRef");
  }

  @Test
  void isWholeOrNotUsed() {
    new MountedSecret(folder).become(Map.of("ACCESS_KEY_ID", "id"));

    assertThat(problem(find(STARTED), AccountReason.INVALID_CREDENTIALS))
        .contains("ACCESS_KEY_SECRET isn't set", folder.toString());
  }

  @Test
  void hasNoWhiteSpaceAndIsNotTold() {
    files("id", "the key");

    assertThat(problem(find(null), AccountReason.INVALID_CREDENTIALS))
        .contains("secret access key", "white space")
        .doesNotContain("the key in /");
  }

  @Test
  void isNoLongerThanKeysAre() {
    files("id", "x".repeat(20_000));

    assertThat(problem(find(null), AccountReason.INVALID_CREDENTIALS)).contains("16 KiB");
  }
}
