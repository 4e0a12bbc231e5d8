package dev.livecallback.volcengine;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a call before it is made, as far as its failures speak of it.
 *
 * @param service {@code live} or {@code sts}
 * @param action the API's name of the action
 * @param write whether it changes anything remotely
 * @param origin scheme, host and port that it goes to, for people
 * @param setting where a person changes that, for people
 * @param proxy host and port of what it goes through; null = nothing
 * @param redactor keeps its secrets out of texts
 */
record CallContext(
    String service,
    String action,
    boolean write,
    String origin,
    String setting,
    @Nullable String proxy,
    Redactor redactor) {}
