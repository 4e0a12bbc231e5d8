package dev.livecallback.account;

/**
 * The reason why an account is closed: no call is made for any of its objects until it can be used
 * again.
 *
 * @param apiUnavailable true if the API is out of reach, false if something is wrong with the
 *     credentials, the endpoint or the account itself
 * @param message a sentence that says what happened and what to do
 */
public record AccountClosed(boolean apiUnavailable, String message) {}
