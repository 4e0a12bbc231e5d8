package dev.livecallback.plan;

import static dev.livecallback.plan.Rule.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The judge of one object: {@code Facts → Plan}. It asks the rules of {@code docs/planner.md} in
 * their order; the first rule that applies decides.
 */
public final class Planner {
  // spotless:off
  /**
   * The rules about the object as a whole. They come before the account's rules, so that a way out
   * is always open.
   */
  static final List<Rule> OBJECT = List.of(
      rule("paused",            ObjectRules::paused),                     // a person said: hands off
      rule("orphan",            ObjectRules::orphan),                     // deleting, and the record stays
      rule("unsupported",       ObjectRules::unsupported),                // a value that this version doesn't know
      rule("ledgerLost",        ObjectRules::ledgerLost),                 // deleting, and nobody knows what is ours
      rule("released",          ObjectRules::released),                   // deleting, and nothing is left
      rule("releasedLeftover",  HandoverRules::releasedLeftover),         // the object only observes now, or leaves its records
      rule("handedOver",        HandoverRules::handedOver),               // an heir has it in its ledger
      rule("sameRecord",        HandoverRules::sameRecord));              // the same record through another account

  /** The rules about the subject's account, its claim and its last call. */
  static final List<Rule> ACCOUNT = List.of(
      rule("accountMissing",    AccountRules::accountMissing),            // there is no such account
      rule("notAllowed",        AccountRules::notAllowed),                // its owner doesn't allow this
      rule("doubtful",          AccountRules::doubtful),                  // perhaps another wrote that into the status
      rule("accountClosed",     AccountRules::accountClosed),             // it speaks for all of its objects
      rule("conflict",          AccountRules::conflict),                  // another object holds the record
      rule("inherit",           AccountRules::inherit),                   // another object yields the record
      rule("backingOff",        BackoffRules::backingOff),                // the last call failed, and its pause isn't over
      rule("unread",            BackoffRules::unread));                   // nothing (new) is known yet

  /** The rules about the desired record. They apply only if the subject is that record. */
  static final List<Rule> DESIRED_RECORD = List.of(
      rule("inFlight",          DesiredRecordRules::inFlight),            // a write is on its way
      rule("observe",           DriftRules::observe),                     // the object only observes
      rule("keyUnusable",       DesiredRecordRules::keyUnusable),         // there is no key to sign with
      rule("refused",           DesiredRecordRules::refused),             // the API said no to this content
      rule("scopeMissing",      DesiredRecordRules::scopeMissing),        // the vhost or domain isn't there
      rule("verify",            DesiredRecordRules::verify),              // written, and not read since
      rule("restoreCollateral", DesiredRecordRules::restoreCollateral),   // a Remove of ours took it along
      rule("unsettled",         DesiredRecordRules::unsettled),           // a read contradicts a fresh write
      rule("ambiguous",         DesiredRecordRules::ambiguous),           // several records match, and none is right
      rule("adoptEqual",        DesiredRecordRules::adoptEqual),          // it is there as it would be written
      rule("alreadyExists",     DesiredRecordRules::alreadyExists),       // something else is there
      rule("write",             DesiredRecordRules::write),               // the object is new or changed
      rule("tolerateDrift",     DriftRules::tolerateDrift),               // changed outside, and left so
      rule("contested",         DriftRules::contested),                   // putting it back doesn't last
      rule("drift",             DriftRules::drift),                       // the record was changed outside
      rule("inSync",            DesiredRecordRules::inSync));             // read back and equal

  /**
   * The rules about a record that has to go because its object is deleted or wants another record.
   */
  static final List<Rule> LEFTOVER = List.of(
      rule("leftoverInFlight",  LeftoverRules::leftoverInFlight),         // a write to it is on its way
      rule("scopeGone",         LeftoverRules::scopeGone),                // its vhost or domain isn't there
      rule("notOurs",           LeftoverRules::notOurs),                  // never seen as this object wrote it
      rule("reverify",          LeftoverRules::reverify),                 // is the new record still there?
      rule("gone",              LeftoverRules::gone),                     // it is gone, and that can be believed
      rule("settling",          LeftoverRules::settling),                 // perhaps it is gone
      rule("ineffective",       LeftoverRules::ineffective),              // removing it doesn't help
      rule("heirMayCome",       LeftoverRules::heirMayCome),              // another object may take it over
      rule("lookFirst",         LeftoverRules::lookFirst),                // without app: a fresh read first
      rule("wildcard",          LeftoverRules::wildcard),                 // without app: other records would go too
      rule("limitReached",      LeftoverRules::limitReached),             // the account's limit is spent
      rule("remove",            LeftoverRules::remove));                  // otherwise

  // spotless:on

  /** All rules, in the order in which they are asked. */
  static final List<Rule> RULES =
      Stream.of(OBJECT, ACCOUNT, DESIRED_RECORD, LEFTOVER).flatMap(List::stream).toList();

  /** The most times that one object is planned again at once. */
  private static final int ROUNDS = 32;

  private final List<Rule> rules;

  /** Returns the planner with the rules of the table. */
  public static Planner ofTable() {
    return new Planner(RULES);
  }

  /** Creates a planner with these rules. */
  Planner(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Judges one object. A plan that changes the ledger and orders nothing is planned again at once,
   * so that the result has something to wait for.
   */
  public Plan plan(Facts facts) {
    List<Notice> notices = new ArrayList<>();
    List<String> decidedBy = new ArrayList<>();
    Facts current = facts;
    Plan plan = judge(current);
    notices.addAll(plan.notices());
    decidedBy.addAll(plan.decidedBy());
    for (int round = 0; round < ROUNDS && unfinished(current, plan); round++) {
      current = current.withLedger(plan.ledger());
      plan = judge(current);
      notices.addAll(plan.notices());
      decidedBy.addAll(plan.decidedBy());
    }
    // What is left of a long ledger is planned once this part of it is written.
    Instant lookAgain = unfinished(current, plan) ? current.now() : plan.lookAgain();
    notices.addAll(Notices.turned(facts, plan.verdict()));
    notices.addAll(Notices.endedEarly(facts));
    return plan.withLookAgain(lookAgain)
        .withNotices(notices.stream().distinct().toList())
        .withDecidedBy(decidedBy);
  }

  private static boolean unfinished(Facts facts, Plan plan) {
    return !plan.ledger().equals(facts.ledger()) && plan.orders().isEmpty() && !plan.release();
  }

  private Plan judge(Facts facts) {
    Situation situation = new Situation(facts);
    for (Rule rule : rules) {
      Optional<Plan> plan = rule.judge().judge(situation);
      if (plan.isPresent()) {
        return Completion.of(situation, plan.get(), LEFTOVER.contains(rule)).decidedBy(rule.name());
      }
    }
    throw new IllegalStateException("the last rule answers everything");
  }
}
