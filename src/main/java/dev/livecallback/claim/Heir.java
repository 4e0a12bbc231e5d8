package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;

/**
 * The object that takes over a key from a holder that yields it.
 *
 * @param object the heir, which owns the key
 * @param listed true if the heir's persisted ledger lists the key
 */
public record Heir(ObjectId object, boolean listed) {}
