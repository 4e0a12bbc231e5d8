package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last write to one callback key that this process sent.
 *
 * @param content the content of a Put; null for a Remove
 * @param outcome the outcome of the write
 * @param removals the number of Removes in a row, this one included, that were accepted or refused
 * @param lastPossiblePut the end of the last Put that did or may have done something; null if there
 *     was none
 * @param unknownSince the end of the last write of unknown outcome, this one or an earlier one;
 *     null if there was none
 * @param lastRemoved the end of the last Remove that the API did; null if there was none
 * @param doubtful the contents of Puts of unknown outcome that may still land, or that no accepted
 *     write has ruled out
 */
@RecordBuilder
public record LastWrite(
    @Nullable CallbackContent content,
    WriteOutcome outcome,
    int removals,
    @Nullable Instant lastPossiblePut,
    @Nullable Instant unknownSince,
    @Nullable Instant lastRemoved,
    Set<CallbackContent> doubtful)
    implements LastWriteBuilder.With {
  /** The time for which a write of unknown outcome may still land. */
  public static final Duration SETTLING = Duration.ofSeconds(60);

  private static final Failure.OutcomeUnknown PERHAPS_COLLATERAL =
      new Failure.OutcomeUnknown(
          new Failure.Detail("A delete without app may have removed this record.", 0, null, null));

  /** Takes a copy. */
  public LastWrite {
    doubtful = Set.copyOf(doubtful);
  }

  /** The outcome of a write. */
  public sealed interface WriteOutcome {
    /** The write was sent and isn't answered yet. */
    record InFlight(Instant began) implements WriteOutcome {}

    /** The API carried the write out. */
    record Accepted(Instant ended, String requestId) implements WriteOutcome {}

    /** The API did not carry the write out. */
    record Refused(Failure failure, Instant ended) implements WriteOutcome {}

    /**
     * The write may have happened, or may yet happen.
     *
     * @param ofAnother whether the write was a Remove of another record, which may have taken this
     *     one along
     */
    record Unknown(Failure failure, Instant ended, boolean ofAnother) implements WriteOutcome {
      /** Creates the outcome of a write to this record itself. */
      public Unknown(Failure failure, Instant ended) {
        this(failure, ended, false);
      }
    }
  }

  /** Returns the same write without the authentication keys that were put. */
  public LastWrite withHiddenKeys() {
    return withContent(content == null ? null : content.withHiddenKey())
        .withDoubtful(
            doubtful.stream()
                .map(CallbackContent::withHiddenKey)
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** Returns whether this is a Remove. */
  public boolean remove() {
    return content == null;
  }

  /** Returns whether this is a Put of this content, authentication key included. */
  public boolean puts(CallbackContent wanted) {
    return content != null && content.agreesWith(wanted);
  }

  /**
   * Returns whether another authentication key than this one may have been written. A read that
   * shows no key can't tell.
   */
  public boolean mayHaveSetOtherKey(Authentication.On wanted) {
    return Stream.concat(doubtful.stream(), Stream.ofNullable(accepted()))
        .map(CallbackContent::authentication)
        .anyMatch(put -> put instanceof Authentication.On && !put.equals(wanted));
  }

  private @Nullable CallbackContent accepted() {
    return outcome instanceof WriteOutcome.Accepted ? content : null;
  }

  /** Returns whether this write is still in flight. */
  public boolean inFlight() {
    return outcome instanceof WriteOutcome.InFlight;
  }

  /** Returns whether this write or an earlier one is of unknown outcome and may still land. */
  public boolean mayLand(Instant now) {
    return unknownSince != null && now.isBefore(unknownSince.plus(SETTLING));
  }

  /** Returns whether a Remove was accepted so recently that a read may not know of it yet. */
  boolean removedOfLate(Instant now) {
    return lastRemoved != null && now.isBefore(lastRemoved.plus(SETTLING));
  }

  /**
   * Returns when the last Put that did or may have done something, or the last write of unknown
   * outcome, ended; empty if there was none.
   */
  public Optional<Instant> lastPossible() {
    return Stream.of(Optional.ofNullable(lastPossiblePut), Optional.ofNullable(unknownSince))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /**
   * Returns when the last write that did or may have done something ended; empty if there was none.
   */
  public Optional<Instant> lastEffect() {
    Optional<Instant> unknown =
        outcome instanceof WriteOutcome.Unknown ? ended() : Optional.empty();
    return Stream.of(lastPossible(), Optional.ofNullable(lastRemoved), unknown)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** Returns when this write ended; empty while it is in flight. */
  public Optional<Instant> ended() {
    return switch (outcome) {
      case WriteOutcome.InFlight _ -> Optional.empty();
      case WriteOutcome.Accepted accepted -> Optional.of(accepted.ended());
      case WriteOutcome.Refused refused -> Optional.of(refused.ended());
      case WriteOutcome.Unknown unknown -> Optional.of(unknown.ended());
    };
  }

  /** Returns a Put or, without content, a Remove that is being sent. */
  static LastWrite began(
      @Nullable LastWrite last, @Nullable CallbackContent content, Instant began) {
    return new LastWrite(
        content,
        new WriteOutcome.InFlight(began),
        content == null ? removals(last) : 0,
        last == null ? null : last.lastPossiblePut(),
        last == null ? null : last.unknownSince(),
        last == null ? null : last.lastRemoved(),
        doubtful(last));
  }

  /** Returns a Put or, without content, a Remove that was answered. */
  static LastWrite ended(
      @Nullable LastWrite last,
      @Nullable CallbackContent content,
      Instant ended,
      Answer<WriteAccepted> answer) {
    WriteOutcome outcome = outcome(ended, answer);
    boolean possiblePut = content != null && !(outcome instanceof WriteOutcome.Refused);
    Instant lastPossiblePut = last == null ? null : last.lastPossiblePut();
    Instant unknownSince = last == null ? null : last.unknownSince();
    boolean removed = content == null && outcome instanceof WriteOutcome.Accepted;
    Instant lastRemoved = last == null ? null : last.lastRemoved();
    return new LastWrite(
        content,
        outcome,
        content == null ? removals(last) + (counts(outcome) ? 1 : 0) : 0,
        possiblePut ? ended : lastPossiblePut,
        outcome instanceof WriteOutcome.Unknown ? ended : unknownSince,
        removed ? ended : lastRemoved,
        doubtful(last, content, outcome));
  }

  /**
   * Returns the removal of another record that may have taken this one along.
   *
   * @param accepted whether the API carried that removal out, so that it can't land any more
   */
  static LastWrite perhapsCollateral(@Nullable LastWrite last, Instant ended, boolean accepted) {
    return new LastWrite(
        null,
        new WriteOutcome.Unknown(PERHAPS_COLLATERAL, ended, true),
        0,
        last == null ? null : last.lastPossiblePut(),
        accepted ? last == null ? null : last.unknownSince() : ended,
        last == null ? null : last.lastRemoved(),
        doubtful(last));
  }

  /**
   * Returns the write with the doubts that a read leaves. Once no write can land any more, only
   * contents that the read shows may have landed. A read tells nothing of a key that it doesn't
   * show.
   *
   * @return the write; null if the record wasn't taken along after all, so that no write is known
   */
  @Nullable LastWrite read(Observation observation) {
    if (wasNotCollateral(observation)) {
      return null;
    }
    boolean tells = observation instanceof Observation.Absent || observation.somethingThere();
    if (doubtful.isEmpty() || inFlight() || !tells || mayLand(observation.readBegan())) {
      return this;
    }
    Set<CallbackContent> shown =
        doubtful.stream().filter(observation::shows).collect(Collectors.toSet());
    return shown.equals(doubtful)
        ? this
        : new LastWrite(
            content, outcome, removals, lastPossiblePut, unknownSince, lastRemoved, shown);
  }

  /**
   * Returns whether a read shows that the record wasn't taken along after all. If it goes later,
   * somebody else removed it.
   */
  private boolean wasNotCollateral(Observation observation) {
    return outcome instanceof WriteOutcome.Unknown(_, Instant ended, boolean ofAnother)
        && ofAnother
        && doubtful.isEmpty()
        && observation.somethingThere()
        && !observation.readBegan().isBefore(ended.plus(SETTLING));
  }

  private static WriteOutcome outcome(Instant ended, Answer<WriteAccepted> answer) {
    return switch (answer) {
      case Answer.Ok<WriteAccepted> ok -> new WriteOutcome.Accepted(ended, ok.requestId());
      case Answer.Failed<WriteAccepted> failed ->
          failed.failure() instanceof Failure.OutcomeUnknown unknown
              ? new WriteOutcome.Unknown(unknown, ended)
              : new WriteOutcome.Refused(failed.failure(), ended);
    };
  }

  private static Set<CallbackContent> doubtful(@Nullable LastWrite last) {
    return last == null ? Set.of() : last.doubtful();
  }

  /**
   * Returns the contents in doubt after this outcome. An accepted write ends all doubt about
   * earlier writes that can't land any more.
   */
  private static Set<CallbackContent> doubtful(
      @Nullable LastWrite last, @Nullable CallbackContent content, WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Accepted accepted ->
          last != null && last.mayLand(accepted.ended()) ? doubtful(last) : Set.of();
      case WriteOutcome.InFlight _, WriteOutcome.Refused _ -> doubtful(last);
      case WriteOutcome.Unknown _ -> {
        Set<CallbackContent> more = new HashSet<>(doubtful(last));
        Optional.ofNullable(content).ifPresent(more::add);
        yield more;
      }
    };
  }

  /** Returns whether the API judged a Remove. A throttled Remove says nothing of the record. */
  private static boolean counts(WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Accepted _ -> true;
      case WriteOutcome.Refused refused ->
          refused.failure() instanceof Failure.Rejected
              || refused.failure() instanceof Failure.ScopeMissing;
      case WriteOutcome.InFlight _, WriteOutcome.Unknown _ -> false;
    };
  }

  private static int removals(@Nullable LastWrite last) {
    return last == null ? 0 : last.removals();
  }
}
