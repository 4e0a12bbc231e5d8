package dev.livecallback.cli.plan;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import org.jspecify.annotations.Nullable;

/**
 * A write that the engine made in a rehearsal.
 *
 * @param object for whom
 * @param account through which account, {@code namespace/name}
 * @param cloudAccount where, as {@link dev.livecallback.account.Permit#cloudAccount} has it
 * @param key of which record
 * @param before what that held; null = there was none
 * @param content what it is to hold; null = it is removed
 * @param along whether the removal may take other records along
 */
record PlannedWrite(
    ObjectId object,
    String account,
    String cloudAccount,
    CallbackKey key,
    @Nullable CallbackContent before,
    @Nullable CallbackContent content,
    boolean along) {

  /** Whether another write would do the same to the same record. */
  boolean sameAs(PlannedWrite other) {
    return cloudAccount.equals(other.cloudAccount)
        && sameRecord(other.key)
        && (content == null
            ? other.content == null
            : other.content != null && content.agreesWith(other.content));
  }

  private boolean sameRecord(CallbackKey other) {
    // Two rehearsals may have other names for a cloud account.
    return new CallbackKey(key.cloudAccount(), other.scope(), other.app(), other.messageType())
        .equals(key);
  }
}
