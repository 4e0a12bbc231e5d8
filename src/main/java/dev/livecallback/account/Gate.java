package dev.livecallback.account;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of an account. Key and signature errors shut it, and so do {@link
 * #UNAVAILABLE_IN_A_ROW} unavailable answers of scopes that speak for the whole account. While it
 * is shut, one probe per backoff step tests the account for all of its objects. An answer that
 * isn't the API's counts as unavailable once the account has proven good, and before that shuts the
 * gate at once. Until the first good answer one call at a time is let through, so a wrong key costs
 * one call however many objects there are. Safe for use by several threads; waits for no other
 * lock.
 */
public final class Gate {
  /** The number of unavailable answers in a row that shut the gate. */
  public static final int UNAVAILABLE_IN_A_ROW = 5;

  private static final Duration FIRST_STEP = Duration.ofSeconds(1);
  private static final Duration LAST_STEP = Duration.ofMinutes(1);

  /**
   * The time for which the gate has to stay open before it may shut with the first, short step
   * again.
   */
  private static final Duration CALM = Duration.ofMinutes(5);

  private final RandomGenerator random;

  @GuardedBy("this")
  private boolean proven;

  @GuardedBy("this")
  private int unavailable;

  /** The scopes that failed since the last good answer. */
  @GuardedBy("this")
  private final Set<Scope> failing = new HashSet<>();

  @GuardedBy("this")
  private int steps;

  @GuardedBy("this")
  private Instant opened = Instant.MIN;

  @GuardedBy("this")
  private @Nullable Shut shut;

  /**
   * The state of a shut gate.
   *
   * @param failure the last failure
   * @param probeAt the instant at which the next probe is due
   */
  public record Shut(Failure failure, Instant probeAt) {
    /**
     * Returns true if the API is out of reach, false if the credentials or the endpoint are wrong.
     */
    public boolean apiUnavailable() {
      return failure instanceof Failure.Unavailable || failure instanceof Failure.OutcomeUnknown;
    }
  }

  /** The change of the gate by an answer. */
  public enum GateChange {
    STAYED,
    SHUT,
    OPENED
  }

  /**
   * Creates an open gate that has seen no answer yet.
   *
   * @param random the source of the jitter of the steps
   */
  public Gate(RandomGenerator random) {
    this.random = random;
  }

  /** Returns why the gate is shut; empty = it is open. */
  public synchronized Optional<Shut> shut() {
    return Optional.ofNullable(shut);
  }

  /** Returns whether the gate is shut and its next probe is due. */
  public synchronized boolean probeIsDue(Instant now) {
    return shut != null && !now.isBefore(shut.probeAt());
  }

  /**
   * Returns how many calls may be in flight: none while the gate is shut, one until the account has
   * proven good.
   */
  public synchronized int maxInFlight() {
    if (shut != null) {
      return 0;
    }
    return proven ? CallQueue.MAX_IN_FLIGHT : 1;
  }

  /** Applies an answer that speaks for the account: a probe's, or one of STS. */
  public GateChange answered(Answer<?> answer, Instant now) {
    return judge(null, answer, now, true);
  }

  /**
   * Applies the answer to a call of the Live API.
   *
   * @param scope the scope that the call was for
   * @param speakForAll tells whether the trouble of these scopes, all that failed since the last
   *     good answer, is the account's rather than their own; not asked under this gate's lock
   */
  public GateChange answered(
      Scope scope, Answer<?> answer, Instant now, Predicate<Set<Scope>> speakForAll) {
    Set<Scope> failed = answer instanceof Answer.Failed<?> ? failing(scope) : Set.of();
    return judge(scope, answer, now, !failed.isEmpty() && speakForAll.test(failed));
  }

  /**
   * Returns the scopes that will have failed since the last good answer, if this scope has failed
   * too. Empty while the scopes make no difference.
   */
  private synchronized Set<Scope> failing(Scope scope) {
    if (!proven || unavailable + 1 < UNAVAILABLE_IN_A_ROW) {
      return Set.of();
    }
    Set<Scope> all = new HashSet<>(failing);
    all.add(scope);
    return all;
  }

  private synchronized GateChange judge(
      @Nullable Scope scope, Answer<?> answer, Instant now, boolean everybodys) {
    boolean untried =
        answer instanceof Answer.Failed<?>(Failure.Unavailable(_, boolean tried)) && !tried;
    if (untried) {
      return GateChange.STAYED;
    }
    if (scope != null && answer instanceof Answer.Failed<?>) {
      failing.add(scope);
    }
    return switch (answer) {
      case Answer.Ok<?> _ -> open(now);
      case Answer.Failed<?> failed ->
          switch (failed.failure()) {
            case Failure.CredentialsRejected rejected -> shut(rejected, now);
            case Failure.WrongEndpoint wrong ->
                proven && scope != null ? down(wrong, now, everybodys) : shut(wrong, now);
            case Failure.Unavailable down -> down(down, now, everybodys);
            case Failure.OutcomeUnknown unknown -> down(unknown, now, everybodys);
            // None of these is the account's own trouble: the API knows the account and answers it.
            case Failure.Throttled _,
                Failure.NotPermitted _,
                Failure.Rejected _,
                Failure.TooLarge _,
                Failure.ScopeMissing _ ->
                open(now);
          };
    };
  }

  /**
   * Reopens a gate that only the credentials had shut, after STS accepted them. To be used if there
   * is no object for which the Live API could be asked. If the Live API rejects the credentials all
   * the same, the steps continue where they were.
   */
  public synchronized GateChange credentialsAccepted(Instant now) {
    if (shut == null || !(shut.failure() instanceof Failure.CredentialsRejected)) {
      return GateChange.STAYED;
    }
    shut = null;
    opened = now;
    proven = false;
    return GateChange.OPENED;
  }

  /** Forgets what was learnt, because the credentials or the endpoint are others than before. */
  public synchronized void renewed() {
    shut = null;
    proven = false;
    unavailable = 0;
    failing.clear();
    steps = 0;
    opened = Instant.MIN;
  }

  /**
   * Returns whether the Live API accepted the credentials, and nothing spoke against them since.
   */
  public synchronized boolean isProven() {
    return proven;
  }

  /** Records that a probe couldn't find anything out: the next probe is a step later. */
  public synchronized void probedInVain(Instant now) {
    if (shut != null) {
      shut = step(shut.failure(), now);
    }
  }

  @GuardedBy("this")
  private GateChange open(Instant now) {
    GateChange turn = shut == null ? GateChange.STAYED : GateChange.OPENED;
    if (shut != null) {
      opened = now;
    }
    shut = null;
    proven = true;
    unavailable = 0;
    failing.clear();
    return turn;
  }

  @GuardedBy("this")
  private GateChange down(Failure failure, Instant now, boolean everybodys) {
    unavailable++;
    boolean enough = unavailable >= UNAVAILABLE_IN_A_ROW;
    return shut != null || (enough && (!proven || everybodys))
        ? shut(failure, now)
        : GateChange.STAYED;
  }

  @GuardedBy("this")
  private GateChange shut(Failure failure, Instant now) {
    if (shut == null && opened.isBefore(now.minus(CALM))) {
      steps = 0;
    }
    boolean sameKind = shut != null && shut.failure().getClass() == failure.getClass();
    GateChange turn = sameKind ? GateChange.STAYED : GateChange.SHUT;
    boolean stepOver = shut == null || !now.isBefore(shut.probeAt());
    // Late answers of calls that were in flight together are one step, not several.
    shut = stepOver || !sameKind ? step(failure, now) : shut;
    proven = false;
    return turn;
  }

  @GuardedBy("this")
  private Shut step(Failure failure, Instant now) {
    Duration full = FIRST_STEP.multipliedBy(1L << Math.min(steps, 10));
    steps++;
    Duration capped = full.compareTo(LAST_STEP) > 0 ? LAST_STEP : full;
    Duration jittered =
        Duration.ofMillis((long) (capped.toMillis() * (1 - random.nextDouble() / 5)));
    return new Shut(failure, now.plus(jittered));
  }
}
