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
 * @param deletesPerHour how many records may be removed in an hour
 * @param access who may use it for what
 * @param accountId the cloud account that it has to lead to; null = whichever it leads to first
 * @param trusted whether {@link #accountId} is believed where STS can't say whose the credentials
 *     are: what others say without proof gives them no part in that cloud account's quota and
 *     claims
 * @param annotations what its annotations ask for
 * @param deleting whether it is to go: it takes no new objects
 * @param problem why it can't be used whatever its credentials; null = nothing
 */
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
    @Nullable AccountProblem problem) {

  /** Whether calls go to the same URLs, signed for the same region. */
  public boolean sameEndpoints(AccountSettings other) {
    return liveEndpoint.equals(other.liveEndpoint)
        && stsEndpoint.equals(other.stsEndpoint)
        && region.equals(other.region);
  }

  /** Takes a copy. */
  public AccountSettings {
    callsPerSecond = Map.copyOf(callsPerSecond);
  }

  /** Returns the same with other annotations. */
  public AccountSettings with(AccountAnnotations changed) {
    return new AccountSettings(
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

  /** Returns the same with another URL of the Live API. */
  public AccountSettings withLiveEndpoint(URI liveEndpoint) {
    return new AccountSettings(
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
        annotations,
        deleting,
        problem);
  }

  /** Returns the same with its deletion begun or not. */
  public AccountSettings withDeleting(boolean deleting) {
    return new AccountSettings(
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
        annotations,
        deleting,
        problem);
  }

  /** Returns the same with another problem. */
  public AccountSettings withProblem(@Nullable AccountProblem problem) {
    return new AccountSettings(
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
        annotations,
        deleting,
        problem);
  }

  /** Returns the same with another cloud account to lead to. */
  public AccountSettings withAccountId(@Nullable String accountId, boolean trusted) {
    return new AccountSettings(
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
        annotations,
        deleting,
        problem);
  }
}
