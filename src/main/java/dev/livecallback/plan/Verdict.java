package dev.livecallback.plan;

import dev.livecallback.api.Condition;
import dev.livecallback.api.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What an object shows ({@code docs/planner.md} section 1).
 *
 * @param reason the reason of Ready
 * @param message the message of Ready: a sentence, without counters, times or request ids
 * @param ready the status of Ready; null = as it was, and the generation that it speaks of too
 * @param progress which of Reconciling and Stalled is present
 * @param drifted what becomes of Drifted
 * @param confirmDeleteToken what a person may confirm a blocked delete with; null = nothing to
 *     confirm
 */
public record Verdict(
    Reason reason,
    String message,
    @Nullable String ready,
    Progress progress,
    Drifted drifted,
    @Nullable String confirmDeleteToken) {

  /** Which of the two conditions is present; never both. */
  public enum Progress {
    DONE,
    RECONCILING,
    STALLED
  }

  /** What becomes of the condition Drifted. */
  public enum Drifted {
    YES,
    NO,
    KEPT,
    GONE
  }

  /** One that asks for no confirmation. */
  public Verdict(
      Reason reason, String message, @Nullable String ready, Progress progress, Drifted drifted) {
    this(reason, message, ready, progress, drifted, null);
  }

  /** Everything is done and verified. */
  static Verdict inSync() {
    return new Verdict(
        Reason.IN_SYNC, Reason.IN_SYNC.sentence(), Condition.TRUE, Progress.DONE, Drifted.NO);
  }

  /** Hands off: what was said of the record before stands. */
  static Verdict paused(@Nullable String account) {
    String message =
        account == null
            ? Reason.PAUSED.sentence()
            : "Paused: no calls are made through account " + account + ".";
    return new Verdict(Reason.PAUSED, message, null, Progress.DONE, Drifted.KEPT);
  }

  /** Nothing is known yet. */
  static Verdict queued() {
    return new Verdict(
        Reason.QUEUED,
        Reason.QUEUED.sentence(),
        Condition.UNKNOWN,
        Progress.RECONCILING,
        Drifted.KEPT);
  }

  /** Under way, and expected to arrive by itself. */
  static Verdict underWay(Reason reason, String message) {
    return new Verdict(reason, message, Condition.FALSE, Progress.RECONCILING, Drifted.KEPT);
  }

  /** Waiting for a person. */
  static Verdict stalled(Reason reason, String message) {
    return new Verdict(reason, message, Condition.FALSE, Progress.STALLED, Drifted.KEPT);
  }

  Verdict drifted(Drifted changed) {
    return new Verdict(reason, message, ready, progress, changed, confirmDeleteToken);
  }

  /** With a sentence more. */
  Verdict adding(String sentence) {
    return new Verdict(
        reason, message + " " + sentence, ready, progress, drifted, confirmDeleteToken);
  }

  /** Waiting for this token. */
  Verdict confirmedBy(String token) {
    return new Verdict(reason, message, ready, progress, drifted, token);
  }
}
