package dev.livecallback.api;

import static dev.livecallback.api.AdviceCommands.ASK_ACCOUNT;
import static dev.livecallback.api.AdviceCommands.RELEASE;
import static dev.livecallback.api.AdviceCommands.SECRET;
import static dev.livecallback.api.AdviceCommands.WAIT;

/** Cause and remedy of each {@link AccountReason}. */
final class AccountReasonAdvice {
  private AccountReasonAdvice() {}

  static Advice of(AccountReason reason) {
    return switch (reason) {
      case CREDENTIALS_VALID ->
          Advice.of(
              "STS or the Live API accepted the credentials. A throttled account says so too: it"
                  + " is slow, not broken.",
              "Nothing.",
              "It is what all else should end in.");
      case CHECKING_CREDENTIALS ->
          Advice.of(
              "Nothing is known of the credentials yet, or STS doesn't say whose they are.",
              "Wait; if it stays, the message says what is in the way of STS. Or use the account in"
                  + " an object.",
              "Yes: STS is asked again and again.");
      case CREDENTIALS_REJECTED ->
          Advice.of(
                  "The key is unknown, switched off or expired, or the signature is wrong.",
                  "Put good keys into the Secret; see that the key is on; check the node's clock"
                      + " ([runbook](runbooks/LiveCallbackAccountUnusable.md)).",
                  "Once the keys are good: a changed Secret is taken at once, and a probe a minute"
                      + " finds out what is put right in the cloud.")
              .run(SECRET, ASK_ACCOUNT, WAIT);
      case SECRET_NOT_FOUND ->
          Advice.of(
                  "The Secret or an entry of it isn't there, or it isn't `Opaque`; with `environment`"
                      + " the operator has no key of its own.",
                  "Create it, as the message says. The operator needs no restart, unless the key is"
                      + " in its environment variables.",
                  "Yes, once the Secret is there. Where the account never worked it counts as under"
                      + " way until an object has waited for it for 10 minutes.")
              .run(SECRET, WAIT);
      case API_UNAVAILABLE ->
          Advice.of(
                  "Five calls in a row got no answer, or an answer of an outage; or STS is out of"
                      + " reach and there are no good keys of the account's role.",
                  "Wait; check the way out of the cluster"
                      + " ([runbook](runbooks/LiveCallbackApiUnavailable.md)).",
                  "Yes: one probe at a time, at most a minute apart, finds out.")
              .run(ASK_ACCOUNT);
      case WRONG_ENDPOINT ->
          Advice.of(
              "What answers isn't the API: 404, a redirect or a web page.",
              "Correct `spec.endpoint`, or `LIVE_ENDPOINT` of the operator; look for a proxy in"
                  + " between.",
              "Once something else answers there; a probe a minute finds out.");
      case ACCOUNT_MISMATCH ->
          Advice.of(
              "The credentials are of another cloud account than `spec.accountId`, or than"
                  + " before.",
              "Put the right ones there, or [confirm it](accounts.md#which-cloud-account) with"
                  + " the command of the message.",
              "No.");
      case ENDPOINT_NOT_ALLOWED ->
          Advice.of(
              "`spec.endpoint` isn't one that the operator may call.",
              "Remove it, or add it to [`ALLOWED_ENDPOINTS`](accounts.md#endpoints).",
              "No.");
      case CREDENTIALS_NOT_ALLOWED ->
          Advice.of(
              "`environment` or `webIdentity` outside the operator's namespace.",
              "Use [`secretRef`](accounts.md#in-a-secret).",
              "No.");
      case PAUSED ->
          Advice.of(
              "The annotation `livecallback.dev/paused` on the account.",
              "Take it off when it may go on; the message has the command.",
              "No.");
      case DELETING ->
          Advice.of(
              "The account was deleted, and objects have records through it. The message names"
                  + " the first three.",
              "[Delete or move them](accounts.md#delete-an-account).",
              "Yes, once no object has a record through it.");
      case DELETE_LIMIT_REACHED ->
          Advice.of(
                  "More objects of a namespace were deleted within an hour than"
                      + " `deleteLimit.perHour` lets through, or more in all than"
                      + " `deleteLimit.perHourTotal`.",
                  "See whether it is meant; then wait, or release them"
                      + " ([limits](accounts.md#limits),"
                      + " [runbook](runbooks/LiveCallbackDeleteLimitReached.md)).",
                  "Yes, as many an hour as the limit says; with 0 no.")
              .run(RELEASE);
      case UNSUPPORTED_VALUE ->
          Advice.of(
                  "Another version's CRD took a value that this version of the operator doesn't"
                      + " know, as after a roll-back or a restored backup. The message names the"
                      + " field. No call is made through the account.",
                  "Correct the field, or run the version of the operator that knows it.",
                  "Yes, once the field is corrected, or a version runs that knows it.")
              .run(WAIT);
      case INVALID_CREDENTIALS ->
          Advice.of(
                  "A value in the Secret is empty, or has white space or a line break.",
                  "Write it again, without a line break at its end.",
                  "Yes, once the Secret is put right.")
              .run(SECRET, WAIT);
      case WEB_IDENTITY_FAILED ->
          Advice.of(
                  "No token, or STS refuses the role. The message has what STS said.",
                  "Check `VOLCENGINE_OIDC_TOKEN_FILE` and the volume, the role's TRN, and whom it"
                      + " trusts ([accounts.md](accounts.md#a-role-without-any-stored-key)).",
                  "Once the role can be taken on; it is tried again by itself.")
              .run(WAIT);
    };
  }
}
