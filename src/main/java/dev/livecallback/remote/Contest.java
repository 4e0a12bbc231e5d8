package dev.livecallback.remote;

import dev.livecallback.volcengine.CallbackContent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The recent corrections of a record to the same content. Three within six sync periods are a
 * contest: someone else keeps writing the record. From then on, each correction doubles the pause
 * before the next one.
 *
 * @param content the content of the corrections
 * @param corrections the times at which the corrections ended: the last three at most, the earliest
 *     first
 * @param level 0 = no contest yet, 1 from the third correction on, one more for each further one
 * @param until the time from which the record may be put back again; the end of the last correction
 *     if there is no contest
 * @param equalSince the time since which the record has been equal, as far as reads show, from the
 *     last correction on; null if the last read differed
 */
public record Contest(
    CallbackContent content,
    List<Instant> corrections,
    int level,
    Instant until,
    @Nullable Instant equalSince) {
  private static final int MANY = 3;
  private static final int WINDOW = 6;

  /** Takes a copy. */
  public Contest {
    corrections = List.copyOf(corrections);
  }

  /** Returns whether someone else keeps writing the record. */
  public boolean contested() {
    return level > 0;
  }

  /** Returns when the last correction ended. */
  public Instant lastCorrection() {
    return corrections.getLast();
  }

  /** Returns the contest with one more correction, which may be the first. */
  static Contest corrected(
      @Nullable Contest before, CallbackContent content, Instant ended, BackoffPolicy backoff) {
    List<Instant> earlier = before == null ? List.of() : before.corrections;
    List<Instant> corrections =
        Stream.concat(
                earlier.stream().skip(Math.max(0, earlier.size() - (MANY - 1))), Stream.of(ended))
            .toList();
    boolean often =
        corrections.size() == MANY
            && !corrections.getFirst().isBefore(ended.minus(window(backoff)));
    int levelBefore = before == null ? 0 : before.level;
    int level = levelBefore > 0 ? levelBefore + 1 : often ? 1 : 0;
    Instant until = level > 0 ? ended.plus(backoff.contested(level)) : ended;
    return new Contest(content, corrections, level, until, ended);
  }

  /**
   * Returns the contest after one more read; null once the record was equal for longer than six
   * sync periods and longer than the present pause. Then all is forgotten.
   */
  @Nullable Contest read(Observation observation, BackoffPolicy backoff) {
    Instant began = observation.readBegan();
    if (began.isBefore(lastCorrection())) {
      return this;
    }
    if (!observation.shows(content)) {
      return equalSince == null ? this : new Contest(content, corrections, level, until, null);
    }
    if (equalSince == null) {
      return new Contest(content, corrections, level, until, began);
    }
    return Duration.between(equalSince, began).compareTo(patience(backoff)) > 0 ? null : this;
  }

  private Duration patience(BackoffPolicy backoff) {
    Duration pause = Duration.between(lastCorrection(), until);
    Duration window = window(backoff);
    return pause.compareTo(window) > 0 ? pause : window;
  }

  private static Duration window(BackoffPolicy backoff) {
    return backoff.syncPeriod().multipliedBy(WINDOW);
  }
}
