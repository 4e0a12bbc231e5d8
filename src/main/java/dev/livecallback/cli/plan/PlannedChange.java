package dev.livecallback.cli.plan;

import dev.livecallback.api.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one object, and its cause.
 *
 * @param object the {@code namespace/name} of the object
 * @param outcome the outcome
 * @param writes the writes to the cloud for the object, in their order
 * @param fields the fields that change in the records that are put; never a key
 * @param reason the reason with which the object comes to rest; null = the object is gone, or was
 *     never looked at
 * @param message the object's message at rest; "" = the object is in order, or gone
 * @param doubts why the outcome isn't certain; empty = it is
 * @param ofItself whether the same would happen without any edit
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
   * A write to one record.
   *
   * @param record the record, in words
   * @param removed whether the record is removed; false = it is put
   */
  record RecordWrite(String record, boolean removed) {}

  /**
   * The change of one field of a record.
   *
   * @param field the field of the spec
   * @param from the value before; null = there is no record
   * @param to the value after
   */
  record FieldChange(String field, @Nullable String from, String to) {}

  /** Takes copies. */
  PlannedChange {
    writes = List.copyOf(writes);
    fields = List.copyOf(fields);
    doubts = List.copyOf(doubts);
  }

  /** Returns whether the outcome is certain. */
  boolean isExact() {
    return doubts.isEmpty() && outcome != Outcome.UNKNOWN;
  }

  /** Returns whether a person has to do something before the object has what it asks for. */
  boolean isRefused() {
    return outcome == Outcome.REFUSE
        || (reason != null
            && Outcome.of(reason) == Outcome.REFUSE
            && outcome != Outcome.NOTHING
            && outcome != Outcome.UNKNOWN);
  }
}
