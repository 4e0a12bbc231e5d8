package dev.livecallback.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.util.List;

/**
 * A record in an object's ledger that nothing proves the object to have written. Others than the
 * operator may write statuses, this process didn't write the entry, and the account of the entry
 * doesn't let the object in.
 *
 * @param refusal the reason why the account doesn't let the object in, and the rule that would
 * @param token the token with which the account's owner confirms the removal of exactly this record
 */
public record DoubtfulRecord(String refusal, String token) {

  /**
   * Returns the token of a record. It covers the object, the account and the record, and nothing
   * else.
   */
  public static String token(ObjectId object, AccountName account, CallbackKey key) {
    return Fingerprint.token(
        List.of(
            object.namespace(),
            object.name(),
            object.uid(),
            account.text(),
            key.scope().toString(),
            String.valueOf(key.app()),
            key.messageType().wire()));
  }
}
