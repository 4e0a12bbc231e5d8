package dev.livecallback.engine;

import dev.livecallback.account.Access;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.account.Terms;
import dev.livecallback.account.Verbs;
import dev.livecallback.api.LiveCallback;
import org.jspecify.annotations.Nullable;

/**
 * A LiveAccount as the API server has it.
 *
 * @param allow who may use it
 * @param deletesPerHour its limit of deletes; null = none
 * @param verbs its annotations
 * @param deleting whether somebody deleted it
 * @param accountId its status's; null = not known yet
 * @param handled its status's last request that was answered
 */
record AccountObject(
    String uid,
    Allow allow,
    @Nullable Integer deletesPerHour,
    Verbs verbs,
    boolean deleting,
    @Nullable String accountId,
    @Nullable String handled) {

  static AccountObject fresh(String uid) {
    return new AccountObject(uid, Allow.ALL, null, Verbs.NONE, false, null, null);
  }

  /** As the operator understands it. */
  Terms terms(String name, int quota) {
    int slash = name.indexOf('/');
    Terms any = SomeAccount.terms(quota, World.SYNC_PERIOD);
    return new Terms(
        any.profile(),
        any.liveEndpoint(),
        any.stsEndpoint(),
        any.region(),
        any.callsPerSecond(),
        any.syncPeriod(),
        deletesPerHour,
        Access.of(name.substring(0, slash), name.substring(slash + 1), allow.rules),
        null,
        false,
        verbs,
        deleting,
        null);
  }

  /** Whether an object may use it, whose ledger lists records through it or doesn't. */
  boolean admits(LiveCallback object, boolean hasRecords) {
    return allow.admits(object) && (!deleting || hasRecords);
  }

  AccountObject with(Allow changed) {
    return new AccountObject(uid, changed, deletesPerHour, verbs, deleting, accountId, handled);
  }

  AccountObject with(Verbs changed) {
    return new AccountObject(uid, allow, deletesPerHour, changed, deleting, accountId, handled);
  }

  AccountObject withLimit(@Nullable Integer perHour) {
    return new AccountObject(uid, allow, perHour, verbs, deleting, accountId, handled);
  }

  AccountObject deleted() {
    return new AccountObject(uid, allow, deletesPerHour, verbs, true, accountId, handled);
  }

  AccountObject withStatus(@Nullable String id, @Nullable String request) {
    return new AccountObject(uid, allow, deletesPerHour, verbs, deleting, id, request);
  }
}
