package dev.livecallback.cli.doctor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the record of a write test may be there, and takes it away in the end: of the test,
 * or of the process. Nothing is written once it was taken away.
 */
final class TestRecordCleanup {
  private static final int TRIES = 3;

  /** Longer than a call takes, or a pause before it. */
  private static final Duration ONE_CALL = Duration.ofSeconds(12);

  private final DoctorCloud cloud;
  private final TestRecord record;
  private final PrintWriter err;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private boolean maybeThere;

  @GuardedBy("lock")
  private boolean unsure;

  @GuardedBy("lock")
  private boolean over;

  private volatile @Nullable Thread writer;

  /** A call that waits for its turn. */
  interface PacedWrite {
    /** Makes it; empty = there is no time left. */
    Optional<Answer<WriteAccepted>> make() throws InterruptedException;
  }

  TestRecordCleanup(DoctorCloud cloud, TestRecord record, PrintWriter err) {
    this.cloud = cloud;
    this.record = record;
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
    if (!isFreeInTime()) {
      Thread busy = writer;
      if (busy != null) {
        busy.interrupt();
      }
      lock.lock();
    }
    try {
      over = true;
      for (int tries = 0; maybeThere && tries < TRIES; tries++) {
        switch (cloud.delete(record.key())) {
          case Answer.Ok<WriteAccepted> _ -> maybeThere = false;
          case Answer.Failed<WriteAccepted>(Failure why) -> {
            if (tries == TRIES - 1) {
              err.println(
                  "The record may still be there, %s. Remove it in the console, or run this again in %d minutes. %s"
                      .formatted(
                          record.key(), TestRecord.OLD.toMinutes(), PacedCalls.sentence(why)));
            }
          }
        }
      }
      if (unsure) {
        err.println(
            "Nobody knows what came of one write: it may yet make the record, %s. Run this again in %d minutes: it removes it."
                .formatted(record.key(), TestRecord.OLD.toMinutes()));
        unsure = false;
      }
      err.flush();
    } finally {
      lock.unlock();
    }
  }
}
