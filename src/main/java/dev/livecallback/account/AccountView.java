package dev.livecallback.account;

import dev.livecallback.api.AccountReason;

/**
 * How an account stands, for its condition Ready.
 *
 * @param ready {@code True}, {@code False} or {@code Unknown}
 * @param reason why, in one word for programs
 * @param message why, for people
 */
public record AccountView(String ready, AccountReason reason, String message) {}
