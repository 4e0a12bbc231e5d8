package dev.livecallback.remote;

import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one DescribeCallback answered, with an index, for a vhost may have thousands of records.
 * Between two reads it is most of what is remembered of a record, so it is kept small.
 *
 * @param all in the order of the answer
 * @param index those that may be a key's
 */
record RecordIndex(
    List<CallbackRecord> all, Map<RecordIndex.KeyInScope, List<CallbackRecord>> index) {

  /** What a key and its record have in common whatever the scope. */
  record KeyInScope(@Nullable String app, String messageType) {}

  /** The answer, indexed. */
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

  /** The records among which that key's are. */
  List<CallbackRecord> of(CallbackKey key) {
    return index.getOrDefault(new KeyInScope(key.app(), key.messageType().wire()), List.of());
  }
}
