package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The limit of calls per second, for each account and action. Safe for use by many threads. */
final class RateLimit {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private record QuotaKey(String account, String action) {}

  /** The tokens that are left in a bucket. */
  private static final class Bucket {
    private double tokens;
    private Instant filled;

    Bucket(double tokens, Instant filled) {
      this.tokens = tokens;
      this.filled = filled;
    }
  }

  private final Knobs knobs;

  @GuardedBy("this")
  private final Map<QuotaKey, Deque<Instant>> windows = new HashMap<>();

  @GuardedBy("this")
  private final Map<QuotaKey, Bucket> buckets = new HashMap<>();

  RateLimit(Knobs knobs) {
    this.knobs = knobs;
  }

  /** Returns whether a call may go on. If so, counts it; a call that is refused doesn't count. */
  synchronized boolean admits(String account, String action, Instant now) {
    QuotaKey meter = new QuotaKey(account, action);
    int quota = knobs.quota().get();
    return switch (knobs.rateLimit().get()) {
      case OFF -> true;
      case WINDOW -> window(meter, quota, now);
      case BUCKET -> bucket(meter, quota, now);
    };
  }

  synchronized void clear() {
    windows.clear();
    buckets.clear();
  }

  @GuardedBy("this")
  private boolean window(QuotaKey meter, int quota, Instant now) {
    Deque<Instant> admitted = windows.computeIfAbsent(meter, _ -> new ArrayDeque<>());
    while (!admitted.isEmpty() && !admitted.getFirst().plus(SECOND).isAfter(now)) {
      admitted.removeFirst();
    }
    if (admitted.size() >= quota) {
      return false;
    }
    admitted.addLast(now);
    return true;
  }

  @GuardedBy("this")
  private boolean bucket(QuotaKey meter, int quota, Instant now) {
    Bucket bucket = buckets.computeIfAbsent(meter, _ -> new Bucket(quota, now));
    double elapsed = Math.max(0, Duration.between(bucket.filled, now).toNanos() / 1e9);
    bucket.tokens = Math.min(quota, bucket.tokens + elapsed * quota);
    bucket.filled = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }
}
