package dev.livecallback.volcengine;

import java.time.Instant;

/**
 * Credentials that expire.
 *
 * @param credentials the credentials, with the session token that belongs to them
 * @param expires the time at which they expire: as the API says, else counted by this machine's
 *     clock
 */
public record SessionCredentials(Credentials credentials, Instant expires) {

  @Override
  public String toString() {
    return "SessionCredentials[***]";
  }
}
