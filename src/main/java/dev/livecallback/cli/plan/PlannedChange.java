package dev.livecallback.cli.plan;

import dev.livecallback.api.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of one object, and why.
 *
 * @param object its {@code namespace/name}
 * @param outcome what becomes of it
 * @param writes what is written to the cloud for it, in its order
 * @param fields what the records that are put hold then; never a key
 * @param reason with which the object comes to rest; null = it is gone, or was never looked at
 * @param message what it says then, if it isn't in order
 * @param doubts why it isn't certain; empty = it is
 * @param ofItself whether it would happen without any edit, too
 */
record PlannedChange(
    String object,
    Outcome outcome,
    List<RecordWrite> writes,
    List<FieldChange> fields,
    @Nullable Reason reason,
    String message,
    List<String> doubts,
    boolean ofItself) {

  /**
   * What becomes of one record.
   *
   * @param record which, in words
   * @param removed whether it is removed, or else put
   */
  record RecordWrite(String record, boolean removed) {}

  /**
   * How one field of a record is changed.
   *
   * @param field of the spec
   * @param from what it has; null = there is no record
   * @param to what it is to have
   */
  record FieldChange(String field, @Nullable String from, String to) {}

  /** Takes copies. */
  PlannedChange {
    writes = List.copyOf(writes);
    fields = List.copyOf(fields);
    doubts = List.copyOf(doubts);
  }

  /** Whether what happens is known. */
  boolean isExact() {
    return doubts.isEmpty() && outcome != Outcome.UNKNOWN;
  }

  /** Whether a person has to do something before the object has what it asks for. */
  boolean isRefused() {
    return outcome == Outcome.REFUSE
        || (reason != null
            && Outcome.of(reason) == Outcome.REFUSE
            && outcome != Outcome.NOTHING
            && outcome != Outcome.UNKNOWN);
  }
}
