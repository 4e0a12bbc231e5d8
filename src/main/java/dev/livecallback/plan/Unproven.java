package dev.livecallback.plan;

import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.Placement;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The last write to the subject, as long as no read shows what it should have done. */
final class Unproven {
  private Unproven() {}

  /**
   * The plan for a read that contradicts that write, with the next look at it; empty once the same
   * may be written again. After an accepted write, and once after one of unknown outcome, reads are
   * repeated after growing pauses; after more unknown ones in a row the pause passes without.
   */
  static Optional<Plan> contradicted(Situation s, Plan shown, Lane lane) {
    LastWrite write = s.subjectFacts().write();
    if (write == null) {
      return Optional.empty();
    }
    return switch (write.outcome()) {
      case LastWrite.Outcome.Accepted accepted ->
          readUntil(s, shown, lane, accepted.ended(), accepted.ended().plus(LateWrites.SETTLING));
      case LastWrite.Outcome.Unknown unknown -> afterUnknown(s, shown, lane, unknown);
      case LastWrite.Outcome.InFlight _, LastWrite.Outcome.Refused _ -> Optional.empty();
    };
  }

  private static Optional<Plan> afterUnknown(
      Situation s, Plan shown, Lane lane, LastWrite.Outcome.Unknown unknown) {
    Pause pause = s.subjectFacts().writePause();
    if (pause == null) {
      return Optional.empty();
    }
    if (pause.inARow() == 1) {
      return readUntil(s, shown, lane, unknown.ended(), pause.until());
    }
    return pause.lasts(s.facts.now())
        ? Optional.of(shown.lookAgain(pause.until()))
        : Optional.empty();
  }

  private static Optional<Plan> readUntil(
      Situation s, Plan shown, Lane lane, Instant ended, Instant settled) {
    Instant readBegan = s.subjectFacts().sighting().readBegan();
    return readBegan.isBefore(settled)
        ? Optional.of(
            shown.order(
                new Placement(Order.Read.of(s.subject, true), lane, nextRead(ended, readBegan))))
        : Optional.empty();
  }

  /** Each pause is as long as all before it, from one second on. */
  private static Instant nextRead(Instant writeEnded, Instant lastReadBegan) {
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
