package dev.livecallback.simulation;

import dev.livecallback.account.Access;
import dev.livecallback.account.AccountAnnotations;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.DeletesPerHour;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import org.jspecify.annotations.Nullable;

/**
 * A LiveAccount as the API server has it.
 *
 * @param allow who may use it
 * @param deletesPerHour its limit of deletes; null = none
 * @param annotations its annotations
 * @param deleting whether somebody deleted it
 * @param accountId its status's; null = not known yet
 * @param handled its status's last request that was answered
 * @param forgedId the cloud account that its spec names and that isn't its own; null = it is honest
 */
record AccountObject(
    String uid,
    Allow allow,
    @Nullable Integer deletesPerHour,
    AccountAnnotations annotations,
    boolean deleting,
    @Nullable String accountId,
    @Nullable String handled,
    @Nullable String forgedId) {

  static AccountObject fresh(String uid) {
    return new AccountObject(
        uid, Allow.ALL, null, AccountAnnotations.NONE, false, null, null, null);
  }

  /** As the operator understands it. */
  AccountSettings settings(AccountName name, int quota) {
    AccountSettings any =
        forgedId == null
            ? SomeAccount.settings(quota, SimulatedWorld.SYNC_PERIOD)
            : SomeAccount.settings(Math.min(quota, Forgers.QUOTA), Forgers.SYNC_PERIOD);
    return any.withDeletesPerHour(new DeletesPerHour(deletesPerHour, null))
        .withAccess(Access.of(name, allow.rules))
        .withAccountId(forgedId)
        .withTrusted(false)
        .withAnnotations(annotations)
        .withDeleting(deleting)
        .withProblem(null);
  }

  /** Whether an object may use it, whose ledger lists records through it or doesn't. */
  boolean admits(LiveCallback object, boolean hasRecords) {
    return allow.admits(object) && (!deleting || hasRecords);
  }

  AccountObject with(Allow changed) {
    return new AccountObject(
        uid, changed, deletesPerHour, annotations, deleting, accountId, handled, forgedId);
  }

  AccountObject with(AccountAnnotations changed) {
    return new AccountObject(
        uid, allow, deletesPerHour, changed, deleting, accountId, handled, forgedId);
  }

  AccountObject withLimit(@Nullable Integer perHour) {
    return new AccountObject(
        uid, allow, perHour, annotations, deleting, accountId, handled, forgedId);
  }

  AccountObject deleted() {
    return new AccountObject(
        uid, allow, deletesPerHour, annotations, true, accountId, handled, forgedId);
  }

  AccountObject withStatus(@Nullable String id, @Nullable String request) {
    return new AccountObject(
        uid, allow, deletesPerHour, annotations, deleting, id, request, forgedId);
  }

  /** Its spec and its status say that it leads there, and it wants little of everything. */
  AccountObject forged(String id) {
    return new AccountObject(uid, allow, deletesPerHour, annotations, deleting, id, handled, id);
  }
}
