package dev.livecallback.engine.accounts;

import dev.livecallback.account.Permissions;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.RemoteState;

/**
 * The known state of one cloud account.
 *
 * @param name the name that callback keys use for it
 * @param remote the state of its records
 * @param claims the objects that claim its records
 * @param permissions the actions that the API doesn't permit its accounts
 * @param coveredRecords the records that an app-less delete may take along
 */
record CloudAccountState(
    String name,
    RemoteState remote,
    ClaimIndex claims,
    Permissions permissions,
    CoveredRecords coveredRecords) {

  /** Creates the state of a cloud account of which nothing is known yet. */
  static CloudAccountState empty(String name, BackoffPolicy backoff) {
    RemoteState remote = new RemoteState(backoff);
    ClaimIndex claims = new ClaimIndex();
    return new CloudAccountState(
        name, remote, claims, new Permissions(backoff), new CoveredRecords(remote, claims));
  }
}
