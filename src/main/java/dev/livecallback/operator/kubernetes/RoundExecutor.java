package dev.livecallback.operator.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor of rounds that runs a limited number at a time. Namespaces take turns, and leave room
 * for each other ({@link Room}). Within a namespace, the newest round comes first, and every fourth
 * time the oldest, so that none waits for ever. So while thousands of new objects wait, an edit of
 * another object doesn't wait for all of them, and an object that has its finalizer goes on before
 * the others get theirs.
 */
final class RoundExecutor extends AbstractExecutorService {
  private static final Logger LOG = LoggerFactory.getLogger(RoundExecutor.class);

  /** The position of the oldest round: one round of this many in a namespace is the oldest one. */
  private static final int OLDEST = 4;

  private final Function<Runnable, String> namespace;
  private final ThreadFactory threads = Thread.ofVirtual().name("round-", 1).factory();

  @GuardedBy("this")
  private final Map<String, NamespaceRounds> waiting = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Room room;

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
    this.room = new Room(atOnce);
    this.namespace = namespace;
  }

  @Override
  public synchronized void execute(Runnable round) {
    if (shutdown) {
      throw new RejectedExecutionException("the operator ends");
    }
    waiting.computeIfAbsent(namespace.apply(round), _ -> new NamespaceRounds()).rounds.add(round);
    startSome();
  }

  /** Starts the rounds that there is room for, from the namespaces whose turn it is. */
  @GuardedBy("this")
  private void startSome() {
    for (Optional<String> next = room.first(waiting.keySet());
        next.isPresent();
        next = room.first(waiting.keySet())) {
      String whose = next.get();
      NamespaceRounds its = Objects.requireNonNull(waiting.remove(whose));
      Runnable round = its.next();
      if (!its.rounds.isEmpty()) {
        waiting.put(whose, its);
      }
      room.enter(whose);
      threads.newThread(() -> run(whose, round)).start();
    }
  }

  private void run(String whose, Runnable round) {
    try {
      SdkRounds.run(round);
    } catch (Throwable bug) {
      LOG.error("A bug: a round ended otherwise than the SDK thinks.", bug);
    } finally {
      ended(whose);
    }
  }

  private synchronized void ended(String whose) {
    room.leave(whose);
    startSome();
    notifyAll();
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
    return shutdown && room.isEmpty() && waiting.isEmpty();
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
