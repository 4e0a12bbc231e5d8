package dev.livecallback.account;

import dev.livecallback.api.AccountReason;

/**
 * Why an account can't be used, other than what its calls said.
 *
 * @param reason for its condition Ready
 * @param message what happened, and what to do now; without any secret
 */
public record Trouble(AccountReason reason, String message) {}
