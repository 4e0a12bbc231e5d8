package dev.livecallback.account;

import dev.livecallback.api.AccountReason;

/**
 * The state of an account for its condition Ready.
 *
 * @param ready {@code True}, {@code False} or {@code Unknown}
 * @param reason the reason, in one word for programs
 * @param message the reason, in a sentence for people
 */
public record AccountView(String ready, AccountReason reason, String message) {}
