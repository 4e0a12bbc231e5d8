package dev.livecallback.operator.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Requests to the API server, a few at a time, namespaces in turn: while one team imports thousands
 * of objects, the single one of another isn't the last to be told of, and the API server has time
 * for others too. What waits should be a virtual thread. Safe for use by several threads.
 */
public final class FairLimiter {
  private final int atOnce;
  private final int mostInSilence;
  private final Duration silence;

  @GuardedBy("this")
  private final Map<String, Deque<CompletableFuture<Turn>>> waiting = new LinkedHashMap<>();

  @GuardedBy("this")
  private int under;

  /**
   * When a request was last answered quickly, or the first one began of those that are under way.
   */
  @GuardedBy("this")
  private long answered;

  /** What became of a place in the queue. */
  private enum Turn {
    COMES,
    IS_GIVEN_UP,
    ISNT_YET
  }

  /** One in which whoever waits does so for as long as it takes. */
  public static FairLimiter patient(int atOnce) {
    return new FairLimiter(atOnce, Integer.MAX_VALUE, Duration.ofDays(1));
  }

  /**
   * One in which only a few wait for an API server that doesn't answer.
   *
   * @param atOnce how many at a time
   * @param mostInSilence how many may wait or be under way while no request is answered
   * @param silence for how long none was by then; an answer that takes longer counts as none
   */
  public FairLimiter(int atOnce, int mostInSilence, Duration silence) {
    this.atOnce = atOnce;
    this.mostInSilence = mostInSilence;
    this.silence = silence;
  }

  /** Runs a request of this namespace when its turn comes, on the caller's thread, which waits. */
  public <T> T run(String namespace, Supplier<T> request) {
    return tryToRun(namespace, request).orElseThrow();
  }

  /**
   * The same, unless too many wait for an API server that doesn't answer.
   *
   * @return what came of it; empty = it was one too many, and wasn't begun
   */
  public <T> Optional<T> tryToRun(String namespace, Supplier<T> request) {
    if (!comes(enter(namespace))) {
      return Optional.empty();
    }
    long began = System.nanoTime();
    try {
      return Optional.of(request.get());
    } finally {
      leave(began);
    }
  }

  /** How many wait. */
  synchronized int waiting() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  private CompletableFuture<Turn> enter(String namespace) {
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    synchronized (this) {
      if (under < atOnce) {
        answered = under == 0 ? System.nanoTime() : answered;
        under++;
        return CompletableFuture.completedFuture(Turn.COMES);
      }
      waiting.computeIfAbsent(namespace, _ -> new ArrayDeque<>()).add(turn);
    }
    giveUpTooMany();
    return turn;
  }

  private boolean comes(CompletableFuture<Turn> turn) {
    while (true) {
      switch (within(silence, turn)) {
        case COMES -> {
          return true;
        }
        case IS_GIVEN_UP -> {
          return false;
        }
        case ISNT_YET -> giveUpTooMany();
      }
    }
  }

  private static Turn within(Duration time, CompletableFuture<Turn> turn) {
    return turn.copy()
        .completeOnTimeout(Turn.ISNT_YET, time.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** In silence, of the namespaces of which most wait the one that came last gives up. */
  private void giveUpTooMany() {
    List<CompletableFuture<Turn>> tooMany = new ArrayList<>();
    synchronized (this) {
      boolean silent = System.nanoTime() - answered > silence.toNanos();
      for (int most = waiting() + under; silent && most > mostInSilence; most--) {
        tooMany.add(last());
      }
    }
    tooMany.forEach(turn -> turn.complete(Turn.IS_GIVEN_UP));
  }

  /** Takes out who would have come last. */
  @GuardedBy("this")
  private CompletableFuture<Turn> last() {
    Map.Entry<String, Deque<CompletableFuture<Turn>>> longest =
        new ArrayList<>(waiting.entrySet())
            .reversed().stream()
                .max(Comparator.comparingInt(each -> each.getValue().size()))
                .orElseThrow();
    CompletableFuture<Turn> last = longest.getValue().removeLast();
    if (longest.getValue().isEmpty()) {
      waiting.remove(longest.getKey());
    }
    return last;
  }

  /** Hands the place on: to the namespace that waits longest, which then goes to the end. */
  private void leave(long began) {
    CompletableFuture<Turn> next;
    synchronized (this) {
      long now = System.nanoTime();
      answered = now - began <= silence.toNanos() ? now : answered;
      Map.Entry<String, Deque<CompletableFuture<Turn>>> first =
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
    next.complete(Turn.COMES);
  }
}
