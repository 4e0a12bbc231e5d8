package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;

/**
 * The leave of an account to make calls: the credentials that sign them, and the endpoints and the
 * cloud account that the credentials were verified for. Any change of these voids the permit. A
 * call that is signed with it is sent to these endpoints only.
 *
 * @param epoch the account's {@link Account#epoch()}
 * @param settings the settings with these endpoints
 * @param cloudAccount the account's {@link Account#cloudAccount()}
 */
public record Permit(
    Credentials credentials, AccountSettings settings, int epoch, String cloudAccount) {}
