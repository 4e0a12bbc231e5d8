package dev.livecallback.engine.accounts;

import dev.livecallback.account.Permissions;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.RemoteState;

/**
 * What is known of one cloud account.
 *
 * @param name what accounts and keys call it
 * @param remote its records
 * @param claims the objects that claim them
 * @param permissions what its accounts aren't permitted to do
 * @param coveredRecords the records that an app-less delete may take along
 */
record CloudAccountState(
    String name,
    RemoteState remote,
    ClaimIndex claims,
    Permissions permissions,
    CoveredRecords coveredRecords) {

  /** The state of a cloud account of which nothing is known yet. */
  static CloudAccountState empty(String name, BackoffPolicy backoff) {
    RemoteState remote = new RemoteState(backoff);
    ClaimIndex claims = new ClaimIndex();
    return new CloudAccountState(
        name, remote, claims, new Permissions(backoff), new CoveredRecords(remote, claims));
  }
}
