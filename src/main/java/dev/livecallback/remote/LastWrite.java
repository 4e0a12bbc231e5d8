package dev.livecallback.remote;

import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last write to one callback key that this process sent.
 *
 * @param content what a Put wrote; null for a Remove
 * @param outcome what came of it
 * @param removals how many Removes in a row, this one included, were accepted or refused
 * @param lastPossiblePut the end of the last Put that did or may have done something; null if there
 *     was none
 * @param unknownSince the end of the last write of unknown outcome, this one or an earlier one;
 *     null if there was none
 * @param doubtful what the Puts of unknown outcome since the last accepted write would have written
 */
public record LastWrite(
    @Nullable CallbackContent content,
    Outcome outcome,
    int removals,
    @Nullable Instant lastPossiblePut,
    @Nullable Instant unknownSince,
    Set<CallbackContent> doubtful) {

  /** Takes a copy. */
  public LastWrite {
    doubtful = Set.copyOf(doubtful);
  }

  /** What came of a write. */
  public sealed interface Outcome {
    /** It has been sent and not answered. */
    record InFlight(Instant began) implements Outcome {}

    /** The API did it. */
    record Accepted(Instant ended, String requestId) implements Outcome {}

    /** The API did not do it. */
    record Refused(Failure failure, Instant ended) implements Outcome {}

    /** It may have happened, or may yet happen. */
    record Unknown(Failure failure, Instant ended) implements Outcome {}
  }

  /** Whether it is a Remove. */
  public boolean remove() {
    return content == null;
  }

  /** Whether it is a Put of this content, authentication key included. */
  public boolean puts(CallbackContent wanted) {
    return content != null && content.agreesWith(wanted);
  }

  /**
   * Whether another authentication key than this may have been written, which a read that shows no
   * key can't tell.
   */
  public boolean mayHaveSetOtherKey(Authentication.On wanted) {
    return Stream.concat(doubtful.stream(), Stream.ofNullable(accepted()))
        .map(CallbackContent::authentication)
        .anyMatch(put -> put instanceof Authentication.On && !put.equals(wanted));
  }

  private @Nullable CallbackContent accepted() {
    return outcome instanceof Outcome.Accepted ? content : null;
  }

  /** Whether it is still in flight. */
  public boolean inFlight() {
    return outcome instanceof Outcome.InFlight;
  }

  /**
   * When a Put that did or may have done something, or any write of unknown outcome, last ended.
   */
  public Optional<Instant> lastPossible() {
    return Stream.of(Optional.ofNullable(lastPossiblePut), Optional.ofNullable(unknownSince))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** When it ended; empty while it is in flight. */
  public Optional<Instant> ended() {
    return switch (outcome) {
      case Outcome.InFlight _ -> Optional.empty();
      case Outcome.Accepted accepted -> Optional.of(accepted.ended());
      case Outcome.Refused refused -> Optional.of(refused.ended());
      case Outcome.Unknown unknown -> Optional.of(unknown.ended());
    };
  }
}
