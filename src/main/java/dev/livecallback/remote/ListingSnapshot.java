package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the reads of one listing said.
 *
 * @param records what the last read that said anything listed; null if the API refused the scope
 * @param refusal why it refused it; null if it didn't
 * @param began when that read began; {@link Instant#MIN} if no read said anything
 * @param ended when it ended
 * @param pause after reads that failed since; null if none did
 * @param revision of the memory at which that read was taken in; 0 if no read said anything
 */
record ListingSnapshot(
    @Nullable RecordIndex records,
    Failure.@Nullable ScopeMissing refusal,
    Instant began,
    Instant ended,
    @Nullable Pause pause,
    long revision) {

  /** The listing was never read. */
  static final ListingSnapshot NONE =
      new ListingSnapshot(null, null, Instant.MIN, Instant.MIN, null, 0);

  /** With one more answer, which replaces what is known if it says anything. */
  ListingSnapshot after(
      Instant readBegan,
      Instant readEnded,
      Answer<List<CallbackRecord>> answer,
      BackoffPolicy backoff,
      long now) {
    return switch (answer) {
      case Answer.Ok<List<CallbackRecord>> ok ->
          new ListingSnapshot(RecordIndex.of(ok.value()), null, readBegan, readEnded, null, now);
      case Answer.Failed<List<CallbackRecord>> failed ->
          switch (failed.failure()) {
            case Failure.ScopeMissing missing ->
                new ListingSnapshot(null, missing, readBegan, readEnded, null, now);
            case Failure other ->
                new ListingSnapshot(
                    records,
                    refusal,
                    began,
                    ended,
                    Pause.after(pause, other, readEnded, backoff),
                    revision);
          };
    };
  }

  /** Without a pause that only the credentials of that time are the reason for. */
  ListingSnapshot forgivingCredentials() {
    return pause != null && pause.isForCredentials()
        ? new ListingSnapshot(records, refusal, began, ended, null, revision)
        : this;
  }

  ListingSnapshot withoutFirstWaitForCredentials() {
    return pause == null
        ? this
        : new ListingSnapshot(
            records, refusal, began, ended, pause.endedIfFirstForCredentials(), revision);
  }

  /** Whether an answer says anything of the scope, rather than of the luck of the call. */
  static boolean says(Answer<?> answer) {
    return switch (answer) {
      case Answer.Ok<?> _ -> true;
      case Answer.Failed<?> failed -> failed.failure() instanceof Failure.ScopeMissing;
    };
  }

  /** Whether any read said anything. */
  boolean tells() {
    return records != null || refusal != null;
  }

  /** What it says of one key. */
  Observation observation(CallbackKey key) {
    if (refusal != null) {
      return new Observation.Refused(refusal, began, ended);
    }
    if (records == null) {
      return new Observation.Unread();
    }
    List<CallbackContent> matching =
        records.of(key).stream()
            .filter(item -> item.matches(key))
            .map(CallbackRecord::content)
            .toList();
    return switch (matching.size()) {
      case 0 -> new Observation.Absent(began, ended);
      case 1 -> new Observation.Present(matching.getFirst(), began, ended);
      default -> new Observation.Several(matching, began, ended);
    };
  }
}
