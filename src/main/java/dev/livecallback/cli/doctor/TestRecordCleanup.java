package dev.livecallback.cli.doctor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The cleanup of a write test. It knows whether the record of the test may exist, and removes the
 * record at the end of the test or of the process. After that, nothing more is written.
 */
final class TestRecordCleanup {
  /** The number of deletes at most, with pauses of 1, 2, 4 and 8 s between them. */
  private static final int TRIES = 5;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The time after which no other delete begins. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /**
   * The longest wait for another thread's call. It is longer than a call, and longer than the pause
   * before a call.
   */
  private static final Duration ONE_CALL = Duration.ofSeconds(12);

  private final DoctorCloud cloud;
  private final CommandClock clock;
  private final TestRecord record;
  private final String what;
  private final PrintWriter err;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private boolean maybeThere;

  @GuardedBy("lock")
  private boolean unsure;

  /** Whether a read showed the record since it was last put. */
  @GuardedBy("lock")
  private boolean seen;

  private volatile boolean over;

  private volatile @Nullable Thread writer;

  /** A call that waits for its turn. */
  interface PacedWrite {
    /** Makes the call; empty = there is no time left. */
    Optional<Answer<WriteAccepted>> make() throws InterruptedException;
  }

  /**
   * @param clock the clock that waits between tries
   * @param what the record, in the words of a message
   */
  TestRecordCleanup(
      DoctorCloud cloud, CommandClock clock, TestRecord record, String what, PrintWriter err) {
    this.cloud = cloud;
    this.clock = clock;
    this.record = record;
    this.what = what;
    this.err = err;
  }

  /** Makes a call that puts the record; empty = there is no time left, or the cleanup has begun. */
  Optional<Answer<WriteAccepted>> put(PacedWrite write) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (over) {
        return Optional.empty();
      }
      boolean before = maybeThere;
      maybeThere = true;
      seen = false;
      Optional<Answer<WriteAccepted>> answer = make(write);
      boolean unknown = is(answer, Failure.OutcomeUnknown.class);
      unsure |= unknown;
      maybeThere = before || unknown || isDone(answer);
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a call that removes the record; empty = there is no time left, or the cleanup has begun.
   */
  Optional<Answer<WriteAccepted>> removing(PacedWrite write) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (over) {
        return Optional.empty();
      }
      maybeThere = true;
      Optional<Answer<WriteAccepted>> answer = make(write);
      maybeThere = !isDone(answer);
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes the record if it may exist, and reports a failure. This first waits for a call of
   * another thread, since an interrupted call could take effect after the delete. After {@link
   * #ONE_CALL}, it interrupts the call all the same.
   */
  void remove() {
    over = true;
    if (!isFreeInTime()) {
      Thread busy = writer;
      if (busy != null) {
        busy.interrupt();
      }
      lock.lock();
    }
    try {
      Instant end = clock.now().plus(LONGEST);
      for (int tries = 0; maybeThere && tries < TRIES; tries++) {
        if (tries > 0) {
          pause(PAUSE.multipliedBy(1L << (tries - 1)));
        }
        if (clock.now().isAfter(end)) {
          break;
        }
        maybeThere =
            cloud.delete(record.key()) instanceof Answer.Failed<WriteAccepted>(Failure why)
                && !(canBeGone(why) && isNotShown());
      }
      if (maybeThere) {
        err.println(
            "The record may still be there: %s. Remove it in the console, or run this again in %d minutes."
                .formatted(what, TestRecord.OLD.toMinutes()));
      } else if (unsure) {
        err.println(
            "It isn't known what came of one write, which may yet make the record, %s. Run this again in %d minutes: the next run removes the record."
                .formatted(what, TestRecord.OLD.toMinutes()));
      }
      err.flush();
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the record to another run, which removes it. */
  void leave() {
    lock.lock();
    try {
      maybeThere = false;
      over = true;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a read showed the record. */
  void seen() {
    lock.lock();
    try {
      seen = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a read after a failed delete didn't show the record. Returns whether the record is
   * gone.
   */
  boolean isGone(Failure why) {
    lock.lock();
    try {
      maybeThere &= !canBeGone(why);
      return !maybeThere;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether a read may be believed that doesn't show the record after this failure of a
   * delete. The read may be older than the record, unless an earlier one showed the record. If the
   * API refuses the delete itself, there is nothing to delete.
   */
  @GuardedBy("lock")
  private boolean canBeGone(Failure why) {
    return seen || why instanceof Failure.Rejected || why instanceof Failure.ScopeMissing;
  }

  /** Returns whether a write without an answer may yet make the record. */
  boolean isUnsure() {
    lock.lock();
    try {
      return unsure;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the record may still exist. */
  boolean isLeft() {
    lock.lock();
    try {
      return maybeThere;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a read succeeds and shows no record that this run has to remove. */
  private boolean isNotShown() {
    return cloud.describe(record.listing())
            instanceof Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> all, _)
        && TestRecord.ofItsApp(all).stream()
            .allMatch(each -> record.isOfAnotherRun(each, clock.now()));
  }

  private void pause(Duration pause) {
    try {
      clock.sleep(pause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isFreeInTime() {
    try {
      return lock.tryLock(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return false;
    }
  }

  private Optional<Answer<WriteAccepted>> make(PacedWrite write) throws InterruptedException {
    writer = Thread.currentThread();
    try {
      return write.make();
    } finally {
      writer = null;
    }
  }

  private static boolean isDone(Optional<Answer<WriteAccepted>> answer) {
    return answer.isPresent() && answer.get() instanceof Answer.Ok<WriteAccepted>;
  }

  private static boolean is(
      Optional<Answer<WriteAccepted>> answer, Class<? extends Failure> failure) {
    return answer.isPresent()
        && answer.get() instanceof Answer.Failed<WriteAccepted>(Failure why)
        && failure.isInstance(why);
  }
}
