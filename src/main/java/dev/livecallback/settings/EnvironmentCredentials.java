package dev.livecallback.settings;

import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import java.util.Optional;

/** The access key in the environment. */
public final class EnvironmentCredentials {
  private EnvironmentCredentials() {}

  /**
   * What the variables for it say; empty = there is none.
   *
   * @throws SettingException if a part of it is missing
   */
  public static Optional<Credentials> of(SettingValues values) throws SettingException {
    String accessKeyId = values.of(OperatorSetting.ACCESS_KEY_ID);
    SecretText secret = values.of(OperatorSetting.SECRET_ACCESS_KEY);
    SecretText token = values.of(OperatorSetting.SESSION_TOKEN);
    if (accessKeyId.isEmpty() && isEmpty(secret) && isEmpty(token)) {
      return Optional.empty();
    }
    if (accessKeyId.isEmpty() || isEmpty(secret)) {
      throw new SettingException(
          accessKeyId.isEmpty() ? OperatorSetting.ACCESS_KEY_ID : OperatorSetting.SECRET_ACCESS_KEY,
          " isn't set: give the access key of the cloud account in the environment variables"
              + " ACCESS_KEY_ID and SECRET_ACCESS_KEY (in deploy/manifests: in the Secret"
              + " live-credentials), or neither, if every LiveAccount names its own.");
    }
    return Optional.of(new Credentials(accessKeyId, secret, isEmpty(token) ? null : token));
  }

  private static boolean isEmpty(SecretText text) {
    return text.reveal().isEmpty();
  }
}
