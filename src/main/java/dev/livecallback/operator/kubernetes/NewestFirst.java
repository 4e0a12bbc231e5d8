package dev.livecallback.operator.kubernetes;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits for a thread: the newest is next, and every fourth time the oldest, so that nothing
 * waits for ever. While thousands of new objects wait, an edit of another isn't behind all of them,
 * and an object that got its finalizer goes on before the rest get theirs.
 */
final class NewestFirst extends LinkedBlockingDeque<Runnable> {
  private static final long serialVersionUID = 1;

  /** One in so many is the oldest. */
  private static final int OLDEST = 4;

  private final AtomicInteger taken = new AtomicInteger();

  @Override
  public Runnable take() throws InterruptedException {
    return isOldestsTurn() ? takeFirst() : takeLast();
  }

  @Override
  public Runnable poll() {
    return isOldestsTurn() ? pollFirst() : pollLast();
  }

  @Override
  public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
    return isOldestsTurn() ? pollFirst(timeout, unit) : pollLast(timeout, unit);
  }

  private boolean isOldestsTurn() {
    return taken.incrementAndGet() % OLDEST == 0;
  }
}
