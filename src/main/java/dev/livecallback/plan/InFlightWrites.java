package dev.livecallback.plan;

import dev.livecallback.remote.LastWrite;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The writes of unknown outcome: the time until which they may still land, and whether one has
 * landed.
 */
final class InFlightWrites {
  /** The time for which such a write may still land, and absence isn't believed. */
  static final Duration SETTLING = LastWrite.SETTLING;

  private InFlightWrites() {}

  /**
   * Returns the time until which a write of this process may still land; empty if there is no such
   * write, or S(k) began after that time.
   */
  static Optional<Instant> unsettledUntil(Situation s, CallbackKey key) {
    KeyFacts known = s.facts.key(key);
    return Optional.ofNullable(known.write())
        .map(LastWrite::unknownSince)
        .map(since -> since.plus(SETTLING))
        .filter(until -> known.observation().readBegan().isBefore(until));
  }

  /**
   * Returns the time until which a write of this process or of the process before it may still
   * land; empty as for {@link #unsettledUntil}.
   */
  static Optional<Instant> mayLandUntil(Situation s, CallbackKey key) {
    Optional<Instant> own = unsettledUntil(s, key);
    Instant former = formerSettled(s);
    boolean byFormer =
        mayHaveFormer(s) && s.facts.key(key).observation().readBegan().isBefore(former);
    return byFormer ? Optional.of(own.filter(former::isBefore).orElse(former)) : own;
  }

  /**
   * Returns whether the wanted content was accepted, but S(D) may show an earlier Put of ours that
   * landed after it. Such a difference is no outside change, and not what the API makes of the
   * content.
   */
  static boolean overtook(Situation s) {
    LastWrite write = s.write();
    if (write == null
        || !(write.outcome() instanceof LastWrite.WriteOutcome.Accepted accepted)
        || !s.acceptedAsDesired()
        || !s.readAfterWrite(s.desiredKey)
        || !s.observation().somethingThere()
        || s.shown()) {
      return false;
    }
    Instant ended = accepted.ended();
    boolean couldLand =
        write.mayLand(ended) || (mayHaveFormer(s) && ended.isBefore(formerSettled(s)));
    return (couldLand && !s.readBackSinceAccepted())
        || write.doubtful().stream().anyMatch(s.observation()::shows);
  }

  /** Returns whether the process before this one may have written for the object. */
  private static boolean mayHaveFormer(Situation s) {
    return s.facts.created().isBefore(s.facts.operatorStarted());
  }

  /** Returns the time from which no write of the process before this one can land. */
  private static Instant formerSettled(Situation s) {
    return s.facts.operatorStarted().plus(SETTLING);
  }
}
