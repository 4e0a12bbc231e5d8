package dev.livecallback.plan;

/**
 * The account is closed: no call is made for any of its objects until a probe succeeds.
 *
 * @param unreachable true if the API is out of reach, false if credentials or endpoint are wrong
 * @param message what happened and what to do
 */
public record ShutGate(boolean unreachable, String message) {}
