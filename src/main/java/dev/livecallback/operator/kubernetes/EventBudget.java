package dev.livecallback.operator.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How many events each object may have: {@value #AT_ONCE} at once, and then one every five minutes,
 * as kubelet and controller manager have it. Else whoever changes an annotation on and off writes
 * thousands through the operator. Safe for use by several threads.
 */
final class EventBudget {
  static final int AT_ONCE = 25;
  static final Duration ONE_EVERY = Duration.ofMinutes(5);

  /** Objects that are remembered, those of late: an event is no reason to keep one for good. */
  private static final int OBJECTS = 4_096;

  @GuardedBy("this")
  private final Map<String, Spent> byUid =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Spent> eldest) {
          return size() > OBJECTS;
        }
      };

  /**
   * What one object had.
   *
   * @param fullAt when it may have all of them at once again
   * @param leftOut how many weren't written since the last one that was
   */
  private record Spent(Instant fullAt, int leftOut) {}

  /**
   * Takes one event, if the object may have it.
   *
   * @return how many weren't written since the object's last one; empty if this one isn't to be
   *     written either
   */
  synchronized OptionalInt tryTake(String uid, Instant now) {
    Spent before = byUid.getOrDefault(uid, new Spent(now, 0));
    Instant full = before.fullAt().isBefore(now) ? now : before.fullAt();
    Instant after = full.plus(ONE_EVERY);
    if (after.isAfter(now.plus(ONE_EVERY.multipliedBy(AT_ONCE)))) {
      byUid.put(uid, new Spent(before.fullAt(), before.leftOut() + 1));
      return OptionalInt.empty();
    }
    byUid.put(uid, new Spent(after, 0));
    return OptionalInt.of(before.leftOut());
  }
}
