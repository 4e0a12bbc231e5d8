package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
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
 * @param content what a Put wrote; null for a Remove
 * @param outcome what came of it
 * @param removals how many Removes in a row, this one included, were accepted or refused
 * @param lastPossiblePut the end of the last Put that did or may have done something; null if there
 *     was none
 * @param unknownSince the end of the last write of unknown outcome, this one or an earlier one;
 *     null if there was none
 * @param lastRemoved the end of the last Remove that the API did; null if there was none
 * @param doubtful what the Puts of unknown outcome would have written that may still land, or that
 *     no accepted write has ended the doubt about
 */
public record LastWrite(
    @Nullable CallbackContent content,
    WriteOutcome outcome,
    int removals,
    @Nullable Instant lastPossiblePut,
    @Nullable Instant unknownSince,
    @Nullable Instant lastRemoved,
    Set<CallbackContent> doubtful) {
  /** How long a write of unknown outcome may still land. */
  public static final Duration SETTLING = Duration.ofSeconds(60);

  private static final Failure.OutcomeUnknown PERHAPS_COLLATERAL =
      new Failure.OutcomeUnknown(
          new Failure.Detail("A delete without app may have removed this record.", 0, null, null));

  /** Takes a copy. */
  public LastWrite {
    doubtful = Set.copyOf(doubtful);
  }

  /** What came of a write. */
  public sealed interface WriteOutcome {
    /** It has been sent and not answered. */
    record InFlight(Instant began) implements WriteOutcome {}

    /** The API did it. */
    record Accepted(Instant ended, String requestId) implements WriteOutcome {}

    /** The API did not do it. */
    record Refused(Failure failure, Instant ended) implements WriteOutcome {}

    /**
     * It may have happened, or may yet happen.
     *
     * @param ofAnother whether it was a Remove of another record, which may have taken this along
     */
    record Unknown(Failure failure, Instant ended, boolean ofAnother) implements WriteOutcome {
      /** One that was sent to this record itself. */
      public Unknown(Failure failure, Instant ended) {
        this(failure, ended, false);
      }
    }
  }

  /** The same without saying which keys were put. */
  public LastWrite withHiddenKeys() {
    return new LastWrite(
        content == null ? null : content.withHiddenKey(),
        outcome,
        removals,
        lastPossiblePut,
        unknownSince,
        lastRemoved,
        doubtful.stream()
            .map(CallbackContent::withHiddenKey)
            .collect(Collectors.toUnmodifiableSet()));
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
    return outcome instanceof WriteOutcome.Accepted ? content : null;
  }

  /** Whether it is still in flight. */
  public boolean inFlight() {
    return outcome instanceof WriteOutcome.InFlight;
  }

  /** Whether it, or one before it, is of unknown outcome and not so old that it can't land now. */
  public boolean mayLand(Instant now) {
    return unknownSince != null && now.isBefore(unknownSince.plus(SETTLING));
  }

  /** Whether a Remove was accepted so lately that a read may not know of it yet. */
  boolean removedOfLate(Instant now) {
    return lastRemoved != null && now.isBefore(lastRemoved.plus(SETTLING));
  }

  /**
   * When a Put that did or may have done something, or any write of unknown outcome, last ended.
   */
  public Optional<Instant> lastPossible() {
    return Stream.of(Optional.ofNullable(lastPossiblePut), Optional.ofNullable(unknownSince))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** When a write that did or may have done something last ended. */
  public Optional<Instant> lastEffect() {
    Optional<Instant> unknown =
        outcome instanceof WriteOutcome.Unknown ? ended() : Optional.empty();
    return Stream.of(lastPossible(), Optional.ofNullable(lastRemoved), unknown)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** When it ended; empty while it is in flight. */
  public Optional<Instant> ended() {
    return switch (outcome) {
      case WriteOutcome.InFlight _ -> Optional.empty();
      case WriteOutcome.Accepted accepted -> Optional.of(accepted.ended());
      case WriteOutcome.Refused refused -> Optional.of(refused.ended());
      case WriteOutcome.Unknown unknown -> Optional.of(unknown.ended());
    };
  }

  /** A Put or, without content, a Remove is being sent. */
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

  /** A Put or, without content, a Remove was answered. */
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
   * The removal of another record may have taken this one along.
   *
   * @param accepted whether the API did it: then it can't land any more
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
   * With what a read leaves in doubt: once no write can land any more, only what it shows may have.
   * It tells nothing of a key that it doesn't show.
   *
   * @return null = nothing is known of any write: the record wasn't taken along after all
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

  /** Who removes it from now on is somebody else. */
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

  /** An accepted write ends all doubt about those before it that can't land any more. */
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

  /** Only what the API judged counts: a throttled Remove says nothing of the record. */
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
