package dev.livecallback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges one object: {@code Facts → Plan}. The rules are those of {@code docs/planner.md}, asked in
 * its order; the first that answers decides.
 */
public final class Planner {
  /** The rules, with their numbers in {@code docs/planner.md}. */
  private static final List<Rule> RULES =
      List.of(
          WholeObject::letGo, //             2  deleting, and the record is to be left
          WholeObject::ledgerLost, //        3  deleting, and nobody knows what was written
          WholeObject::released, //          4  deleting, and nothing of ours is left remotely
          AccountAndClaim::accountClosed, // 10 the account speaks for all of its objects
          AccountAndClaim::conflict, //      11 another object holds the record
          LastCall::backingOff, //           13 no luck last time, and the pause isn't over
          LastCall::unread, //               14 nothing is known yet
          DesiredRecord::inFlight, //        15 a write is on its way
          DesiredRecord::keyUnusable, //     17 there is no key to sign with
          DesiredRecord::refused, //         18 the API said no to this content
          DesiredRecord::scopeMissing, //    19 the vhost or domain isn't there
          DesiredRecord::verify, //          20 written, and not read since
          DesiredRecord::unsettled, //       22 a read contradicts a fresh write
          DesiredRecord::ambiguous, //       23 several records match, none is right
          DesiredRecord::adoptEqual, //      24 what we would write is there already
          DesiredRecord::alreadyExists, //   25 something else is there already
          DesiredRecord::write, //           26 the object is new or changed
          DesiredRecord::drift, //           29 the record changed by itself
          DesiredRecord::inSync, //          30 read back and equal
          Leftover::leftoverInFlight, //     31 a write to it is on its way
          Leftover::scopeGone, //            32 its vhost or domain isn't there
          Leftover::notOurs, //              33 never seen as ours, and isn't what we wrote
          Leftover::gone, //                 35 it is gone, believably
          Leftover::settling, //             36 perhaps it is gone; or a Remove isn't confirmed
          Leftover::ineffective, //          37 removing doesn't help
          Leftover::lookFirst, //            38 an app-less delete needs a fresh look
          Leftover::wildcard, //             39 an app-less delete would take others along
          Leftover::remove); //              41 otherwise

  /** Enough for every entry of any ledger to be dropped one after another, and then some. */
  private static final int ROUNDS = 32;

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
    notices.addAll(Notices.turned(facts.status(), plan.verdict()));
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

  private static Plan judge(Facts facts) {
    Situation situation = new Situation(facts);
    return RULES.stream()
        .map(rule -> rule.judge(situation))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }
}
