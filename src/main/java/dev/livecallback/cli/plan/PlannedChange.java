package dev.livecallback.cli.plan;

import dev.livecallback.api.DriftedField;
import dev.livecallback.api.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of one object, and why.
 *
 * @param object its {@code namespace/name}
 * @param outcome what becomes of it
 * @param writes what is written to the cloud for it, in its order
 * @param fields how the record is changed: what it has, and what it is to have; never a key
 * @param reason with which the object comes to rest; null = it is gone, or was never looked at
 * @param message what it says then, if it isn't in order
 * @param doubts why it isn't certain; empty = it is
 * @param ofItself whether it would happen without any edit, too
 */
record PlannedChange(
    String object,
    Outcome outcome,
    List<RecordWrite> writes,
    List<DriftedField> fields,
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
