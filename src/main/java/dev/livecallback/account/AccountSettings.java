package dev.livecallback.account;

import dev.livecallback.calls.Action;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an account's owner, with the operator's own settings filled in.
 *
 * @param profile the service that the account is of
 * @param liveEndpoint the Live API's URL
 * @param stsEndpoint the STS API's URL
 * @param region the region that calls are signed for
 * @param callsPerSecond the calls per second of each action, at least 1
 * @param syncPeriod the period after which each scope in use is read again
 * @param deletesPerHour the limits of how many records may be removed in an hour
 * @param access the rules of who may use the account for what
 * @param accountId the cloud account that it has to lead to; null = the one that it leads to first
 * @param trusted true if {@link #accountId} is believed where STS can't say whose the credentials
 *     are. Without proof, the word of other people gives them no part in that cloud account's quota
 *     and claims
 * @param annotations the requests in its annotations
 * @param deleting true if the account is to go: it takes no new objects
 * @param problem the problem that makes it unusable whatever its credentials; null = none
 */
@RecordBuilder
public record AccountSettings(
    ServiceProfile profile,
    URI liveEndpoint,
    URI stsEndpoint,
    String region,
    Map<Action, Integer> callsPerSecond,
    Duration syncPeriod,
    DeletesPerHour deletesPerHour,
    Access access,
    @Nullable String accountId,
    boolean trusted,
    AccountAnnotations annotations,
    boolean deleting,
    @Nullable AccountProblem problem)
    implements AccountSettingsBuilder.With {

  /** Returns whether calls go to the same URLs, signed for the same region. */
  public boolean sameEndpoints(AccountSettings other) {
    return liveEndpoint.equals(other.liveEndpoint)
        && stsEndpoint.equals(other.stsEndpoint)
        && region.equals(other.region);
  }

  /** Takes a copy. */
  public AccountSettings {
    callsPerSecond = Map.copyOf(callsPerSecond);
  }
}
