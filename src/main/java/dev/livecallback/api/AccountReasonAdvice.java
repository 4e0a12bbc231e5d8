package dev.livecallback.api;

import static dev.livecallback.api.AdviceCommands.ASK_ACCOUNT;
import static dev.livecallback.api.AdviceCommands.RELEASE;
import static dev.livecallback.api.AdviceCommands.SECRET;
import static dev.livecallback.api.AdviceCommands.WAIT;

/** The cause and the remedy of each {@link AccountReason}. */
final class AccountReasonAdvice {
  private AccountReasonAdvice() {}

  static Advice of(AccountReason reason) {
    return switch (reason) {
      case CREDENTIALS_VALID ->
          Advice.of(
              "STS or the Live API accepted the credentials. A throttled account has this"
                  + " reason too: it is slow, not broken.",
              "Nothing.",
              "It is what all else should end in.");
      case CHECKING_CREDENTIALS ->
          Advice.of(
              "Nothing is known about the credentials yet, or STS doesn't say to which cloud"
                  + " account they belong.",
              "Wait. If it stays, the message says why STS doesn't answer. Or use the account"
                  + " in an object.",
              "Yes: the operator keeps asking STS.");
      case CREDENTIALS_REJECTED ->
          Advice.of(
                  "The key is unknown, disabled or expired, or the signature is wrong.",
                  "Put valid keys into the Secret, make sure that the key is enabled, and"
                      + " check the node's clock"
                      + " ([runbook](runbooks/LiveCallbackAccountUnusable.md)).",
                  "Once the keys are valid. The operator uses a changed Secret at once, and"
                      + " finds a change in the cloud by one probe a minute.")
              .run(SECRET, ASK_ACCOUNT, WAIT);
      case SECRET_NOT_FOUND ->
          Advice.of(
                  "The Secret or an entry of it is missing, or the Secret isn't `Opaque`."
                      + " With `environment`, the operator has no key of its own.",
                  "Create the Secret or its entry, as the message says. The operator needs no"
                      + " restart, unless the key is in its environment variables.",
                  "Yes, once the Secret is there. If the account never worked, it counts as"
                      + " under way until an object has waited for it for 10 minutes.")
              .run(SECRET, WAIT);
      case API_UNAVAILABLE ->
          Advice.of(
                  "Five calls in a row got no answer, or an answer of an outage. Or STS is"
                      + " unreachable, and the account's role has no valid keys.",
                  "Wait; check the way out of the cluster"
                      + " ([runbook](runbooks/LiveCallbackApiUnavailable.md)).",
                  "Yes: one probe at a time, at most a minute apart, finds out.")
              .run(ASK_ACCOUNT);
      case WRONG_ENDPOINT ->
          Advice.of(
              "The endpoint doesn't answer like the API: it answers 404, a redirect or a web page.",
              "Correct `spec.endpoint`, or `LIVE_ENDPOINT` of the operator; look for a proxy in"
                  + " between.",
              "Once the API answers there; one probe a minute finds out.");
      case ACCOUNT_MISMATCH ->
          Advice.of(
              "The credentials belong to another cloud account than `spec.accountId`, or than"
                  + " before.",
              "Use the right credentials, or [confirm the new cloud"
                  + " account](accounts.md#which-cloud-account) with the command of the message.",
              "No.");
      case ENDPOINT_NOT_ALLOWED ->
          Advice.of(
              "`spec.endpoint` isn't one that the operator may call.",
              "Remove it, or add it to [`ALLOWED_ENDPOINTS`](accounts.md#endpoints).",
              "No.");
      case CREDENTIALS_NOT_ALLOWED ->
          Advice.of(
              "The account uses `environment` or `webIdentity` outside the operator's namespace.",
              "Use [`secretRef`](accounts.md#in-a-secret).",
              "No.");
      case PAUSED ->
          Advice.of(
              "The account has the annotation `livecallback.dev/paused`.",
              "Remove the annotation when the work may continue; the message has the command.",
              "No.");
      case DELETING ->
          Advice.of(
              "The account was deleted, but objects still have records through it. The"
                  + " message names the first three.",
              "[Delete or move them](accounts.md#delete-an-account).",
              "Yes, once no object has a record through it.");
      case DELETE_LIMIT_REACHED ->
          Advice.of(
                  "More objects of a namespace were deleted within an hour than"
                      + " `deleteLimit.perHour` allows, or more in all than"
                      + " `deleteLimit.perHourTotal`.",
                  "Find out whether the deletion is intended. Then wait, or release the"
                      + " deletes ([limits](accounts.md#limits),"
                      + " [runbook](runbooks/LiveCallbackDeleteLimitReached.md)).",
                  "Yes, as many an hour as the limit allows; with 0, no.")
              .run(RELEASE);
      case UNSUPPORTED_VALUE ->
          Advice.of(
                  "Another version's CRD accepted a value that this version of the operator"
                      + " doesn't know, as after a roll-back or a restored backup. The message"
                      + " names the field. The operator makes no calls through the account.",
                  "Correct the field, or run the version of the operator that knows it.",
                  "Yes, once the field is corrected, or a version runs that knows it.")
              .run(WAIT);
      case INVALID_CREDENTIALS ->
          Advice.of(
                  "A value in the Secret is empty, or has white space or a line break.",
                  "Write the value again, without a line break at its end.",
                  "Yes, once the Secret is correct.")
              .run(SECRET, WAIT);
      case WEB_IDENTITY_FAILED ->
          Advice.of(
                  "The token is missing, or STS refuses the role. The message quotes STS.",
                  "Check `VOLCENGINE_OIDC_TOKEN_FILE` and its volume, the role's TRN, and"
                      + " whom the role trusts"
                      + " ([accounts.md](accounts.md#a-role-without-any-stored-key)).",
                  "Yes, once the role can be assumed; the operator tries again.")
              .run(WAIT);
    };
  }
}
