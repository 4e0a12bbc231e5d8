package dev.livecallback.volcengine;

import java.time.Instant;

/**
 * Credentials that end to be good.
 *
 * @param credentials with the session token that belongs to them
 * @param expires when they end to be good, by this machine's clock as far as that can be told
 */
public record SessionCredentials(Credentials credentials, Instant expires) {

  @Override
  public String toString() {
    return "SessionCredentials[***]";
  }
}
