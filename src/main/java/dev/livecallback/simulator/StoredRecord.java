package dev.livecallback.simulator;

import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;

/**
 * One record of the store.
 *
 * @param key whose it is and for what
 * @param settings the rest
 * @param created when the key was first written since it was last absent
 * @param updated when it was last written
 */
public record StoredRecord(
    CallbackKey key, RecordContent settings, Instant created, Instant updated) {}
