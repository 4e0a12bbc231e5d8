package dev.livecallback.account;

import dev.livecallback.calls.Action;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an account's owner set, with the operator's own settings filled in.
 *
 * @param profile which service it is of
 * @param liveEndpoint the Live API's URL
 * @param stsEndpoint the STS API's URL
 * @param region the region that is signed
 * @param callsPerSecond of each action, at least 1
 * @param syncPeriod after which each scope in use is read again
 * @param deletesPerHour how many records may be removed in an hour; null = any number
 * @param access who may use it for what
 * @param accountId the cloud account that it has to lead to; null = whichever it leads to first
 * @param trusted whether {@link #accountId} is believed where STS can't say whose the credentials
 *     are: what others say without proof gives them no part in that cloud account's quota and
 *     claims
 * @param verbs what its annotations ask for
 * @param deleting whether it is to go: it takes no new objects
 * @param problem why it can't be used whatever its credentials; null = nothing
 */
public record Terms(
    Profile profile,
    URI liveEndpoint,
    URI stsEndpoint,
    String region,
    Map<Action, Integer> callsPerSecond,
    Duration syncPeriod,
    @Nullable Integer deletesPerHour,
    Access access,
    @Nullable String accountId,
    boolean trusted,
    Verbs verbs,
    boolean deleting,
    @Nullable Trouble problem) {

  /** Takes a copy. */
  public Terms {
    callsPerSecond = Map.copyOf(callsPerSecond);
  }

  /** The same with these verbs. */
  public Terms with(Verbs changed) {
    return new Terms(
        profile,
        liveEndpoint,
        stsEndpoint,
        region,
        callsPerSecond,
        syncPeriod,
        deletesPerHour,
        access,
        accountId,
        trusted,
        changed,
        deleting,
        problem);
  }
}
