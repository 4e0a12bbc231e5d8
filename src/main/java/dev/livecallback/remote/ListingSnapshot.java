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
 * The knowledge from the reads of one listing.
 *
 * @param records the records that the last read listed that said anything; null if the API refused
 *     the scope, or no read said anything
 * @param refusal the reason why the API refused the scope; null if it didn't
 * @param began the beginning of that read; {@link Instant#MIN} if no read said anything
 * @param ended the end of that read
 * @param pause the pause after reads that failed since; null if none did
 * @param revision the memory's revision at the end of that read; 0 if no read said anything
 */
record ListingSnapshot(
    @Nullable RecordIndex records,
    Failure.@Nullable ScopeMissing refusal,
    Instant began,
    Instant ended,
    @Nullable Pause pause,
    long revision) {

  /** The snapshot of a listing that was never read. */
  static final ListingSnapshot NONE =
      new ListingSnapshot(null, null, Instant.MIN, Instant.MIN, null, 0);

  /**
   * Returns the snapshot after one more answer. An answer that says anything replaces what was
   * known.
   */
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

  /** Returns the snapshot without a pause that is due only to the former credentials. */
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

  /**
   * Returns whether an answer says anything of the scope: it lists records, or says that the scope
   * is missing.
   */
  static boolean says(Answer<?> answer) {
    return switch (answer) {
      case Answer.Ok<?> _ -> true;
      case Answer.Failed<?> failed -> failed.failure() instanceof Failure.ScopeMissing;
    };
  }

  /** Returns whether any read said anything. */
  boolean tells() {
    return records != null || refusal != null;
  }

  /** Returns the observation of one key. */
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
