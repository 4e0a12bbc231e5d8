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

/** Cause and remedy of each {@link Reason}. */
final class ReasonAdvice {
  private ReasonAdvice() {}

  static Advice of(Reason reason) {
    return switch (reason) {
      case QUEUED ->
          Advice.of(
                  "The object is new or was just started to be looked after, and its vhost or domain"
                      + " hasn't been read yet.",
                  "Wait. If it stays, the quota is used up or the account can't be used: see [the"
                      + " queue](runbooks/LiveCallbackQueueDelayed.md).",
                  "Yes, with the first read.")
              .run(ACCOUNTS);
      case WRITING ->
          Advice.of(
              "The object or its key was edited, or it is to have its record for the first time.",
              "Wait.",
              "Yes, once the API has answered.");
      case VERIFYING ->
          Advice.of(
              "The record was written and the service's reads lag behind its writes, or a call"
                  + " got no answer and nobody knows whether it was carried out.",
              "Wait. Where the message says that the outcome is unknown, it is found out by"
                  + " reading and nothing has to be done.",
              "Yes: a difference is read again for a minute before anything is made of it; after"
                  + " an unknown outcome the pauses grow.");
      case IN_SYNC ->
          Advice.of(
              "A read that began after the last write shows the record as the object says. It"
                  + " stays so while the account is throttled or down, for nothing is to be done.",
              "Nothing.",
              "It is what all else should end in.");
      case THROTTLED ->
          Advice.of(
                  "The calls per second of the cloud account are used up: by an import, by another"
                      + " tool, or by a second operator.",
                  "Wait. If it keeps on, find out who else calls, or leave room with"
                      + " `spec.callsPerSecond` of the account ([limits](accounts.md#limits)).",
                  "Yes: the pauses grow, then the work goes on, edits first.")
              .run(ACCOUNTS);
      case API_UNAVAILABLE ->
          Advice.of(
                  "The service answers with an outage, or not at all: it is down, or the network, a"
                      + " proxy or DNS is in the way.",
                  "See the account's message; check the way out of the cluster"
                      + " ([runbook](runbooks/LiveCallbackApiUnavailable.md)).",
                  "Yes: it is tried again by itself, at most a minute apart for the whole account.")
              .run(ACCOUNTS, ASK_ACCOUNT);
      case ACCOUNT_NOT_READY ->
          Advice.of(
                  "The account's credentials are missing, refused or another cloud account's, its"
                      + " endpoint is wrong, or one action isn't permitted to it.",
                  "The message and the account's own reason say which: put that right at the account."
                      + " An action that isn't permitted is added to [its IAM"
                      + " policy](accounts.md#the-iam-policy).",
                  "Yes, once the account works; a probe finds out, at most a minute later. After a"
                      + " permission was added, ask the account to look now.")
              .run(ACCOUNTS, ASK_ACCOUNT);
      case CORRECTING ->
          Advice.of(
                  "Something else changed the record: a person in the console, a script, another"
                      + " operator. Under `managementPolicy: Enforce` it is put back.",
                  "Nothing. `status.lastDrift` says when and which fields. If the change was meant,"
                      + " make it in the object, or [allow it for a"
                      + " while](policies.md#i-must-change-it-in-the-console-now).",
                  "Yes, within seconds.")
              .run(DIFFERENCE, EVENTS);
      case DRIFT_TOLERATED ->
          Advice.of(
                  "The record differs, and `managementPolicy` is `ApplyOnChange` or `Observe`, or the"
                      + " annotation `livecallback.dev/allow-drift-until` is in force.",
                  "See the difference. Put what is right into the object; or end the allowance, or"
                      + " set `managementPolicy: Enforce`, and the record is put back.",
                  "With the end of the allowance; under `Observe` and `ApplyOnChange` no.")
              .run(DIFFERENCE, END_ALLOWANCE);
      case CONTESTED ->
          Advice.of(
                  "Another writer doesn't give in: a second cluster with the same object, a script, a"
                      + " pipeline, a person. The record was put back three times within six sync periods.",
                  "Find the other writer (the cloud's audit log has each `UpdateCallback` with its"
                      + " access key) and stop it: the record is put back when the pause is over, or put it"
                      + " right in the console and ask for a look now. Or leave the record to it with"
                      + " `Observe`, in Git if the object comes from there ([runbook](runbooks/LiveCallbackContested.md)).",
                  "It is still put back, at pauses that double up to 6 hours. It is over once the"
                      + " record stays as it is.")
              .run(DIFFERENCE, LOOK_NOW, OBSERVE);
      case STORED_DIFFERENTLY ->
          Advice.of(
                  "The service changes what it is given (a URL that it writes in another form, a"
                      + " field that it doesn't know): two reads a minute apart show the same other"
                      + " content.",
                  "See the difference and write into the object what the API stores, or leave the"
                      + " field out.",
                  "No. An edit of the object ends it.")
              .run(DIFFERENCE);
      case AMBIGUOUS ->
          Advice.of(
                  "The service lists two or more records for one vhost or domain, app and message"
                      + " type, and none of them is as the object says.",
                  "Remove all but one of them in the console.",
                  "Once one is left: it is looked at every 5 minutes, or at once if asked for.")
              .run(MESSAGE, LOOK_NOW);
      case REJECTED_BY_API ->
          Advice.of(
                  "The service understood the call and doesn't take its content: a URL that it"
                      + " doesn't like, an app that may not be used. The message quotes it.",
                  "Change the object to what the API takes.",
                  "An edit is tried at once. The same content is tried again at pauses that grow up"
                      + " to the sync period, at least 15 minutes.")
              .run(MESSAGE);
      case UNSUPPORTED_VALUE ->
          Advice.of(
                  "Another version's CRD took a value that this version of the operator doesn't"
                      + " know, as after a roll-back or a restored backup. The message names the"
                      + " field. Nothing is guessed: nothing is written and nothing is removed.",
                  "Correct the field, or run the version of the operator that knows it.",
                  "Yes, once the field is corrected, or a version runs that knows it.")
              .run(MESSAGE);
      case INVALID_AUTH_KEY ->
          Advice.of(
                  "The value in the Secret is empty, too long, or has characters that a key can't"
                      + " have, often a line break at its end; or a LiveAccount signs with it.",
                  "Write the value into the Secret again, as the message says.",
                  "Yes, once the Secret is put right; nothing has to be done to the object.")
              .run(MESSAGE);
      case ALREADY_EXISTS ->
          Advice.of(
                  "Somebody made the record before this object did, and it differs. `adoptionPolicy:"
                      + " IfIdentical`, the default, leaves it alone.",
                  "`status.drift` has the difference. Make the object equal to the record, or the"
                      + " record to the object; or have the record replaced with `adoptionPolicy: Adopt`,"
                      + " in Git if the object comes from there.",
                  "Once the two are equal: it is looked at every 5 minutes, or at once if asked for.")
              .run(DIFFERENCE, ADOPT);
      case NOT_ALLOWED ->
          Advice.of(
                  "The account's `spec.allow` has no rule for this namespace, vhost or domain, and"
                      + " URLs.",
                  "Ask the account's owner for the rule that the message has, or name another account"
                      + " in `spec.accountRef` ([tenancy.md](tenancy.md#what-a-refused-tenant-sees)).",
                  "Yes, once the account allows it. It makes no calls until then.")
              .run(MESSAGE);
      case MESSAGE_TYPE_UNSUPPORTED ->
          Advice.of(
              "BytePlus has no `audit_snapshot`.",
              "Name another message type, or an account of the profile `Volcengine`.",
              "No. An edit of the object ends it.");
      case SECRET_NOT_FOUND ->
          Advice.of(
                  "The Secret of `authKeyPrimarySecretRef`, or the key in it, isn't in the object's"
                      + " namespace, or the Secret isn't of type `Opaque`; or what makes it (an external"
                      + " store) is late.",
                  "Create it, as the message says, or correct the name.",
                  "Yes, once it is there. For the first 10 minutes it counts as under way.")
              .run(MESSAGE);
      case ACCOUNT_NOT_FOUND ->
          Advice.of(
                  "`spec.accountRef` is misspelled or lacks its namespace, or the LiveAccount isn't"
                      + " there (yet). Without `accountRef` it is the operator's default account.",
                  "Create the LiveAccount, or name another.",
                  "Yes, once it is there. For the first 10 minutes it counts as under way.")
              .run(ACCOUNTS);
      case SCOPE_NOT_FOUND ->
          Advice.of(
                  "The vhost or domain is misspelled, is another cloud account's, or is being made by"
                      + " another tool.",
                  "Correct it, name the right account, or make the vhost or domain in the cloud.",
                  "Yes, once it is there: it is looked for at pauses that grow, at least every sync"
                      + " period or 15 minutes. For the first 10 minutes it counts as under way.")
              .run(MESSAGE, LOOK_NOW);
      case CONFLICT ->
          Advice.of(
                  "Two objects name the same vhost or domain, app and message type in one cloud"
                      + " account; the other one was first.",
                  "The message names the other object. Delete one of the two, or [hand the record"
                      + " over](policies.md#move-or-hand-over) by deleting the other.",
                  "Yes, once the owner goes or wants another record: the record is handed over"
                      + " without being removed. For the first 10 minutes it counts as under way.")
              .run(MESSAGE);
      case PAUSED ->
          Advice.of(
                  "The annotation `livecallback.dev/paused` on the object or on its account.",
                  "Take it off when it may go on; where it is the account that is paused, the message names it. Edits, rotated keys"
                      + " and a deletion wait until then.",
                  "No.")
              .run(MESSAGE, RESUME);
      case DELETING ->
          Advice.of(
              "The object was deleted, and its record is being removed and read as gone.",
              "Wait. The object goes after its record. To leave the record, set `deletionPolicy:"
                  + " Orphan`.",
              "Yes.");
      case DELETE_BLOCKED ->
          Advice.of(
                  "The record has no app and the service would remove the records of all apps with"
                      + " it, some of which aren't the operator's to lose; or the account is gone or can't"
                      + " be used, or may not delete; or the service accepts the delete and the record"
                      + " stays.",
                  "Read the message: it names the records, and has the command that lets the delete"
                      + " go on (`livecallback.dev/confirm-delete`), for whom it is to decide. Or leave the record and let the object"
                      + " go ([runbook](runbooks/LiveCallbackDeleteBlocked.md)).",
                  "Once what blocks it is gone: it is looked at every 5 minutes.")
              .run(MESSAGE, ORPHAN);
      case DELETE_LIMIT_REACHED ->
          Advice.of(
                  "More objects of this namespace were deleted within an hour than the account's"
                      + " `deleteLimit.perHour` lets through, or more in all than its"
                      + " `perHourTotal`: the brake for a mass deletion by mistake.",
                  "If it was a mistake, stop what deletes, and leave the records with `Orphan`. If it"
                      + " is meant, release them at the account"
                      + " ([runbook](runbooks/LiveCallbackDeleteLimitReached.md)).",
                  "Yes, as many an hour as the limit says; with 0 no.")
              .run(ORPHAN, RELEASE);
    };
  }
}
