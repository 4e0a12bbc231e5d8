package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.volcengine.CallbackKey;

/** What keys call cloud accounts. */
interface CloudNames {

  /** What they call the cloud account of an account now. */
  String of(AccountName account);

  /** What the cloud account is in truth that is called so: two names may be of one. */
  String real(String cloudAccount);

  /** The key of the very record in the cloud. */
  default CallbackKey real(CallbackKey key) {
    return in(real(key.cloudAccount()), key);
  }

  /** The same record in another cloud account. */
  static CallbackKey in(String cloudAccount, CallbackKey key) {
    return new CallbackKey(cloudAccount, key.scope(), key.app(), key.messageType());
  }
}
