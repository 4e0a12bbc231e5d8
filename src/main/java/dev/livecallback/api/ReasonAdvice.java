package dev.livecallback.api;

import static dev.livecallback.api.AdviceCommands.ACCOUNTS;
import static dev.livecallback.api.AdviceCommands.ADOPT;
import static dev.livecallback.api.AdviceCommands.ASK_ACCOUNT;
import static dev.livecallback.api.AdviceCommands.DIFFERENCE;
import static dev.livecallback.api.AdviceCommands.END_ALLOWANCE;
import static dev.livecallback.api.AdviceCommands.EVENTS;
import static dev.livecallback.api.AdviceCommands.LOOK_NOW;
import static dev.livecallback.api.AdviceCommands.MESSAGE;
import static dev.livecallback.api.AdviceCommands.OBSERVE;
import static dev.livecallback.api.AdviceCommands.ORPHAN;
import static dev.livecallback.api.AdviceCommands.RELEASE;
import static dev.livecallback.api.AdviceCommands.RESUME;

/** The cause and the remedy of each {@link Reason}. */
final class ReasonAdvice {
  private ReasonAdvice() {}

  static Advice of(Reason reason) {
    return switch (reason) {
      case QUEUED ->
          Advice.of(
                  "The object is new, or the operator has just started, and its vhost or"
                      + " domain hasn't been read yet.",
                  "Wait. If it stays, the quota is used up, or the account can't be used: see"
                      + " [the queue](runbooks/LiveCallbackQueueDelayed.md).",
                  "Yes, with the first read.")
              .run(ACCOUNTS);
      case WRITING ->
          Advice.of(
              "The object or its key was edited, or the object gets its record for the first time.",
              "Wait.",
              "Yes, once the API has answered.");
      case VERIFYING ->
          Advice.of(
              "The record was written, and the service's reads lag behind its writes. Or a"
                  + " call got no answer, and nobody knows whether it was carried out.",
              "Wait. If the message says that the outcome is unknown, the operator finds out"
                  + " by reading; you need not do anything.",
              "Yes: a difference is read again for a minute before the operator acts on it."
                  + " After an unknown outcome the pauses grow.");
      case IN_SYNC ->
          Advice.of(
              "A read that began after the last write shows the record as the object says. It"
                  + " stays so while the account is throttled or down, because no work is"
                  + " pending.",
              "Nothing.",
              "It is what all else should end in.");
      case THROTTLED ->
          Advice.of(
                  "The calls per second of the cloud account are used up by an import,"
                      + " another tool, or a second operator.",
                  "Wait. If it stays, find out who else makes calls, or leave room with"
                      + " `spec.callsPerSecond` of the account ([limits](accounts.md#limits)).",
                  "Yes: the pauses grow, then the work continues, edits first.")
              .run(ACCOUNTS);
      case API_UNAVAILABLE ->
          Advice.of(
                  "The service answers with an outage or not at all. The service is down, or"
                      + " the network, a proxy or DNS blocks the way.",
                  "See the account's message; check the way out of the cluster"
                      + " ([runbook](runbooks/LiveCallbackApiUnavailable.md)).",
                  "Yes: the operator tries again, at most a minute apart for the whole account.")
              .run(ACCOUNTS, ASK_ACCOUNT);
      case ACCOUNT_NOT_READY ->
          Advice.of(
                  "The account's credentials are missing, refused or another cloud account's, its"
                      + " endpoint is wrong, or one action isn't permitted to it.",
                  "The message and the account's own reason say which: correct it at the"
                      + " account. If an action isn't permitted, add it to [its IAM"
                      + " policy](accounts.md#the-iam-policy).",
                  "Yes, once the account works; a probe finds out, at most a minute later."
                      + " After you added a permission, ask the account to look now.")
              .run(ACCOUNTS, ASK_ACCOUNT);
      case CORRECTING ->
          Advice.of(
                  "Something else changed the record: a person in the console, a script,"
                      + " another operator. Under `managementPolicy: Enforce` the operator puts"
                      + " it back.",
                  "Nothing. `status.lastDrift` says when and which fields. If the change was"
                      + " intended, make it in the object, or [allow it for a"
                      + " while](policies.md#i-must-change-it-in-the-console-now).",
                  "Yes, within seconds.")
              .run(DIFFERENCE, EVENTS);
      case DRIFT_TOLERATED ->
          Advice.of(
                  "The record differs, and `managementPolicy` is `ApplyOnChange` or"
                      + " `Observe`, or the"
                      + " annotation `livecallback.dev/allow-drift-until` is in force.",
                  "See the difference. If the record is right, change the object. If the"
                      + " object is right, end the allowance or set `managementPolicy: Enforce`,"
                      + " and the record is put back.",
                  "With the end of the allowance. Under `Observe` and `ApplyOnChange`, no.")
              .run(DIFFERENCE, END_ALLOWANCE);
      case CONTESTED ->
          Advice.of(
                  "Another writer keeps changing the record: a second cluster with the same"
                      + " object, a script, a pipeline, a person. The record was put back three"
                      + " times within six sync periods.",
                  "Find the other writer (the cloud's audit log has each `UpdateCallback`"
                      + " with its access key) and stop it. The record is put back when the pause"
                      + " is over; to be quicker, correct it in the console and ask for a look"
                      + " now. Or leave the record to the other writer with `Observe`, in Git if"
                      + " the object comes from there"
                      + " ([runbook](runbooks/LiveCallbackContested.md)).",
                  "The record is still put back, at pauses that double up to 6 hours. It is"
                      + " over once nothing changes the record any more.")
              .run(DIFFERENCE, LOOK_NOW, OBSERVE);
      case STORED_DIFFERENTLY ->
          Advice.of(
                  "The service stores something else than it was given (a URL in another"
                      + " form, a field that it doesn't know). Two reads a minute apart show the"
                      + " same different content.",
                  "See the difference. Write into the object what the API stores, or leave"
                      + " the field out.",
                  "No. An edit of the object ends it.")
              .run(DIFFERENCE);
      case AMBIGUOUS ->
          Advice.of(
                  "The service lists two or more records for one vhost or domain, app and message"
                      + " type, and none of them is as the object says.",
                  "Remove all but one of them in the console.",
                  "Once one is left. The operator looks every 5 minutes, or at once if you ask.")
              .run(MESSAGE, LOOK_NOW);
      case REJECTED_BY_API ->
          Advice.of(
                  "The service understood the call and refuses its content, such as a URL or"
                      + " an app that isn't permitted. The message quotes the service.",
                  "Change the object to what the API accepts.",
                  "An edit is tried at once. The same content is tried again, at pauses that"
                      + " grow up to the sync period, or to 15 minutes if that is longer.")
              .run(MESSAGE);
      case UNSUPPORTED_VALUE ->
          Advice.of(
                  "Another version's CRD accepted a value that this version of the operator"
                      + " doesn't know, as after a roll-back or a restored backup. The message"
                      + " names the field. The operator doesn't guess: it writes nothing and"
                      + " removes nothing.",
                  "Correct the field, or run the version of the operator that knows it.",
                  "Yes, once the field is corrected, or a version runs that knows it.")
              .run(MESSAGE);
      case INVALID_AUTH_KEY ->
          Advice.of(
                  "The value in the Secret is empty, too long, or has characters that a key"
                      + " can't have, often a line break at its end. Or a LiveAccount signs its"
                      + " calls with this value.",
                  "Write the value into the Secret again, as the message says.",
                  "Yes, once the Secret is correct; you need not change the object.")
              .run(MESSAGE);
      case ALREADY_EXISTS ->
          Advice.of(
                  "The record existed before this object's first write, and it differs."
                      + " `adoptionPolicy: IfIdentical`, the default, leaves it alone.",
                  "`status.drift` has the difference. Make the object equal to the record, or"
                      + " the record equal to the object. Or let the operator replace the record"
                      + " with `adoptionPolicy: Adopt`, in Git if the object comes from there.",
                  "Once the two are equal. The operator looks every 5 minutes, or at once if"
                      + " you ask.")
              .run(DIFFERENCE, ADOPT);
      case NOT_ALLOWED ->
          Advice.of(
                  "The account's `spec.allow` has no rule that covers this namespace, its"
                      + " vhost or domain, and its URLs.",
                  "Ask the account's owner for the rule that the message has, or name another"
                      + " account"
                      + " in `spec.accountRef`"
                      + " ([tenancy.md](tenancy.md#what-a-refused-tenant-sees)).",
                  "Yes, once the account allows it. Until then the object makes no calls.")
              .run(MESSAGE);
      case MESSAGE_TYPE_UNSUPPORTED ->
          Advice.of(
              "BytePlus has no `audit_snapshot`.",
              "Choose another message type, or an account of the profile `Volcengine`.",
              "No. An edit of the object ends it.");
      case SECRET_NOT_FOUND ->
          Advice.of(
                  "The Secret of `authKeyPrimarySecretRef`, or the key in it, isn't in the"
                      + " object's namespace, or the Secret isn't of type `Opaque`. Or an"
                      + " external store hasn't created it yet.",
                  "Create the Secret or its key, as the message says, or correct the name.",
                  "Yes, once it is there. For the first 10 minutes it counts as under way.")
              .run(MESSAGE);
      case ACCOUNT_NOT_FOUND ->
          Advice.of(
                  "`spec.accountRef` is misspelled or lacks its namespace, or the LiveAccount"
                      + " doesn't exist (yet). Without `accountRef`, the operator's default"
                      + " account is missing.",
                  "Create the LiveAccount, or name another.",
                  "Yes, once it is there. For the first 10 minutes it counts as under way.")
              .run(ACCOUNTS);
      case SCOPE_NOT_FOUND ->
          Advice.of(
                  "The vhost or domain is misspelled, belongs to another cloud account, or is"
                      + " still being created by another tool.",
                  "Correct it, name the right account, or create the vhost or domain in the cloud.",
                  "Yes, once it is there. The operator looks at growing pauses, at least"
                      + " every sync period or 15 minutes. For the first 10 minutes it counts as"
                      + " under way.")
              .run(MESSAGE, LOOK_NOW);
      case CONFLICT ->
          Advice.of(
                  "Two objects name the same vhost or domain, app and message type in one"
                      + " cloud account, and the other object was first.",
                  "The message names the other object. Delete one of the two. If you delete"
                      + " the other object, its record is [handed"
                      + " over](policies.md#move-or-hand-over) to this one.",
                  "Yes, once the owner is deleted or wants another record. The record is"
                      + " handed over without being removed. For the first 10 minutes it counts"
                      + " as under way.")
              .run(MESSAGE);
      case PAUSED ->
          Advice.of(
                  "The object or its account has the annotation `livecallback.dev/paused`.",
                  "Remove the annotation when the work may continue. If the account is"
                      + " paused, the message names it. Edits, rotated keys and a deletion wait"
                      + " until then.",
                  "No.")
              .run(MESSAGE, RESUME);
      case DELETING ->
          Advice.of(
              "The object was deleted. Its record is being removed, and the operator checks"
                  + " that it is gone.",
              "Wait. The object goes after its record. To leave the record, set `deletionPolicy:"
                  + " Orphan`.",
              "Yes.");
      case DELETE_BLOCKED ->
          Advice.of(
                  "One of these: the record has no app, and the service would remove the"
                      + " records of all apps with it, and nobody has accepted the loss of some"
                      + " of them. The account is gone, can't be used, or may not delete. The"
                      + " service accepts the delete, and the record stays.",
                  "Read the message. It names the records, and has the command by which their"
                      + " owner lets the delete continue (`livecallback.dev/confirm-delete`). Or"
                      + " leave the record and let the object go"
                      + " ([runbook](runbooks/LiveCallbackDeleteBlocked.md)).",
                  "Once nothing blocks it any more. The operator looks every 5 minutes.")
              .run(MESSAGE, ORPHAN);
      case DELETE_LIMIT_REACHED ->
          Advice.of(
                  "More objects of this namespace were deleted within an hour than the"
                      + " account's `deleteLimit.perHour` allows, or more in all than its"
                      + " `perHourTotal`. The limit protects against a mass deletion by mistake.",
                  "If it was a mistake, stop the deletion, and leave the records with"
                      + " `Orphan`. If it was intended, release the deletes at the account"
                      + " ([runbook](runbooks/LiveCallbackDeleteLimitReached.md)).",
                  "Yes, as many an hour as the limit allows; with 0, no.")
              .run(ORPHAN, RELEASE);
    };
  }
}
