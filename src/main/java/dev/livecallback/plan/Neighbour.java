package dev.livecallback.plan;

import dev.livecallback.volcengine.CallbackKey;

/**
 * An app-level record that removing the app-less record of its vhost and message type may take
 * along.
 *
 * @param key which
 * @param goingToo whether its object is being deleted with its record, so that nothing is lost
 */
public record Neighbour(CallbackKey key, boolean goingToo) {}
