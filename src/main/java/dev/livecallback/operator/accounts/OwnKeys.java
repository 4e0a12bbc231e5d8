package dev.livecallback.operator.accounts;

import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.api.AccountReason;
import dev.livecallback.settings.EnvironmentCredentials;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.volcengine.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own access key, for accounts with {@code credentials.environment}: the one in the
 * files of a folder, which are read anew each time, else the one that it was started with.
 */
final class OwnKeys {
  private final @Nullable MountedKeys mounted;
  private final @Nullable Credentials started;

  /**
   * @param folder of the files; empty = there is none
   * @param started the key in the environment variables; null = there is none
   */
  OwnKeys(String folder, @Nullable Credentials started) {
    this.mounted = folder.isEmpty() ? null : new MountedKeys(Path.of(folder));
    this.started = started;
  }

  CredentialsLookup find() {
    MountedKeys files = mounted;
    if (files == null) {
      return started();
    }
    String where = "the folder " + files.folder() + " (" + OperatorSetting.CREDENTIALS_DIR + ")";
    try {
      Map<String, String> entries = files.read();
      Optional<Credentials> found = EnvironmentCredentials.of(entries::get);
      return found.map(keys -> usable(keys, where)).orElseGet(this::started);
    } catch (SettingException e) {
      return invalid("In " + where + " " + e.getMessage());
    } catch (IOException e) {
      return invalid(
          "The operator's access key in "
              + where
              + " can't be read ("
              + e.getMessage()
              + "). It is tried again.");
    }
  }

  private static CredentialsLookup usable(Credentials keys, String where) {
    return keys.unusable()
        .map(
            part ->
                invalid(
                    "The "
                        + part
                        + " in "
                        + where
                        + " has white space or another character that no key has: put in what the"
                        + " cloud gave out."))
        .orElseGet(() -> new CredentialsLookup.Available(keys, false));
  }

  private CredentialsLookup started() {
    return started == null
        ? new CredentialsLookup.Unavailable(
            new AccountProblem(
                AccountReason.SECRET_NOT_FOUND,
                "The operator has no access key of its own. Either create the Secret"
                    + " live-credentials with ACCESS_KEY_ID and ACCESS_KEY_SECRET in its namespace,"
                    + " which deploy/manifests mount: it is used within two minutes, without a"
                    + " restart. Or set these two as environment variables, and restart it. Or name"
                    + " a Secret in spec.credentials.secretRef."))
        : new CredentialsLookup.Available(started, false);
  }

  private static CredentialsLookup invalid(String message) {
    return new CredentialsLookup.Unavailable(
        new AccountProblem(AccountReason.INVALID_CREDENTIALS, message));
  }
}
