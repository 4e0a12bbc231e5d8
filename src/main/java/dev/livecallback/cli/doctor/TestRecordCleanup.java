package dev.livecallback.cli.doctor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the record of a write test may be there, and takes it away in the end: of the test,
 * or of the process. Nothing is written once it was taken away.
 */
final class TestRecordCleanup {
  /** With pauses of 1, 2, 4 and 8 s between them. */
  private static final int TRIES = 5;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Longer than a call takes, or a pause before it. */
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

  private volatile boolean over;

  private volatile @Nullable Thread writer;

  /** A call that waits for its turn. */
  interface PacedWrite {
    /** Makes it; empty = there is no time left. */
    Optional<Answer<WriteAccepted>> make() throws InterruptedException;
  }

  /**
   * @param clock waits between tries
   * @param what the record, as a message has it
   */
  TestRecordCleanup(
      DoctorCloud cloud, CommandClock clock, TestRecord record, String what, PrintWriter err) {
    this.cloud = cloud;
    this.clock = clock;
    this.record = record;
    this.what = what;
    this.err = err;
  }

  /** Makes a call that puts the record; empty also where the process ends. */
  Optional<Answer<WriteAccepted>> put(PacedWrite write) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (over) {
        return Optional.empty();
      }
      boolean before = maybeThere;
      maybeThere = true;
      Optional<Answer<WriteAccepted>> answer = make(write);
      boolean unknown = is(answer, Failure.OutcomeUnknown.class);
      unsure |= unknown;
      maybeThere = before || unknown || isDone(answer);
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /** Makes a call that removes it; empty also where the process ends. */
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
   * Takes the record away if it may be there, and says so where that can't be done. A call that
   * another thread is at is waited for: broken off, it could take effect after the delete.
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
      for (int tries = 0; maybeThere && tries < TRIES; tries++) {
        if (tries > 0) {
          pause(PAUSE.multipliedBy(1L << (tries - 1)));
        }
        maybeThere = !(cloud.delete(record.key()) instanceof Answer.Ok<WriteAccepted>) && isSeen();
      }
      if (maybeThere) {
        err.println(
            "The record may still be there: %s. Remove it in the console, or run this again in %d minutes."
                .formatted(what, TestRecord.OLD.toMinutes()));
      } else if (unsure) {
        err.println(
            "Nobody knows what came of one write: it may yet make the record, %s. Run this again in %d minutes: it removes it."
                .formatted(what, TestRecord.OLD.toMinutes()));
      }
      err.flush();
    } finally {
      lock.unlock();
    }
  }

  /** Another run has the record now, and removes it. */
  void leave() {
    lock.lock();
    try {
      maybeThere = false;
      over = true;
    } finally {
      lock.unlock();
    }
  }

  /** A read showed that it is gone. */
  void gone() {
    lock.lock();
    try {
      maybeThere = false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a write may yet make the record, since it had no answer. */
  boolean isUnsure() {
    lock.lock();
    try {
      return unsure;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the record may still be there. */
  boolean isLeft() {
    lock.lock();
    try {
      return maybeThere;
    } finally {
      lock.unlock();
    }
  }

  /** Some services refuse to delete what isn't there: a read decides. */
  private boolean isSeen() {
    return !(cloud.describe(record.listing())
            instanceof Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> all, _))
        || TestRecord.ofItsApp(all).stream().anyMatch(record::isOurs);
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
