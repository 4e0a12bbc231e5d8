package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;

/**
 * Who takes over a key that its holder yields.
 *
 * @param object the heir, which owns the key
 * @param listed whether the heir's persisted ledger lists the key
 */
public record Heir(ObjectId object, boolean listed) {}
