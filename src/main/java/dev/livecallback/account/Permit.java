package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;

/**
 * An account's leave to make calls: what they are signed with, and for what that was verified.
 * Whatever changes voids it; what is signed with it still goes where it was meant to go.
 *
 * @param epoch the account's {@link Account#epoch()}
 * @param settings with which endpoints
 * @param cloudAccount the account's {@link Account#cloudAccount()}
 */
public record Permit(
    Credentials credentials, AccountSettings settings, int epoch, String cloudAccount) {}
