package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A plan.
 *
 * @param changes the outcomes of the objects that the plan is about, in the order of their names,
 *     including those that stay as they are
 * @param refused the objects that the API server would refuse, each with the API server's words
 * @param accounts the LiveAccounts that couldn't be used, each with the reason
 * @param skipped the number of objects of other kinds in the files
 * @param calls the estimated number of calls to the cloud that the operator makes
 * @param takes the estimated time that the operator takes
 */
record PlanResult(
    List<PlannedChange> changes,
    Map<String, String> refused,
    Map<AccountName, String> accounts,
    int skipped,
    int calls,
    Duration takes) {

  /** Takes a copy. */
  PlanResult {
    changes = List.copyOf(changes);
  }

  /** Returns the number of changes that match. */
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

  /** Returns the number of objects that are certainly as they should be. */
  int inOrder() {
    return count(each -> each.outcome() == Outcome.NOTHING && each.isExact());
  }

  /** Returns the number of objects whose outcome is known, but not certain. */
  int uncertain() {
    return count(each -> !each.isExact() && each.outcome() != Outcome.UNKNOWN);
  }

  /** Returns the number of objects, accounts and files that can't have what they ask for. */
  int refusals() {
    return refused.size() + accounts.size() + count(PlannedChange::isRefused);
  }

  /** Returns the number of objects whose outcome isn't known. */
  int unknown() {
    return count(each -> each.outcome() == Outcome.UNKNOWN);
  }

  /** Returns whether any record changes, or gets another owner. */
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
