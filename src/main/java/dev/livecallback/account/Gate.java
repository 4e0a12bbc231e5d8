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
 * Whether the account can be used. Key and signature errors shut it, and so do {@link
 * #UNAVAILABLE_IN_A_ROW} unavailable answers of scopes that speak for all; then one probe per step
 * speaks for all of its objects. An answer that isn't the API's counts as unavailable once the
 * account has proven good, and shuts it before. Until a first good answer one call at a time is let
 * through, so that a wrong key costs one call however many objects there are. Safe for use by
 * several threads; waits for no other lock.
 */
public final class Gate {
  /** So many answers of this kind in a row shut the gate. */
  public static final int UNAVAILABLE_IN_A_ROW = 5;

  private static final Duration FIRST_STEP = Duration.ofSeconds(1);
  private static final Duration LAST_STEP = Duration.ofMinutes(1);

  /** So long must it stay open before it may shut with the first, short step again. */
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
   * Why and since when it is shut.
   *
   * @param failure the last failure
   * @param probeAt when to probe next
   */
  public record Shut(Failure failure, Instant probeAt) {
    /** Whether the API is out of reach, rather than the credentials or the endpoint wrong. */
    public boolean apiUnavailable() {
      return failure instanceof Failure.Unavailable || failure instanceof Failure.OutcomeUnknown;
    }
  }

  /** What an answer did to the gate. */
  public enum GateChange {
    STAYED,
    SHUT,
    OPENED
  }

  /**
   * An open gate that nothing is known of.
   *
   * @param random for the jitter of the steps
   */
  public Gate(RandomGenerator random) {
    this.random = random;
  }

  /** Why it is shut; empty if it is open. */
  public synchronized Optional<Shut> shut() {
    return Optional.ofNullable(shut);
  }

  /** Whether it is shut, and it is time to find out whether it can be opened. */
  public synchronized boolean probeIsDue(Instant now) {
    return shut != null && !now.isBefore(shut.probeAt());
  }

  /** How many calls may be in flight: none while shut, one until the account has proven good. */
  public synchronized int maxInFlight() {
    if (shut != null) {
      return 0;
    }
    return proven ? CallQueue.MAX_IN_FLIGHT : 1;
  }

  /** Takes in an answer that speaks for the account: a probe's, or one of STS. */
  public GateChange answered(Answer<?> answer, Instant now) {
    return judge(null, answer, now, true);
  }

  /**
   * Takes in the answer to a call of the Live API.
   *
   * @param scope what the call was for
   * @param speakForAll whether the trouble of these scopes, all that failed since the last good
   *     answer, is the account's rather than their own; not asked under this gate's lock
   */
  public GateChange answered(
      Scope scope, Answer<?> answer, Instant now, Predicate<Set<Scope>> speakForAll) {
    Set<Scope> failed = answer instanceof Answer.Failed<?> ? failing(scope) : Set.of();
    return judge(scope, answer, now, !failed.isEmpty() && speakForAll.test(failed));
  }

  /** What will have failed in a row should this scope have; none while that is of no account. */
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
            // The account's own trouble is none of these: the API knows it and talks to it.
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
   * The credentials proved good elsewhere (at STS), and no object is there for which the Live API
   * could be asked: reopens what only they had shut. Should the Live API reject them all the same,
   * the steps go on where they were.
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

  /** The credentials or the endpoint are others than before: what was learnt doesn't count. */
  public synchronized void renewed() {
    shut = null;
    proven = false;
    unavailable = 0;
    failing.clear();
    steps = 0;
    opened = Instant.MIN;
  }

  /** Whether the Live API took the credentials, and nothing spoke against them since. */
  public synchronized boolean isProven() {
    return proven;
  }

  /** A probe couldn't find anything out: the next one is a step later. */
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
