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
  /** A first read that comes so much later, because others failed, is still the first one. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private UnverifiedWrite() {}

  /** Until when nothing is read; empty after one write of unknown outcome, or an accepted one. */
  static Optional<Instant> pausedUntil(Situation s, LastWrite write) {
    Pause pause = s.subjectFacts().writePause();
    boolean unknown = write.outcome() instanceof LastWrite.WriteOutcome.Unknown;
    return unknown && pause != null && pause.inARow() > 1
        ? Optional.of(pause.until())
        : Optional.empty();
  }

  /** When to read again, if a read contradicts it. */
  static Instant nextRead(Situation s, LastWrite write) {
    Instant readBegan = s.subjectFacts().observation().readBegan();
    Instant ended = write.ended().orElse(s.facts.now());
    boolean unknown = write.outcome() instanceof LastWrite.WriteOutcome.Unknown;
    boolean settled = !unknown && !readBegan.isBefore(ended.plus(InFlightWrites.SETTLING));
    return settled ? believedFrom(s, ended) : afterPause(ended, readBegan);
  }

  /** Whether a read that contradicts that write says nothing yet. */
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
   * From when on a read is believed that contradicts an accepted write: a minute after that. Where
   * a Put's first read came late and all since found the same, a minute after that read: else it
   * would be put once more, a moment before it is known that the API stores something else.
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

  /** Each pause is as long as all before it, from one second on. */
  private static Instant afterPause(Instant writeEnded, Instant lastReadBegan) {
    Duration since = Duration.between(writeEnded, lastReadBegan);
    Duration pause = since.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : since;
    return lastReadBegan.plus(pause);
  }

  /** What to say once it is more than bad luck that nobody knows whether it happened. */
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
