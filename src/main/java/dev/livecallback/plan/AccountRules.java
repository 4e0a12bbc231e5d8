package dev.livecallback.plan;

import dev.livecallback.account.AccountClosed;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import java.time.Duration;
import java.util.Optional;

/** The rules about the subject's account and its claim. */
final class AccountRules {
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private AccountRules() {}

  /** Applies if the subject's account doesn't exist. See {@code docs/planner.md#accountMissing}. */
  static Optional<Plan> accountMissing(Situation s) {
    if (s.subjectsAccount() != null) {
      return Optional.empty();
    }
    String message =
        "LiveAccount " + s.subjectsAccountName() + " isn't there. Create it, or name another.";
    return Optional.of(
        s.facts.deleting()
            ? Plan.show(
                s.facts,
                Verdict.stalled(
                        Reason.DELETE_BLOCKED,
                        message
                            + " The record can't be removed until then. To let the object go and"
                            + " leave the record: "
                            + Commands.orphan(s.facts))
                    .drifted(Verdict.Drifted.GONE))
            : Plans.patient(s, Reason.ACCOUNT_NOT_FOUND, message));
  }

  /**
   * Applies if the account's owner doesn't allow the desired record. An object needs no permission
   * to clean up its own ledger. See {@code docs/planner.md#notAllowed}.
   */
  static Optional<Plan> notAllowed(Situation s) {
    AccountFacts account = s.subjectsAccount();
    return s.aboutDesired() && account != null && account.refusal() != null
        ? Optional.of(
            Plan.show(
                s.facts, Verdict.stalled(account.refusal().reason(), account.refusal().message())))
        : Optional.empty();
  }

  /**
   * Applies if nothing proves that the object wrote the leftover, and the account's owner doesn't
   * let the object in. See {@code docs/planner.md#doubtful}.
   */
  static Optional<Plan> doubtful(Situation s) {
    DoubtfulRecord record = s.aboutDesired() ? null : s.doubtful(s.subject);
    if (record == null) {
      return Optional.empty();
    }
    String wayOut =
        s.facts.deleting()
            ? " To let the object go and leave the record: " + Commands.orphan(s.facts)
            : "";
    return Optional.of(
        Plan.show(
            s.facts,
            Verdict.stalled(
                    Reason.DELETE_BLOCKED,
                    "Nothing proves that this object wrote the record for "
                        + s.subject
                        + ": others than the operator may write statuses in this cluster, so it"
                        + " isn't removed unasked. "
                        + record.refusal()
                        + ". Or, to have this one record removed: "
                        + Commands.annotateAccount(
                            s.subjectsAccountName(),
                            WellKnown.CONFIRM_DELETE + "=" + record.token())
                        + wayOut)
                .drifted(s.facts.deleting() ? Verdict.Drifted.GONE : Verdict.Drifted.KEPT)));
  }

  /**
   * Applies while the account is closed. The account's gate probes for all of its objects. See
   * {@code docs/planner.md#accountClosed}.
   */
  static Optional<Plan> accountClosed(Situation s) {
    AccountClosed gate = s.subjectsGate();
    if (gate == null) {
      return Optional.empty();
    }
    if (s.facts.deleting()) {
      return Optional.of(
          Plan.show(
              s.facts,
              Verdict.stalled(
                      Reason.DELETE_BLOCKED,
                      gate.message()
                          + " The record can't be removed until then. To let the object go and"
                          + " leave the record: "
                          + Commands.orphan(s.facts))
                  .drifted(Verdict.Drifted.GONE)));
    }
    if (s.inSyncNow()) {
      return Optional.of(Plans.keptReady(s));
    }
    Reason reason = gate.apiUnavailable() ? Reason.API_UNAVAILABLE : Reason.ACCOUNT_NOT_READY;
    return Optional.of(Plan.show(s.facts, Verdict.underWay(reason, gate.message())));
  }

  /** Applies if another object holds the record. See {@code docs/planner.md#conflict}. */
  static Optional<Plan> conflict(Situation s) {
    ClaimFacts claim = s.facts.claim();
    if (!s.aboutDesired() || claim.heldBy() == null || s.facts.policies().observes()) {
      return Optional.empty();
    }
    Plan plan =
        Plans.patient(
            s,
            Reason.CONFLICT,
            "LiveCallback "
                + claim.heldBy()
                + " holds this record ("
                + s.desiredKey
                + "): one record can have one object. Delete one of the two: kubectl -n "
                + s.facts.object().namespace()
                + " delete livecallback "
                + s.facts.object().name());
    // Nothing tells this object of an owner whose finalizer was removed by hand.
    return Optional.of(plan.lookAgain(s.facts.now().plus(LOOK_AGAIN)));
  }

  /**
   * Applies if the record's holder waits to yield it to this object. This object takes over the
   * holder's ledger entry. See {@code docs/planner.md#inherit}.
   */
  static Optional<Plan> inherit(Situation s) {
    Ledger.Entry inheritance = s.facts.claim().inheritance();
    return s.aboutDesired()
            && s.entry().isEmpty()
            && inheritance != null
            && !s.facts.policies().observes()
        ? Optional.of(
            Plan.keep(s.facts)
                .withLedger(s.facts.ledger().with(inheritance.inheritedBy(s.facts.account()))))
        : Optional.empty();
  }
}
