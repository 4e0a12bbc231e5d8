package dev.livecallback.operator.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Requests to the API server, a few at a time, namespaces in turn: while one team imports thousands
 * of objects, the single one of another isn't the last to be told of, and the API server has time
 * for others too. What waits should be a virtual thread. Safe for use by several threads.
 */
public final class FairLimiter {
  private final int atOnce;

  @GuardedBy("this")
  private final Map<String, Deque<CompletableFuture<Void>>> waiting = new LinkedHashMap<>();

  @GuardedBy("this")
  private int under;

  /**
   * @param atOnce how many at a time
   */
  public FairLimiter(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Runs a request of this namespace when its turn comes, on the caller's thread, which waits. */
  public <T> T run(String namespace, Supplier<T> request) {
    enter(namespace).join();
    try {
      return request.get();
    } finally {
      leave();
    }
  }

  /** How many wait. */
  synchronized int waiting() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  private synchronized CompletableFuture<Void> enter(String namespace) {
    if (under < atOnce) {
      under++;
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    waiting.computeIfAbsent(namespace, _ -> new ArrayDeque<>()).add(turn);
    return turn;
  }

  /** Hands the place on: to the namespace that waits longest, which then goes to the end. */
  private void leave() {
    CompletableFuture<Void> next;
    synchronized (this) {
      Map.Entry<String, Deque<CompletableFuture<Void>>> first =
          waiting.isEmpty() ? null : waiting.entrySet().iterator().next();
      if (first == null) {
        under--;
        return;
      }
      waiting.remove(first.getKey());
      next = first.getValue().remove();
      if (!first.getValue().isEmpty()) {
        waiting.put(first.getKey(), first.getValue());
      }
    }
    next.complete(null);
  }
}
