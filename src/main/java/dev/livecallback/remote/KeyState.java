package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one key, besides the readings of its scope. There is one for every object; in the
 * ordinary case, it holds no data of its own.
 *
 * @param write the last write of this process; null = none
 * @param pause the pause after failed writes for the same purpose; null = none failed
 * @param unchangedSince the beginning of the first read since which all reads found the same and
 *     nothing was written; null = not known
 * @param established the content that the record was accepted or seen to have before it was last
 *     found changed: a Put of it is a correction
 * @param correcting whether the write that is in flight or of unknown outcome is a correction
 * @param contest the recent corrections
 * @param revision the revision at which something about the key last changed
 */
record KeyState(
    @Nullable LastWrite write,
    @Nullable Pause pause,
    @Nullable Instant unchangedSince,
    @Nullable CallbackContent established,
    boolean correcting,
    @Nullable Contest contest,
    long revision) {

  /**
   * Returns the state of a key that is met for the first time, perhaps after a Remove of another
   * key that may have taken its record along.
   */
  static KeyState met(@Nullable LastWrite write, ListingSnapshot reading) {
    Instant unchangedSince = reading.tells() ? reading.began() : null;
    return new KeyState(write, null, since(write, unchangedSince), null, false, null, 0);
  }

  /** Returns the state without a pause that is due only to the former credentials. */
  KeyState forgivingCredentials() {
    return pause != null && pause.isForCredentials()
        ? new KeyState(write, null, unchangedSince, established, correcting, contest, revision)
        : this;
  }

  KeyState withoutFirstWaitForCredentials() {
    return pause == null
        ? this
        : new KeyState(
            write,
            pause.endedIfFirstForCredentials(),
            unchangedSince,
            established,
            correcting,
            contest,
            revision);
  }

  /**
   * Returns the state with a Put (or, without content, a Remove) being sent, after this
   * observation.
   */
  KeyState writeBegan(
      @Nullable CallbackContent content, Instant began, Observation observation, long now) {
    return new KeyState(
        LastWrite.began(write, content, began),
        samePurpose(content) ? pause : null,
        null,
        established,
        content != null && corrects(content, observation),
        content == null || contest == null || !contest.content().agreesWith(content)
            ? null
            : contest,
        now);
  }

  /** Returns the state with the answer to a Put or, without content, a Remove. */
  KeyState writeEnded(
      @Nullable CallbackContent content,
      Instant ended,
      Answer<WriteAccepted> answer,
      BackoffPolicy backoff,
      long now) {
    LastWrite after = LastWrite.ended(write, content, ended, answer);
    Pause pauseAfter =
        answer instanceof Answer.Failed<WriteAccepted> failed
            ? Pause.after(pause, failed.failure(), ended, backoff)
            : null;
    return switch (after.outcome()) {
      case LastWrite.WriteOutcome.Accepted _ ->
          new KeyState(after, pauseAfter, null, content, false, counted(ended, backoff), now);
      case LastWrite.WriteOutcome.Unknown _ -> {
        boolean same = content != null && established != null && content.agreesWith(established);
        yield new KeyState(
            after, pauseAfter, null, same ? established : null, correcting, contest, now);
      }
      case LastWrite.WriteOutcome.InFlight _, LastWrite.WriteOutcome.Refused _ ->
          new KeyState(after, pauseAfter, null, established, false, contest, now);
    };
  }

  /**
   * Returns the state after a read that said something; the same state if the read said nothing
   * new.
   */
  KeyState read(Observation before, Observation after, BackoffPolicy backoff, long now) {
    boolean changed = !before.sameFinding(after);
    boolean proven = proven(after);
    LastWrite left = write == null ? null : write.read(after);
    Contest counted =
        proven && write != null ? counted(write.ended().orElseThrow(), backoff) : contest;
    KeyState read =
        new KeyState(
            left,
            proven ? null : pause,
            changed || unchangedSince == null ? since(write, after.readBegan()) : unchangedSince,
            established(left, before, after, proven),
            correcting && !proven,
            counted == null ? null : counted.read(after, backoff),
            changed ? now : revision);
    return read.equals(this) ? this : read;
  }

  /** Returns the state after the removal of another record that may have taken this one along. */
  KeyState perhapsCollateral(Instant ended, boolean accepted, long now) {
    return new KeyState(
        LastWrite.perhapsCollateral(write, ended, accepted), null, null, null, false, contest, now);
  }

  /** Returns whether a Put was sent, and not refused, that hadn't ended before a time. */
  boolean putSince(Instant then) {
    return write != null
        && !write.remove()
        && !(write.outcome() instanceof LastWrite.WriteOutcome.Refused)
        && write.ended().filter(then::isAfter).isEmpty();
  }

  /** Returns whether a write is in flight, or a write of unknown outcome may still land. */
  boolean mayChange(Instant now) {
    return write != null && (write.inFlight() || write.mayLand(now));
  }

  /**
   * Returns whether the key may be forgotten once no object needs it: no write may still change it,
   * and no read that is older than it seems shows a record that was removed.
   */
  boolean forgettable(Instant now) {
    return !mayChange(now) && (write == null || !write.removedOfLate(now));
  }

  private @Nullable Contest counted(Instant ended, BackoffPolicy backoff) {
    CallbackContent content = write == null ? null : write.content();
    return correcting && content != null
        ? Contest.corrected(contest, content, ended, backoff)
        : contest;
  }

  private boolean samePurpose(@Nullable CallbackContent content) {
    return write != null && (content == null ? write.remove() : write.puts(content));
  }

  /**
   * Returns whether a Put of this content would put right what someone else changed, or is a retry
   * of such a Put.
   */
  private boolean corrects(CallbackContent content, Observation observation) {
    return established != null
        && content.agreesWith(established)
        && (correcting || differs(content, observation));
  }

  private boolean differs(CallbackContent content, Observation observation) {
    Instant lastPossible =
        Optional.ofNullable(write).flatMap(LastWrite::lastPossible).orElse(Instant.MIN);
    return switch (observation) {
      case Observation.Absent _, Observation.Present _, Observation.Several _ ->
          !observation.shows(content) && !observation.readBegan().isBefore(lastPossible);
      case Observation.Unread _, Observation.Refused _ -> false;
    };
  }

  /**
   * Returns the content that the record had before it was found changed; null as long as it isn't,
   * because the last read shows the content.
   *
   * @param left the last write; null if there is none, or if the read shows that there was none
   *     after all
   */
  private @Nullable CallbackContent established(
      @Nullable LastWrite left, Observation before, Observation after, boolean proven) {
    if (proven && write != null && write.content() != null) {
      return write.content();
    }
    if (established != null) {
      return left == null && after.shows(established) ? null : established;
    }
    return before instanceof Observation.Present present
            && !before.sameFinding(after)
            && (left == null ? isAfterLastPut(before) : left.puts(present.content()))
        ? present.content()
        : null;
  }

  /** Returns whether a read began after the last Put that may have done something. */
  private boolean isAfterLastPut(Observation observation) {
    return write == null
        || write.lastPossiblePut() == null
        || !observation.readBegan().isBefore(write.lastPossiblePut());
  }

  /**
   * Returns whether a write of unknown outcome is now seen to have happened. Then nothing failed.
   */
  private boolean proven(Observation observation) {
    if (write == null
        || !(write.outcome() instanceof LastWrite.WriteOutcome.Unknown unknown)
        || observation.readBegan().isBefore(unknown.ended())) {
      return false;
    }
    CallbackContent content = write.content();
    return switch (observation) {
      case Observation.Absent _ -> content == null;
      case Observation.Present present ->
          content != null
              && present.content().agreesWith(content)
              // A hidden key may be any.
              && (content.authentication() instanceof Authentication.Off
                  || content.authentication().equals(present.content().authentication()));
      case Observation.Unread _, Observation.Refused _, Observation.Several _ -> false;
    };
  }

  /** Returns the read's beginning; null if the last write ended later, or hasn't ended. */
  private static @Nullable Instant since(@Nullable LastWrite write, @Nullable Instant readBegan) {
    if (write == null || readBegan == null) {
      return readBegan;
    }
    Instant ended = write.ended().orElse(Instant.MAX);
    return readBegan.isBefore(ended) ? null : readBegan;
  }
}
