package dev.livecallback.operator.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The number of events that each object may have: {@value #AT_ONCE} at once, and then one every
 * five minutes, as in the kubelet and the controller manager. Without a limit, whoever sets and
 * removes an annotation again and again would have the operator write thousands of events. Safe for
 * use by several threads.
 */
final class EventBudget {
  static final int AT_ONCE = 25;
  static final Duration ONE_EVERY = Duration.ofMinutes(5);

  /**
   * The number of objects that are remembered, the latest ones: one event isn't worth keeping an
   * object for good.
   */
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
   * The events that one object has had.
   *
   * @param fullAt the time from which the object may have all events at once again
   * @param leftOut the number of events that weren't written since the last written one
   */
  private record Spent(Instant fullAt, int leftOut) {}

  /**
   * Takes one event, if the object may have it.
   *
   * @return the number of events that weren't written since the object's last one; empty = this one
   *     isn't to be written either
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
