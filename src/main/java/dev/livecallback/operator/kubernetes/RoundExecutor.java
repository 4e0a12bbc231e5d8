package dev.livecallback.operator.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor of rounds that runs a limited number at a time. Namespaces take turns. Within a
 * namespace, the newest round comes first, and every fourth time the oldest, so that none waits for
 * ever. So while thousands of new objects wait, an edit of another object doesn't wait for all of
 * them, and an object that has its finalizer goes on before the others get theirs.
 */
final class RoundExecutor extends AbstractExecutorService {
  private static final Logger LOG = LoggerFactory.getLogger(RoundExecutor.class);

  /** The position of the oldest round: one round of this many in a namespace is the oldest one. */
  private static final int OLDEST = 4;

  private final int atOnce;
  private final Function<Runnable, String> namespace;
  private final ThreadFactory threads = Thread.ofVirtual().name("round-", 1).factory();

  @GuardedBy("this")
  private final Map<String, NamespaceRounds> waiting = new LinkedHashMap<>();

  @GuardedBy("this")
  private int running;

  @GuardedBy("this")
  private boolean shutdown;

  /** The waiting rounds of one namespace. */
  private static final class NamespaceRounds {
    final Deque<Runnable> rounds = new ArrayDeque<>();
    int taken;

    Runnable next() {
      taken++;
      return taken % OLDEST == 0 ? rounds.removeFirst() : rounds.removeLast();
    }
  }

  /**
   * Creates an executor without any waiting rounds.
   *
   * @param atOnce the number of rounds that run at a time
   * @param namespace gives the namespace of a round's object
   */
  RoundExecutor(int atOnce, Function<Runnable, String> namespace) {
    this.atOnce = atOnce;
    this.namespace = namespace;
  }

  @Override
  public void execute(Runnable round) {
    String whose = namespace.apply(round);
    synchronized (this) {
      if (shutdown) {
        throw new RejectedExecutionException("the operator ends");
      }
      waiting.computeIfAbsent(whose, _ -> new NamespaceRounds()).rounds.addLast(round);
      if (running == atOnce) {
        return;
      }
      running++;
    }
    threads.newThread(this::work).start();
  }

  private void work() {
    for (Runnable round = next(); round != null; round = next()) {
      try {
        SdkRounds.run(round);
      } catch (Throwable bug) {
        LOG.error("A bug: a round ended otherwise than the SDK thinks.", bug);
      }
    }
  }

  /**
   * Returns the next round, from the namespace whose turn it is. If there is none, returns null and
   * counts one running thread less.
   */
  private synchronized @Nullable Runnable next() {
    Map.Entry<String, NamespaceRounds> first =
        waiting.isEmpty() ? null : waiting.entrySet().iterator().next();
    if (first == null) {
      running--;
      notifyAll();
      return null;
    }
    waiting.remove(first.getKey());
    Runnable round = first.getValue().next();
    if (!first.getValue().rounds.isEmpty()) {
      waiting.put(first.getKey(), first.getValue());
    }
    return round;
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    notifyAll();
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> left = new ArrayList<>();
    waiting.values().forEach(each -> left.addAll(each.rounds));
    waiting.clear();
    notifyAll();
    return left;
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public synchronized boolean isTerminated() {
    return shutdown && running == 0 && waiting.isEmpty();
  }

  @Override
  public synchronized boolean awaitTermination(long timeout, TimeUnit unit)
      throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(timeout);
    while (!isTerminated()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
