package dev.livecallback.operator.accounts;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.api.AccountReason;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.volcengine.CredentialNames;
import dev.livecallback.volcengine.CredentialNames.KeyChoice;
import dev.livecallback.volcengine.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own access key, for accounts with {@code credentials.environment}: the one in the
 * files of a folder, which are read at each look, else the one that the operator was started with.
 * Safe for use by several threads.
 */
final class OwnKeys {
  private final @Nullable MountedKeys mounted;
  private final @Nullable Credentials started;

  @GuardedBy("this")
  private @Nullable CredentialsLookup found;

  /**
   * Creates the keys.
   *
   * @param folder the folder of the files; empty = there is none
   * @param started the key in the environment variables; null = there is none
   */
  OwnKeys(String folder, @Nullable Credentials started) {
    this.mounted =
        folder.isEmpty()
            ? null
            : new MountedKeys(Path.of(folder), CredentialNames.allOf(CredentialNames.USUAL));
    this.started = started;
  }

  /**
   * Looks for the key, one look at a time: otherwise the older of two results could be taken last.
   */
  synchronized void look() {
    found = mounted == null ? started("") : find(mounted);
  }

  /** Returns the result of the last look. If there was none yet, looks now. */
  synchronized CredentialsLookup found() {
    if (found == null) {
      look();
    }
    return Objects.requireNonNull(found);
  }

  private CredentialsLookup find(MountedKeys files) {
    String where = "folder " + files.folder() + " (" + OperatorSetting.CREDENTIALS_DIR + ")";
    try {
      return switch (CredentialNames.choose(CredentialNames.USUAL, files.read()::get)) {
        case KeyChoice.Key key -> usable(key, where);
        case KeyChoice.Nothing _ -> started(": the " + where + " has none");
        case KeyChoice.Incomplete part ->
            invalid(
                "The %s has a file %s, but %s is missing or empty: add it to the Secret that is mounted there (in deploy/manifests: live-credentials)."
                    .formatted(where, part.present(), part.missing()));
        case KeyChoice.Two two ->
            invalid(
                "The %s has two access keys that differ, in files %s and in files %s, and nobody can tell which one is meant: remove one of them, with its session token."
                    .formatted(where, two.one().pair(), two.other().pair()));
      };
    } catch (IOException e) {
      return invalid(
          "The %s can't be read: %s. It is tried again every second."
              .formatted(where, e.getMessage()));
    }
  }

  private static CredentialsLookup usable(KeyChoice.Key key, String where) {
    return key.credentials()
        .unusable()
        .map(
            part ->
                invalid(
                    "The %s has an access key in files %s whose %s has white space or another character that no key has: put in what the cloud gave out."
                        .formatted(where, key.names().pair(), part)))
        .orElseGet(() -> new CredentialsLookup.Available(key.credentials(), false));
  }

  private CredentialsLookup started(String butWhere) {
    return started == null
        ? new CredentialsLookup.Missing(
            new AccountProblem(
                AccountReason.SECRET_NOT_FOUND,
                "The operator has no access key of its own"
                    + butWhere
                    + ". Either create the Secret"
                    + " live-credentials with ACCESS_KEY_ID and ACCESS_KEY_SECRET in its namespace,"
                    + " which deploy/manifests mount: it is used within two minutes, without a"
                    + " restart. Or set these two as environment variables, and restart it. Or name"
                    + " a Secret in spec.credentials.secretRef."))
        : new CredentialsLookup.Available(started, false);
  }

  private static CredentialsLookup invalid(String message) {
    return new CredentialsLookup.Missing(
        new AccountProblem(AccountReason.INVALID_CREDENTIALS, message));
  }
}
