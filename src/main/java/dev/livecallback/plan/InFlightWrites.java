package dev.livecallback.plan;

import dev.livecallback.remote.LastWrite;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes of unknown outcome: until when they may still land, and whether one has. */
final class InFlightWrites {
  /** How long such a write may still land, and absence isn't believed. */
  static final Duration SETTLING = LastWrite.SETTLING;

  private InFlightWrites() {}

  /** Until when an earlier write of this process may still land, if S(k) doesn't prove it past. */
  static Optional<Instant> unsettledUntil(Situation s, CallbackKey key) {
    KeyFacts known = s.facts.key(key);
    return Optional.ofNullable(known.write())
        .map(LastWrite::unknownSince)
        .map(since -> since.plus(SETTLING))
        .filter(until -> known.observation().readBegan().isBefore(until));
  }

  /** The same of this process's writes and those of the one before it. */
  static Optional<Instant> mayLandUntil(Situation s, CallbackKey key) {
    Optional<Instant> own = unsettledUntil(s, key);
    Instant former = formerSettled(s);
    boolean byFormer =
        mayHaveFormer(s) && s.facts.key(key).observation().readBegan().isBefore(former);
    return byFormer ? Optional.of(own.filter(former::isBefore).orElse(former)) : own;
  }

  /**
   * What is wanted was accepted, and what S(D) shows instead may be an earlier Put of ours that
   * landed after it: that is no outside change, nor what the API makes of it.
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

  /** Whether the process before this one may have written for the object. */
  private static boolean mayHaveFormer(Situation s) {
    return s.facts.created().isBefore(s.facts.operatorStarted());
  }

  /** From when on none of its writes can land any more. */
  private static Instant formerSettled(Situation s) {
    return s.facts.operatorStarted().plus(SETTLING);
  }
}
