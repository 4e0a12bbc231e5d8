package dev.livecallback.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number of calls in each second of the last minutes, by account and action. It takes the same
 * memory for any number of calls. Not safe for use by many threads: the log guards it.
 */
final class CallsPerSecond {
  /** The number of seconds that are kept. */
  static final int SECONDS = 300;

  private static final int MOST_METERS = 100;
  private static final MeterKey OTHER = new MeterKey(null, "other");

  /** A group of calls that are counted together. A null account isn't known. */
  record MeterKey(@Nullable String account, String action) {}

  /**
   * The counts of one group, second by second, the oldest first.
   *
   * @param calls the calls that the limit let through
   * @param refused the calls that were over the limit
   */
  record MeterCounts(MeterKey meter, List<Integer> calls, List<Integer> refused) {}

  /** A ring of seconds; a slot counts only for the second that it was last used for. */
  private static final class Ring {
    private final long[] second = new long[SECONDS];
    private final int[] calls = new int[SECONDS];
    private final int[] refused = new int[SECONDS];
    private long latest = Long.MIN_VALUE;

    void add(long at, boolean over) {
      int slot = Math.floorMod(at, SECONDS);
      if (second[slot] > at) {
        return; // the call took longer than the ring's span
      }
      if (second[slot] < at) {
        second[slot] = at;
        calls[slot] = 0;
        refused[slot] = 0;
      }
      (over ? refused : calls)[slot]++;
      latest = Math.max(latest, at);
    }

    List<Integer> last(int seconds, long until, int[] counts) {
      List<Integer> list = new ArrayList<>(seconds);
      for (long at = until - seconds + 1; at <= until; at++) {
        int slot = Math.floorMod(at, SECONDS);
        list.add(second[slot] == at ? counts[slot] : 0);
      }
      return list;
    }
  }

  private final Map<MeterKey, Ring> rings = new HashMap<>();

  void add(Instant at, MeterKey meter, boolean over) {
    long second = at.getEpochSecond();
    if (!rings.containsKey(meter) && rings.size() >= MOST_METERS) {
      rings.values().removeIf(ring -> ring.latest <= second - SECONDS);
    }
    boolean room = rings.containsKey(meter) || rings.size() < MOST_METERS;
    rings.computeIfAbsent(room ? meter : OTHER, _ -> new Ring()).add(second, over);
  }

  /** Returns the counts of the last seconds up to this one, for the groups that have any. */
  List<MeterCounts> last(int seconds, Instant until) {
    long end = until.getEpochSecond();
    return rings.entrySet().stream()
        .filter(each -> each.getValue().latest > end - seconds)
        .map(
            each -> {
              Ring ring = each.getValue();
              return new MeterCounts(
                  each.getKey(),
                  ring.last(seconds, end, ring.calls),
                  ring.last(seconds, end, ring.refused));
            })
        .sorted(
            Comparator.comparing((MeterCounts series) -> String.valueOf(series.meter().account()))
                .thenComparing(series -> series.meter().action()))
        .toList();
  }

  void clear() {
    rings.clear();
  }
}
