package dev.livecallback.cli.doctor;

import dev.livecallback.cli.CallPace;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls to the cloud, one after the other at a command's pace. Their number and time are limited.
 * Temporary failures are retried, and no failure ends the command.
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
   * @param what the purpose of the calls, for the progress line
   * @param expected the expected number of calls
   * @param most the highest number of calls
   */
  DoctorCalls(CallPace pace, String what, int expected, int most, ProgressLine progress) {
    this.pace = pace;
    this.what = what;
    this.expected = expected;
    this.left = most;
    this.progress = progress;
  }

  /**
   * Makes a call that changes nothing, and retries a temporary failure.
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
   * Makes a call once, and again only if the API throttled it.
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

  /** Makes a call once, and leaves its failure out of the count, since the caller judges it. */
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

  /** Removes the progress line, before something else is printed. */
  void clearProgress() {
    progress.clear();
  }

  /** Returns the number of calls that were made. */
  int made() {
    return made;
  }

  /** Returns the number of calls that the API throttled. */
  int throttled() {
    return throttled;
  }

  /**
   * Returns the number of calls with a temporary failure: no answer, or one that says to try again.
   */
  int failed() {
    return failed;
  }

  /** Returns whether no more calls may be made. */
  boolean isOver() {
    return left == 0;
  }
}
