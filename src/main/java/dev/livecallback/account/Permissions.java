package dev.livecallback.account;

import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import dev.livecallback.remote.BackoffPolicy;
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
 * The actions on scopes that the API doesn't permit to accounts. After each pause, one waiting
 * order of such an action is sent, as a probe for all the others. Safe for use by several threads;
 * waits for no other lock.
 */
public final class Permissions {
  /** The longest time that the others wait for a probe's answer. */
  private static final Duration PROBE = Duration.ofSeconds(15);

  /**
   * The number of denials from which on those whose pause is over are forgotten: objects may name
   * ever new scopes.
   */
  private static final int MANY = 1_000;

  private final BackoffPolicy backoff;
  private final Map<Subject, Denied> denied = new ConcurrentHashMap<>();

  private record Subject(AccountName account, Action action, Scope scope) {}

  /**
   * The denial of an action.
   *
   * @param since the time of the answer that began the pause
   */
  private record Denied(Pause pause, Instant since) {}

  /**
   * Creates the permissions of accounts to which nothing is denied yet.
   *
   * @param backoff the rule for the length of the pauses
   */
  public Permissions(BackoffPolicy backoff) {
    this.backoff = backoff;
  }

  /**
   * Records that a call is being sent. If its action is denied, the call is the probe, and other
   * calls wait for its answer.
   */
  public void began(AccountName account, Action action, Scope scope, Instant now) {
    denied.computeIfPresent(
        new Subject(account, action, scope),
        (_, before) ->
            new Denied(
                new Pause(before.pause().failure(), before.pause().inARow(), now.plus(PROBE)),
                before.since()));
  }

  /**
   * Applies the answer to a call. Denials of calls that were in flight together are one step, not
   * several.
   *
   * @param began the time when the call was sent
   * @return true if the action is permitted again, or isn't any more
   */
  public boolean answered(
      AccountName account,
      Action action,
      Scope scope,
      Answer<?> answer,
      Instant began,
      Instant ended) {
    Subject subject = new Subject(account, action, scope);
    if (answer instanceof Answer.Failed<?>(Failure.NotPermitted failure)) {
      if (denied.size() >= MANY) {
        denied.values().removeIf(known -> !known.pause().lasts(ended));
      }
      Denied fresh = new Denied(Pause.after(null, failure, ended, backoff), ended);
      Denied known =
          denied.merge(
              subject,
              fresh,
              (before, _) ->
                  began.isBefore(before.since())
                      ? before
                      : new Denied(Pause.after(before.pause(), failure, ended, backoff), ended));
      return known.equals(fresh);
    }
    return judged(answer) && denied.remove(subject) != null;
  }

  /** Returns whether the API permitted the action and looked at the request itself. */
  private static boolean judged(Answer<?> answer) {
    return answer instanceof Answer.Ok<?>
        || (answer instanceof Answer.Failed<?> failed
            && (failed.failure() instanceof Failure.Rejected
                || failed.failure() instanceof Failure.ScopeMissing));
  }

  /**
   * Returns why the action isn't permitted, and when it is tried again; empty = nothing is known
   * against it.
   */
  public Optional<Pause> denial(AccountName account, Action action, Scope scope) {
    return Optional.ofNullable(denied.get(new Subject(account, action, scope))).map(Denied::pause);
  }

  /** Returns whether a call may go: nothing is known against it, or it is the next probe. */
  public boolean allows(AccountName account, Action action, Scope scope, Instant now) {
    return denial(account, action, scope).filter(pause -> pause.lasts(now)).isEmpty();
  }

  /** Returns how many denials are remembered. */
  int size() {
    return denied.size();
  }

  /** Forgets the denials of an account: its credentials are others, or it is gone. */
  public void forget(AccountName account) {
    denied.keySet().removeIf(subject -> subject.account().equals(account));
  }
}
