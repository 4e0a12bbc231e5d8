package dev.livecallback.plan;

import java.util.Optional;
import java.util.stream.Collectors;

/** The additions to a plan that don't depend on the rule that made it. */
final class Completion {
  private Completion() {}

  /**
   * Returns the plan with its additions: the ledger's entry of a desired record that is in order,
   * and a message about records that wait or stay in place.
   */
  static Plan of(Situation s, Plan plan, boolean aboutLeftover) {
    if (aboutLeftover && s.leftoversFirst()) {
      return waiting(s, plan);
    }
    if (s.facts.deleting() || s.subject.equals(s.desiredKey) || !aboutLeftover) {
      return adding(s, plan);
    }
    // The subject is a leftover because D was read back as wanted: the ledger says so at once.
    Optional<Ledger.Entry> before = plan.ledger().entry(s.desiredKey);
    // Without the wanted authentication key, nothing tells which key the record has.
    if (before.isEmpty() || s.facts.desired().keyProblem() != null) {
      return plan;
    }
    Ledger.Entry after = Plans.inOrder(s, before.get());
    return after.equals(before.get())
        ? plan
        : plan.withLedger(plan.ledger().with(after)).tell(Notices.arrived(s, before.get(), after));
  }

  /** Returns the plan with the reason why the new record isn't written yet. */
  private static Plan waiting(Situation s, Plan plan) {
    Verdict verdict = plan.verdict();
    String why =
        s.facts.ledger().entries().size()
            + " records that this object had before aren't removed yet; the one for "
            + s.desiredKey
            + " is written once one of them is gone.";
    return verdict == null ? plan : plan.withVerdict(verdict.adding(why));
  }

  /** Returns the plan with the names of the old records that stay in place meanwhile. */
  private static Plan adding(Situation s, Plan plan) {
    Verdict verdict = plan.verdict();
    if (verdict == null
        || verdict.progress() != Verdict.Progress.STALLED
        || !s.aboutDesired()
        || s.facts.policies().observes()) {
      return plan;
    }
    String old =
        s.facts.ledger().keys().stream()
            .filter(key -> !key.equals(s.desiredKey))
            .map(String::valueOf)
            .sorted()
            .collect(Collectors.joining(", "));
    return old.isEmpty()
        ? plan
        : plan.withVerdict(verdict.adding("Until then the record for " + old + " stays in place."));
  }
}
