package dev.livecallback.cli.doctor;

import dev.livecallback.cli.CallPace;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls one after the other at a command's pace, a bounded number in a bounded time. What passes is
 * tried again; nothing of it ends the command.
 */
final class DoctorCalls {
  private static final int TRIES = 3;

  private final CallPace pace;
  private final String what;
  private final int expected;
  private final ProgressLine progress;
  private int left;
  private int made;
  private int throttled;
  private int failed;

  /**
   * @param what what they are for, as a person is told who waits
   * @param expected about how many calls it takes
   * @param most how many calls at most
   */
  DoctorCalls(CallPace pace, String what, int expected, int most, ProgressLine progress) {
    this.pace = pace;
    this.what = what;
    this.expected = expected;
    this.left = most;
    this.progress = progress;
  }

  /**
   * Makes a call that changes nothing, again where trouble passes.
   *
   * @return empty = the time or the calls are used up
   */
  <T> Optional<Answer<T>> read(Supplier<Answer<T>> call) throws InterruptedException {
    Optional<Answer<T>> answer = Optional.empty();
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<Answer<T>> next = once(call);
      if (next.isEmpty()) {
        return answer;
      }
      answer = next;
      if (!passes(answer.get())) {
        return answer;
      }
    }
    return answer;
  }

  /**
   * Makes a call once; again only where the API has said that it was one too many.
   *
   * @return empty = the time or the calls are used up
   */
  <T> Optional<Answer<T>> once(Supplier<Answer<T>> call) throws InterruptedException {
    while (left > 0) {
      progress.at(
          "%s, %d calls made".formatted(what, made), pace.estimate(Math.max(1, expected - made)));
      try {
        pace.awaitTurn();
      } catch (CommandFailedException _) {
        left = 0; // the time is over
        return Optional.empty();
      }
      left--;
      made++;
      Answer<T> answer = call.get();
      if (!(answer instanceof Answer.Failed<T>(Failure failure))) {
        return Optional.of(answer);
      }
      if (!(failure instanceof Failure.Throttled one)) {
        failed += passes(answer) ? 1 : 0;
        return Optional.of(answer);
      }
      throttled++;
      pace.pauseAfter(one);
    }
    return Optional.empty();
  }

  /** Makes a call once whose failure is looked at by itself: it isn't counted as trouble. */
  <T> Optional<Answer<T>> probe(Supplier<Answer<T>> call) throws InterruptedException {
    int before = failed;
    Optional<Answer<T>> answer = once(call);
    failed = before;
    return answer;
  }

  private static boolean passes(Answer<?> answer) {
    return answer instanceof Answer.Failed<?>(Failure failure)
        && (failure instanceof Failure.Unavailable || failure instanceof Failure.OutcomeUnknown);
  }

  /** Takes the line of progress away, before something else is said. */
  void clearProgress() {
    progress.clear();
  }

  /** How many were made. */
  int made() {
    return made;
  }

  /** How many were one too many, by the API's word. */
  int throttled() {
    return throttled;
  }

  /** How many met trouble that passes: no answer, or one that says so. */
  int failed() {
    return failed;
  }

  /** Whether no more may be made. */
  boolean isOver() {
    return left == 0;
  }
}
