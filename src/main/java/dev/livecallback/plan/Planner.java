package dev.livecallback.plan;

import static dev.livecallback.plan.Rule.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges one object: {@code Facts → Plan}. The rules are those of {@code docs/planner.md}, asked in
 * its order; the first that answers decides.
 */
public final class Planner {
  /** The rules, in the order in which they are asked. */
  static final List<Rule> RULES =
      List.of(
          // the object as a whole
          rule(1, "paused", ObjectRules::paused), //                  a person said: hands off
          rule(2, "letGo", ObjectRules::letGo), //                    deleting, and the record stays
          rule(
              3, "ledgerLost", ObjectRules::ledgerLost), //          deleting, who knows what's ours
          rule(4, "released", ObjectRules::released), //              deleting, and nothing is left
          rule(5, "observedLeftover", HandoverRules::observedLeftover), // we only watch now
          rule(6, "yielded", HandoverRules::yielded), //                   an heir has it in its ledger
          rule(
              7, "sameRecord", HandoverRules::sameRecord), //             the same one by another account
          // the subject's account and claim
          rule(8, "accountMissing", AccountRules::accountMissing), // there is no such account
          rule(9, "notAllowed", AccountRules::notAllowed), //      its owner doesn't allow this
          rule(
              10, "accountClosed", AccountRules::accountClosed), // it speaks for all its objects
          rule(11, "conflict", AccountRules::conflict), //         another holds the record
          rule(12, "inherit", AccountRules::inherit), //           another yields it to us
          // the subject's last call
          rule(13, "backingOff", BackoffRules::backingOff), //            no luck, pause not over
          rule(14, "unread", BackoffRules::unread), //                    nothing (new) is known yet
          // the desired record
          rule(15, "inFlight", DesiredRecordRules::inFlight), //           a write is on its way
          rule(16, "observe", DriftRules::observe), //                  we only tell
          rule(17, "keyUnusable", DesiredRecordRules::keyUnusable), //     there is no key to sign with
          rule(
              18, "refused", DesiredRecordRules::refused), //             the API said no to this content
          rule(19, "scopeMissing", DesiredRecordRules::scopeMissing), //   vhost or domain isn't there
          rule(20, "verify", DesiredRecordRules::verify), //               written, and not read since
          rule(21, "taken", DesiredRecordRules::taken), //                 a Remove of ours took it along
          rule(
              22,
              "unsettled",
              DesiredRecordRules::unsettled), //         a read contradicts a fresh write
          rule(23, "ambiguous", DesiredRecordRules::ambiguous), //         several match, none is right
          rule(
              24,
              "adoptEqual",
              DesiredRecordRules::adoptEqual), //       it is there as we would write it
          rule(25, "alreadyExists", DesiredRecordRules::alreadyExists), // something else is there
          rule(26, "write", DesiredRecordRules::write), //                 the object is new or changed
          rule(27, "leaveDrift", DriftRules::leaveDrift), //            changed outside, and left so
          rule(28, "contested", DriftRules::contested), //              putting it back doesn't last
          rule(29, "drift", DriftRules::drift), //                      the record changed by itself
          rule(30, "inSync", DesiredRecordRules::inSync), //               read back and equal
          // a leftover
          rule(31, "leftoverInFlight", LeftoverRules::leftoverInFlight), // a write to it is on its way
          rule(
              32, "scopeGone", LeftoverRules::scopeGone), //              its vhost or domain isn't there
          rule(33, "notOurs", LeftoverRules::notOurs), //                  never seen as we wrote it
          rule(34, "reverify", LeftoverRules::reverify), //                is the new one still there?
          rule(35, "gone", LeftoverRules::gone), //                        it is gone, believably
          rule(36, "settling", LeftoverRules::settling), //                perhaps it is gone
          rule(37, "ineffective", LeftoverRules::ineffective), //          removing doesn't help
          rule(38, "lookFirst", LeftoverRules::lookFirst), //              app-less: a fresh look first
          rule(39, "wildcard", LeftoverRules::wildcard), //                app-less: others would go too
          rule(40, "deletesHeld", LeftoverRules::deletesHeld), //          the account's limit is spent
          rule(41, "remove", LeftoverRules::remove)); //                   otherwise

  private static final int FIRST_OF_A_LEFTOVER = 31;

  /** Enough for every entry of any ledger to be dropped one after another, and then some. */
  private static final int ROUNDS = 32;

  private final List<Rule> rules;

  /** With the rules of the table. */
  public Planner() {
    this(RULES);
  }

  /** With other rules. */
  Planner(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Judges. A plan that changes the ledger and orders nothing is planned again at once, so that
   * what comes out has something to wait for.
   */
  public Plan plan(Facts facts) {
    List<Notice> notices = new ArrayList<>();
    Facts current = facts;
    Plan plan = judge(current);
    notices.addAll(plan.notices());
    for (int round = 0; round < ROUNDS && unfinished(current, plan); round++) {
      current = current.with(plan.ledger());
      plan = judge(current);
      notices.addAll(plan.notices());
    }
    notices.addAll(Notices.turned(facts, plan.verdict()));
    return new Plan(
        plan.ledger(),
        plan.verdict(),
        plan.difference(),
        plan.orders(),
        plan.lookAgain(),
        plan.release(),
        notices.stream().distinct().toList());
  }

  private static boolean unfinished(Facts facts, Plan plan) {
    return !plan.ledger().equals(facts.ledger()) && plan.orders().isEmpty() && !plan.release();
  }

  private Plan judge(Facts facts) {
    Situation situation = new Situation(facts);
    for (Rule rule : rules) {
      Optional<Plan> plan = rule.judge().judge(situation);
      if (plan.isPresent()) {
        return Completion.of(situation, plan.get(), rule.number() >= FIRST_OF_A_LEFTOVER);
      }
    }
    throw new IllegalStateException("the last rule answers everything");
  }
}
