package dev.livecallback.remote;

import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The records of one answer to DescribeCallback, with an index, because a vhost may have thousands
 * of records. Between two reads, this is most of the memory that a record takes, so it is kept
 * small.
 *
 * @param all the records, in the order of the answer
 * @param index the records that may be a key's, by app and message type
 */
record RecordIndex(
    List<CallbackRecord> all, Map<RecordIndex.KeyInScope, List<CallbackRecord>> index) {

  /** The parts that a key and its record have in common, whatever the scope. */
  record KeyInScope(@Nullable String app, String messageType) {}

  /** Returns the index of an answer. */
  static RecordIndex of(List<CallbackRecord> records) {
    List<CallbackRecord> all = List.copyOf(records);
    return new RecordIndex(
        all,
        all.stream()
            .collect(
                Collectors.groupingBy(
                    record -> new KeyInScope(record.app(), record.messageType()),
                    Collectors.collectingAndThen(Collectors.toList(), List::copyOf))));
  }

  /** Returns the records that may be a key's. */
  List<CallbackRecord> of(CallbackKey key) {
    return index.getOrDefault(new KeyInScope(key.app(), key.messageType().wire()), List.of());
  }
}
