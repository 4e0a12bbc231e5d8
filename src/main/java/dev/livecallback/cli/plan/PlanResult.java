package dev.livecallback.cli.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A plan.
 *
 * @param changes what becomes of the objects that it is about, in the order of their names; those
 *     too of which nothing becomes
 * @param refused what the API server would refuse, each with its words
 * @param accounts the LiveAccounts that couldn't be used, each with why
 * @param skipped how many objects of other kinds the files had
 * @param calls about how many calls of the cloud the operator makes for it
 * @param takes about how long that takes it
 */
record PlanResult(
    List<PlannedChange> changes,
    Map<String, String> refused,
    Map<String, String> accounts,
    int skipped,
    int calls,
    Duration takes) {

  /** Takes a copy. */
  PlanResult {
    changes = List.copyOf(changes);
  }

  /** How many objects such a thing becomes of. */
  int count(Predicate<PlannedChange> such) {
    return (int) changes.stream().filter(such).count();
  }

  int created() {
    return count(each -> each.outcome() == Outcome.CREATE);
  }

  int changed() {
    return count(
        each ->
            switch (each.outcome()) {
              case UPDATE, PUT_BACK, REPLACE, MOVE -> true;
              case CREATE,
                  REMOVE,
                  ADOPT,
                  TAKE_OVER,
                  HAND_OVER,
                  ORPHAN,
                  FORGET,
                  LEAVE,
                  REFUSE,
                  UNKNOWN,
                  NOTHING ->
                  false;
            });
  }

  int removed() {
    return count(each -> each.outcome() == Outcome.REMOVE);
  }

  /** How many are as they should be, and certainly so. */
  int inOrder() {
    return count(each -> each.outcome() == Outcome.NOTHING && each.isExact());
  }

  /** Of how many something is said that isn't certain. */
  int uncertain() {
    return count(each -> !each.isExact() && each.outcome() != Outcome.UNKNOWN);
  }

  /** How many can't have what they ask for, accounts and files too. */
  int refusals() {
    return refused.size() + accounts.size() + count(PlannedChange::isRefused);
  }

  /** Of how many it isn't known what becomes. */
  int unknown() {
    return count(each -> each.outcome() == Outcome.UNKNOWN);
  }

  /** Whether anything happens to a record, or to whose it is. */
  boolean hasChanges() {
    return changes.stream()
        .anyMatch(
            each ->
                switch (each.outcome()) {
                  case CREATE,
                      UPDATE,
                      PUT_BACK,
                      REPLACE,
                      MOVE,
                      REMOVE,
                      ADOPT,
                      TAKE_OVER,
                      HAND_OVER,
                      ORPHAN,
                      FORGET ->
                      true;
                  case LEAVE, REFUSE, UNKNOWN, NOTHING -> false;
                });
  }
}
