package dev.livecallback.volcengine;

/**
 * What is known of a call before it is made, as far as its failures speak of it.
 *
 * @param service {@code live} or {@code sts}
 * @param action the API's name of the action
 * @param write whether it changes anything remotely
 * @param origin scheme, host and port that it goes to, for people
 * @param setting where a person changes that, for people
 * @param redactor keeps its secrets out of texts
 */
record CallContext(
    String service,
    String action,
    boolean write,
    String origin,
    String setting,
    Redactor redactor) {}
