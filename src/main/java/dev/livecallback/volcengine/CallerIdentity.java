package dev.livecallback.volcengine;

/**
 * The owner of credentials (GetCallerIdentity, contract 9).
 *
 * @param accountId the cloud account's number, to which quota and records belong
 * @param trn the caller's resource name, {@code trn:iam::ID:user/NAME}, or ""
 * @param identityType {@code Account}, {@code User} or {@code Role}, or ""
 */
public record CallerIdentity(String accountId, String trn, String identityType) {}
