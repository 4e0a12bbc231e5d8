package dev.livecallback.volcengine;

import org.jspecify.annotations.Nullable;

/**
 * The facts about a call that are known before it is made, as far as its failures speak of them.
 *
 * @param service {@code live} or {@code sts}
 * @param action the API's name of the action
 * @param write whether the call changes anything remotely
 * @param origin the scheme, host and port that the call goes to, for people
 * @param setting the setting in which a person changes the origin, for people
 * @param proxy the host and port of the proxy that the call goes through; null = none
 * @param redactor keeps the call's secrets out of texts
 */
record CallContext(
    String service,
    String action,
    boolean write,
    String origin,
    String setting,
    @Nullable String proxy,
    Redactor redactor) {}
