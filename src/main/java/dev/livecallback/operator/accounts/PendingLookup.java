package dev.livecallback.operator.accounts;

import dev.livecallback.engine.objects.SecretUnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of an account's Secret lookup. Each event that may mean another Secret asks for a
 * lookup. Events that come before the lookup begins share it, since it may take a request. Safe for
 * use by several threads.
 */
final class PendingLookup {
  private static final Logger LOG = LoggerFactory.getLogger(PendingLookup.class);

  private final Lock oneAtATime = new ReentrantLock();
  private final AtomicBoolean comes = new AtomicBoolean();
  private volatile boolean wanted;

  /**
   * Asks for a lookup.
   *
   * @return whether the caller has to make it; false = another caller is about to make it
   */
  boolean want() {
    wanted = true;
    return comes.compareAndSet(false, true);
  }

  /** Notes that the lookup begins: whoever asks for a lookup from now on gets another one. */
  void begins() {
    comes.set(false);
  }

  /** Returns whether the last lookup failed, and no other one is about to begin. */
  boolean isLeft() {
    return wanted && !comes.get();
  }

  /**
   * Looks the Secret up, one lookup at a time: otherwise the older of two results could be taken
   * last.
   *
   * @param look returns whether it found anything new; throws {@link SecretUnavailableException}
   * @return the result of {@code look}; false if the Secret couldn't be asked for
   */
  boolean run(BooleanSupplier look) {
    oneAtATime.lock();
    try {
      wanted = false;
      return look.getAsBoolean();
    } catch (SecretUnavailableException e) {
      LOG.debug("{} The operator asks for it again.", e.getMessage());
      wanted = true;
      return false;
    } finally {
      oneAtATime.unlock();
    }
  }
}
