package dev.livecallback.operator.accounts;

import dev.livecallback.engine.objects.SecretUnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When an account's Secret is looked up, which may take a request: after each event that may mean
 * another one, one look for several events. Safe for use by several threads.
 */
final class PendingLookup {
  private static final Logger LOG = LoggerFactory.getLogger(PendingLookup.class);

  private final Lock oneAtATime = new ReentrantLock();
  private final AtomicBoolean comes = new AtomicBoolean();
  private volatile boolean wanted;

  /**
   * Notes that one is wanted.
   *
   * @return whether the caller is to see to that; else somebody is about to
   */
  boolean want() {
    wanted = true;
    return comes.compareAndSet(false, true);
  }

  /** The look that somebody was to see to begins: what is wanted from now on takes another one. */
  void begins() {
    comes.set(false);
  }

  /** Whether one is wanted, and nobody is about to: the Secret couldn't be asked for. */
  boolean isLeft() {
    return wanted && !comes.get();
  }

  /**
   * Looks. One look at a time: else the older of two could be taken last.
   *
   * @param look whether there is anything new; throws {@link SecretUnavailableException}
   * @return the same; false if the Secret couldn't be asked for
   */
  boolean run(BooleanSupplier look) {
    oneAtATime.lock();
    try {
      wanted = false;
      return look.getAsBoolean();
    } catch (SecretUnavailableException e) {
      LOG.info("{} It is asked for again.", e.getMessage());
      wanted = true;
      return false;
    } finally {
      oneAtATime.unlock();
    }
  }
}
