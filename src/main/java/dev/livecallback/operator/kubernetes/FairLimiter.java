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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A limiter of requests to the API server: a few run at a time, and namespaces take turns and leave
 * room for each other ({@link Room}). So while one team imports thousands of objects, another
 * team's single object isn't served last, and the API server has time for others too. The calling
 * thread waits, so it should be a virtual thread. Safe for use by several threads.
 */
public final class FairLimiter {
  private final int mostInSilence;
  private final Duration silence;

  @GuardedBy("this")
  private final Map<String, Deque<CompletableFuture<Turn>>> waiting = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Room room;

  /** The time of the last quick answer, or at which the first of the running requests began. */
  @GuardedBy("this")
  private long answered;

  /** The state of a place in the queue. */
  private enum Turn {
    COMES,
    IS_GIVEN_UP,
    ISNT_YET
  }

  /** Returns a limiter whose callers wait without a limit. */
  public static FairLimiter patient(int atOnce) {
    return new FairLimiter(atOnce, Integer.MAX_VALUE, Duration.ofDays(1));
  }

  /**
   * Creates a limiter in which only a few requests wait while the API server doesn't answer.
   *
   * @param atOnce the number of requests that run at a time
   * @param mostInSilence the number of requests that may wait or run while no request is answered
   * @param silence the time without an answer after which this limit applies; an answer that takes
   *     longer doesn't count
   */
  public FairLimiter(int atOnce, int mostInSilence, Duration silence) {
    this.room = new Room(atOnce);
    this.mostInSilence = mostInSilence;
    this.silence = silence;
  }

  /** Runs a request of this namespace on the caller's thread, which waits for its turn. */
  public <T> T run(String namespace, Supplier<T> request) {
    return tryToRun(namespace, request).orElseThrow();
  }

  /**
   * Does the same, unless too many requests wait for an API server that doesn't answer.
   *
   * @return the result; empty = there were too many requests, and this one didn't begin
   */
  public <T> Optional<T> tryToRun(String namespace, Supplier<T> request) {
    if (!comes(enter(namespace))) {
      return Optional.empty();
    }
    long began = System.nanoTime();
    try {
      return Optional.of(request.get());
    } finally {
      leave(namespace, began);
    }
  }

  /** Returns the number of requests that wait. */
  synchronized int waiting() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  private CompletableFuture<Turn> enter(String namespace) {
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    synchronized (this) {
      if (room.hasPlaceFor(namespace)) {
        answered = room.isEmpty() ? System.nanoTime() : answered;
        room.enter(namespace);
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

  /**
   * Gives up the excess of waiting requests while no request is answered: each time the newest one
   * of the namespace with the most.
   */
  private void giveUpTooMany() {
    List<CompletableFuture<Turn>> tooMany = new ArrayList<>();
    synchronized (this) {
      boolean silent = System.nanoTime() - answered > silence.toNanos();
      for (int most = waiting() + room.taken(); silent && most > mostInSilence; most--) {
        tooMany.add(last());
      }
    }
    tooMany.forEach(turn -> turn.complete(Turn.IS_GIVEN_UP));
  }

  /** Removes the request that would come last. */
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

  /** Hands places to the namespaces at the head of the queue, which then go to its end. */
  private void leave(String namespace, long began) {
    List<CompletableFuture<Turn>> next = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      answered = now - began <= silence.toNanos() ? now : answered;
      room.leave(namespace);
      for (Optional<String> first = room.first(waiting.keySet());
          first.isPresent();
          first = room.first(waiting.keySet())) {
        String whose = first.get();
        Deque<CompletableFuture<Turn>> its = Objects.requireNonNull(waiting.remove(whose));
        next.add(its.remove());
        room.enter(whose);
        if (!its.isEmpty()) {
          waiting.put(whose, its);
        }
      }
    }
    next.forEach(turn -> turn.complete(Turn.COMES));
  }
}
