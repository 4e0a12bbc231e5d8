package dev.livecallback.plan;

import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The last write to the subject, as long as no read shows what it should have done. */
final class UnverifiedWrite {
  /**
   * The longest time from a write to a read that still counts as the first one, because others
   * failed.
   */
  private static final Duration LATE = Duration.ofSeconds(10);

  private UnverifiedWrite() {}

  /**
   * Returns the time until which nothing is read; empty after an accepted write, or after the first
   * write of unknown outcome.
   */
  static Optional<Instant> pausedUntil(Situation s, LastWrite write) {
    Pause pause = s.subjectFacts().writePause();
    boolean unknown = write.outcome() instanceof LastWrite.WriteOutcome.Unknown;
    return unknown && pause != null && pause.inARow() > 1
        ? Optional.of(pause.until())
        : Optional.empty();
  }

  /** Returns when to read again, if a read contradicts the write. */
  static Instant nextRead(Situation s, LastWrite write) {
    Instant readBegan = s.subjectFacts().observation().readBegan();
    Instant ended = write.ended().orElse(s.facts.now());
    boolean unknown = write.outcome() instanceof LastWrite.WriteOutcome.Unknown;
    boolean settled = !unknown && !readBegan.isBefore(ended.plus(InFlightWrites.SETTLING));
    return settled ? believedFrom(s, ended) : afterPause(ended, readBegan);
  }

  /** Returns whether nothing can be concluded yet from a read that contradicts the write. */
  static boolean isOpen(Situation s) {
    LastWrite write = s.subjectFacts().write();
    if (write == null) {
      return false;
    }
    Pause pause = s.subjectFacts().writePause();
    Instant readBegan = s.subjectFacts().observation().readBegan();
    return switch (write.outcome()) {
      case LastWrite.WriteOutcome.Accepted accepted ->
          readBegan.isBefore(believedFrom(s, accepted.ended()));
      case LastWrite.WriteOutcome.Unknown _ ->
          pause != null
              && (pause.inARow() == 1
                  ? readBegan.isBefore(pause.until())
                  : pause.lasts(s.facts.now()));
      case LastWrite.WriteOutcome.InFlight _, LastWrite.WriteOutcome.Refused _ -> false;
    };
  }

  /**
   * Returns the time from which a read is believed that contradicts an accepted write: a minute
   * after the write. If a Put's first read came late and all reads since found the same, it is a
   * minute after that read. Otherwise the record would be put once more, a moment before it is
   * known that the API stores something else.
   */
  private static Instant believedFrom(Situation s, Instant ended) {
    KeyFacts known = s.subjectFacts();
    Instant since = known.unchangedSince();
    Instant believed = ended.plus(InFlightWrites.SETTLING);
    if (since == null || known.write() == null || known.write().remove()) {
      return believed;
    }
    boolean late =
        known.observation() instanceof Observation.Present
            && since.isAfter(ended)
            && since.isBefore(ended.plus(LATE));
    return late ? since.plus(InFlightWrites.SETTLING) : believed;
  }

  /**
   * Returns when to read again. Each pause is as long as all pauses before it, at least one second.
   */
  private static Instant afterPause(Instant writeEnded, Instant lastReadBegan) {
    Duration since = Duration.between(writeEnded, lastReadBegan);
    Duration pause = since.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : since;
    return lastReadBegan.plus(pause);
  }

  /**
   * Returns the message about a write of unknown outcome, from the second one in a row on; else
   * empty.
   */
  static Optional<String> message(Situation s) {
    Pause pause = s.subjectFacts().writePause();
    return pause != null
            && pause.inARow() > 1
            && pause.failure() instanceof Failure.OutcomeUnknown unknown
            && s.samePurpose(s.subjectFacts().write())
        ? Optional.of(
            "The API's answers leave it unknown whether the write happened, and no read shows it"
                + " yet; it is repeated after growing pauses. "
                + unknown.detail().message())
        : Optional.empty();
  }
}
