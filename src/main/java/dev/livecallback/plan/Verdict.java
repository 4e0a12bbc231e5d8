package dev.livecallback.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The reason, message and conditions that an object shows ({@code docs/planner.md} section 1).
 *
 * @param reason the reason of Ready
 * @param message the message of Ready: a sentence, without counters, times or request ids
 * @param ready the status of Ready; null = it stays as it was, and so does the generation that it
 *     is about
 * @param progress the one of Reconciling and Stalled that is present, if any
 * @param drifted the new state of Drifted
 * @param confirmDeleteToken the token with which a person may confirm a blocked delete; null =
 *     nothing to confirm
 */
public record Verdict(
    Reason reason,
    String message,
    @Nullable String ready,
    Progress progress,
    Drifted drifted,
    @Nullable String confirmDeleteToken) {

  /** The one of the conditions Reconciling and Stalled that is present, if any; never both. */
  public enum Progress {
    DONE,
    RECONCILING,
    STALLED
  }

  /** The new state of the condition Drifted. */
  public enum Drifted {
    YES,
    NO,
    KEPT,
    GONE
  }

  /** Creates a verdict that asks for no confirmation. */
  public Verdict(
      Reason reason, String message, @Nullable String ready, Progress progress, Drifted drifted) {
    this(reason, message, ready, progress, drifted, null);
  }

  /** Returns the verdict that everything is done and verified. */
  static Verdict inSync() {
    return new Verdict(
        Reason.IN_SYNC, Reason.IN_SYNC.sentence(), Condition.TRUE, Progress.DONE, Drifted.NO);
  }

  /** Returns the verdict of a paused object. The status of Ready and Drifted stay as they were. */
  static Verdict paused(@Nullable AccountName account) {
    String message =
        account == null
            ? Reason.PAUSED.sentence()
            : "Paused: no calls are made through account " + account + ".";
    return new Verdict(Reason.PAUSED, message, null, Progress.DONE, Drifted.KEPT);
  }

  /** Returns the verdict of an object of which nothing is known yet. */
  static Verdict queued() {
    return new Verdict(
        Reason.QUEUED,
        Reason.QUEUED.sentence(),
        Condition.UNKNOWN,
        Progress.RECONCILING,
        Drifted.KEPT);
  }

  /** Returns a verdict of work that is under way and expected to finish by itself. */
  static Verdict underWay(Reason reason, String message) {
    return new Verdict(reason, message, Condition.FALSE, Progress.RECONCILING, Drifted.KEPT);
  }

  /** Returns a verdict that waits for a person. */
  static Verdict stalled(Reason reason, String message) {
    return new Verdict(reason, message, Condition.FALSE, Progress.STALLED, Drifted.KEPT);
  }

  Verdict drifted(Drifted changed) {
    return new Verdict(reason, message, ready, progress, changed, confirmDeleteToken);
  }

  /** Returns the verdict with one more sentence. */
  Verdict adding(String sentence) {
    return new Verdict(
        reason, message + " " + sentence, ready, progress, drifted, confirmDeleteToken);
  }

  /** Returns the verdict with the token that it waits for. */
  Verdict confirmedBy(String token) {
    return new Verdict(reason, message, ready, progress, drifted, token);
  }
}
