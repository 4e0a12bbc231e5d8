package dev.livecallback.plan;

import dev.livecallback.remote.LastWrite;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.List;

/** The signs that a Remove of ours took the desired record (D) along. */
final class CollateralDelete {
  private CollateralDelete() {}

  /** Returns whether a Remove of ours may have taken D along, and no read began since. */
  static boolean perhaps(Situation s) {
    LastWrite write = s.write();
    return write != null
        && write.remove()
        && write.outcome() instanceof LastWrite.WriteOutcome.Unknown
        && s.entry().isPresent()
        && !s.readAfterWrite(s.desiredKey);
  }

  /**
   * Returns whether S(D) began after a Remove of ours that did or may have taken D along, and
   * nothing was put since.
   */
  static boolean seen(Situation s) {
    LastWrite write = s.write();
    Instant seen = s.observation().readBegan();
    boolean removed =
        write != null
            && write.remove()
            && mayHaveHappened(write)
            && write.ended().filter(ended -> !seen.isBefore(ended)).isPresent();
    return s.entry().isPresent()
        && (removed
            || s.facts.ledger().keys().stream().anyMatch(leftover -> tookAlong(s, leftover, seen)));
  }

  /**
   * Returns the leftovers of the other kind of scope whose Remove took D along. They and D are one
   * record, so a read of their keys shows D's record from now on.
   */
  static List<CallbackKey> byTheSameRecord(Situation s) {
    return s.facts.ledger().keys().stream()
        .filter(key -> key.scope().kind() != s.desiredKey.scope().kind())
        .filter(key -> tookAlong(s, key, s.observation().readBegan()))
        .filter(
            key -> {
              LastWrite remove = s.facts.key(key).write();
              return remove != null
                  && remove.outcome() instanceof LastWrite.WriteOutcome.Accepted
                  && InFlightWrites.unsettledUntil(s, key).isEmpty();
            })
        .toList();
  }

  /**
   * Returns whether a leftover's Remove may have taken D along, by the read that began at {@code
   * seen}. The leftover may be D's record or cover it. Its Remove came after the last Put of D and
   * before the read.
   */
  private static boolean tookAlong(Situation s, CallbackKey leftover, Instant seen) {
    LastWrite remove = s.facts.key(leftover).write();
    boolean covers =
        !leftover.equals(s.desiredKey)
            && leftover.messageType() == s.desiredKey.messageType()
            && (leftover.appLess() || leftover.scope().kind() != s.desiredKey.scope().kind());
    if (!covers || remove == null || !remove.remove() || !mayHaveHappened(remove)) {
      return false;
    }
    Instant put = lastPut(s);
    return remove.ended().filter(ended -> put.isBefore(ended) && !seen.isBefore(ended)).isPresent();
  }

  /**
   * Returns whether D was put after the last Remove of a leftover of the other kind of scope. A
   * read of the leftover's key may since show D's record.
   */
  static boolean putBackSince(Situation s, CallbackKey leftover) {
    LastWrite remove = s.facts.key(leftover).write();
    return !s.facts.deleting()
        && leftover.scope().kind() != s.desiredKey.scope().kind()
        && remove != null
        && remove.ended().filter(lastPut(s)::isAfter).isPresent();
  }

  /**
   * Returns when the last Put of D ended that did or may have happened; {@link Instant#MIN} if
   * there was none.
   */
  private static Instant lastPut(Situation s) {
    LastWrite own = s.write();
    return own == null || own.lastPossiblePut() == null ? Instant.MIN : own.lastPossiblePut();
  }

  private static boolean mayHaveHappened(LastWrite write) {
    return write.outcome() instanceof LastWrite.WriteOutcome.Accepted
        || write.outcome() instanceof LastWrite.WriteOutcome.Unknown;
  }
}
