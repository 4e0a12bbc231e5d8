package dev.livecallback.account;

import dev.livecallback.calls.Action;
import dev.livecallback.remote.Curves;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the API doesn't permit accounts to do: an action on a scope. One waiting order of it is sent
 * after each pause, as a probe for all the others. Safe for use by several threads; waits for no
 * other lock.
 */
public final class Permissions {
  /** So long the others wait for a probe's answer at most. */
  private static final Duration PROBE = Duration.ofSeconds(15);

  private final Curves curves;
  private final Map<Subject, Pause> denied = new ConcurrentHashMap<>();

  private record Subject(String account, Action action, Scope scope) {}

  /**
   * Nothing is denied yet.
   *
   * @param curves for the pauses
   */
  public Permissions(Curves curves) {
    this.curves = curves;
  }

  /** A call is being sent: where that action is denied, it is the probe, and others wait for it. */
  public void began(String account, Action action, Scope scope, Instant now) {
    denied.computeIfPresent(
        new Subject(account, action, scope),
        (_, pause) -> new Pause(pause.failure(), pause.inARow(), now.plus(PROBE)));
  }

  /**
   * Takes in the answer to a call.
   *
   * @return whether the action is permitted again, or isn't any more
   */
  public boolean answered(
      String account, Action action, Scope scope, Answer<?> answer, Instant ended) {
    Subject subject = new Subject(account, action, scope);
    if (answer instanceof Answer.Failed<?>(Failure.NotPermitted failure)) {
      return denied
              .merge(
                  subject,
                  Pause.after(null, failure, ended, curves),
                  (before, _) -> Pause.after(before, failure, ended, curves))
              .inARow()
          == 1;
    }
    return judged(answer) && denied.remove(subject) != null;
  }

  /** Whether the API got as far as to look at what is asked for. */
  private static boolean judged(Answer<?> answer) {
    return answer instanceof Answer.Ok<?>
        || (answer instanceof Answer.Failed<?> failed
            && (failed.failure() instanceof Failure.Rejected
                || failed.failure() instanceof Failure.ScopeMissing));
  }

  /** Why that isn't permitted, and when it is tried again; empty if nothing is known against it. */
  public Optional<Pause> denial(String account, Action action, Scope scope) {
    return Optional.ofNullable(denied.get(new Subject(account, action, scope)));
  }

  /** Whether a call may go: nothing is known against it, or it is the next probe. */
  public boolean allows(String account, Action action, Scope scope, Instant now) {
    Pause pause = denied.get(new Subject(account, action, scope));
    return pause == null || !pause.lasts(now);
  }

  /** Forgets what was denied to an account: its credentials are others, or it is gone. */
  public void forget(String account) {
    denied.keySet().removeIf(subject -> subject.account().equals(account));
  }
}
