package dev.livecallback.simulator;

import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;

/**
 * A record of the store.
 *
 * @param key the record's identity
 * @param settings the record's content
 * @param created the time of the first write since the key was last absent
 * @param updated the time of the last write
 */
public record StoredRecord(
    CallbackKey key, RecordContent settings, Instant created, Instant updated) {}
