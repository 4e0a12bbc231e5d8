package dev.livecallback.plan;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.util.List;

/**
 * A record in an object's ledger that nothing proves the object to have written: others than the
 * operator may write statuses, this process didn't write the entry, and the account of the entry
 * doesn't let the object in.
 *
 * @param refusal why it doesn't, and which rule would let it in
 * @param token what the account's owner confirms the removal of this very record with
 */
public record DoubtfulRecord(String refusal, String token) {

  /** The token of a record: it covers the object, the account and the record, and nothing else. */
  public static String token(ObjectId object, String account, CallbackKey key) {
    return Fingerprint.token(
        List.of(
            object.namespace(),
            object.name(),
            object.uid(),
            account,
            key.scope().toString(),
            String.valueOf(key.app()),
            key.messageType().wire()));
  }
}
