package dev.livecallback.volcengine;

import org.jspecify.annotations.Nullable;

/**
 * What requests are signed with.
 *
 * @param accessKeyId the access key's public half; still kept out of messages
 * @param secretAccessKey its secret, used as it is (contract 2.1 step 11: not decoded)
 * @param sessionToken the token of temporary credentials, or null
 */
public record Credentials(
    String accessKeyId, SecretText secretAccessKey, @Nullable SecretText sessionToken) {

  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
