package dev.livecallback.settings;

import dev.livecallback.volcengine.CredentialNames;
import dev.livecallback.volcengine.CredentialNames.KeyChoice;
import dev.livecallback.volcengine.Credentials;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operator's own access key, in its environment. */
public final class EnvironmentCredentials {
  private static final Map<String, Setting<?>> BY_NAME =
      OperatorSetting.KEYS.stream()
          .collect(Collectors.toMap(Setting::variable, Function.identity()));

  private EnvironmentCredentials() {}

  /**
   * Returns the access key that the variables hold; empty = there is none.
   *
   * @throws SettingException if a part of the key is missing, or there are two keys that differ
   */
  public static Optional<Credentials> of(SettingValues values) throws SettingException {
    Map<String, String> texts =
        OperatorSetting.KEYS.stream()
            .collect(Collectors.toMap(Setting::variable, each -> values.of(each).reveal()));
    return switch (CredentialNames.choose(CredentialNames.USUAL, texts::get)) {
      case KeyChoice.Key key -> Optional.of(key.credentials());
      case KeyChoice.Nothing _ -> Optional.empty();
      case KeyChoice.Incomplete part ->
          throw wrong(
              part.missing(),
              " isn't set, but %s is: give the access key of the cloud account in the environment variables %s (in deploy/manifests: in the Secret live-credentials), or none of them, if every LiveAccount names its own."
                  .formatted(part.present(), part.names().pair()));
      case KeyChoice.Two two ->
          throw wrong(
              two.one().accessKeyId(),
              " with %s and %s hold different access keys, and nobody can tell which one is meant: unset one of the two pairs, with its session token."
                  .formatted(two.one().secretAccessKey(), two.other().pair()));
    };
  }

  private static SettingException wrong(String variable, String sentence) {
    return new SettingException(Objects.requireNonNull(BY_NAME.get(variable)), sentence);
  }
}
