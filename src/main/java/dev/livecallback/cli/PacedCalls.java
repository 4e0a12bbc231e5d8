package dev.livecallback.cli;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Calls to the cloud, one after the other at a command's pace. A throttled call is made again after
 * a pause, and so is a call with a temporary failure. A failure that concerns the whole account
 * ends the command.
 */
public final class PacedCalls {
  /**
   * The number of tries before a temporary failure counts. Until a call has succeeded, the first
   * one counts.
   */
  private static final int TRIES = 3;

  private final CloudCalls calls;
  private final CallPace pace;
  private boolean succeeded;

  PacedCalls(CloudCalls calls, CallPace pace) {
    this.calls = calls;
    this.pace = pace;
  }

  /**
   * Reads a listing.
   *
   * @return a failure only if it concerns this scope alone
   * @throws CommandFailedException if the command can't go on
   */
  public Answer<List<CallbackRecord>> describe(Listing listing)
      throws CommandFailedException, InterruptedException {
    return answer(() -> calls.describe(listing));
  }

  /**
   * Reads a listing, and returns every failure. This retries as {@link #describe} does.
   *
   * @throws CommandFailedException if the time is over
   */
  public Answer<List<CallbackRecord>> tryDescribe(Listing listing)
      throws CommandFailedException, InterruptedException {
    return settled(() -> calls.describe(listing));
  }

  /** Reads a page of the account's domains; otherwise like {@link #describe}. */
  public Answer<DomainPage> listDomainDetail(int page, int size)
      throws CommandFailedException, InterruptedException {
    return answer(() -> calls.listDomainDetail(page, size));
  }

  /** Returns about how long this number of calls takes. */
  public Duration estimate(int count) {
    return pace.estimate(count);
  }

  private <T> Answer<T> answer(Supplier<Answer<T>> call)
      throws CommandFailedException, InterruptedException {
    Answer<T> answer = settled(call);
    if (answer instanceof Answer.Failed<T>(Failure failure)) {
      switch (failure) {
        case Failure.Throttled _,
            Failure.Unavailable _,
            Failure.OutcomeUnknown _,
            Failure.CredentialsRejected _,
            Failure.WrongEndpoint _ ->
            throw new CommandFailedException(sentence(failure));
        case Failure.NotPermitted _,
            Failure.Rejected _,
            Failure.ScopeMissing _,
            Failure.TooLarge _ -> {
          // The caller says what is left out.
        }
      }
    }
    return answer;
  }

  /**
   * Makes a call, again if need be, and returns the answer that another try wouldn't soon change.
   */
  private <T> Answer<T> settled(Supplier<Answer<T>> call)
      throws CommandFailedException, InterruptedException {
    int tries = 0;
    while (true) {
      Answer<T> answer = pace.call(call);
      if (!(answer instanceof Answer.Failed<T>(Failure failure))) {
        succeeded = true;
        return answer;
      }
      switch (failure) {
        case Failure.Throttled throttled -> pace.pauseAfter(throttled);
        case Failure.Unavailable _, Failure.OutcomeUnknown _ -> {
          tries++;
          if (!succeeded || tries == TRIES) {
            return answer;
          }
          pace.pause(CallPace.THROTTLED);
        }
        case Failure.CredentialsRejected _,
            Failure.WrongEndpoint _,
            Failure.NotPermitted _,
            Failure.Rejected _,
            Failure.ScopeMissing _,
            Failure.TooLarge _ -> {
          return answer;
        }
      }
    }
  }

  /** Returns the sentence about a failure for the person who runs a command. */
  public static String sentence(Failure failure) {
    return failure.detail().message().replace(Failure.TRIED_AGAIN, "Try again later.");
  }
}
