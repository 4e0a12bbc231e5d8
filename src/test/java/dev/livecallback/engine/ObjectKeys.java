package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Ledger;
import dev.livecallback.volcengine.CallbackKey;
import java.util.HashSet;
import java.util.Set;

/** The callback keys that an object has to do with. */
final class ObjectKeys {
  private ObjectKeys() {}

  /** That of its spec, and those of its ledger as far as this version understands them. */
  static Set<CallbackKey> of(String cloudAccount, LiveCallback object) {
    Set<CallbackKey> keys = new HashSet<>();
    keys.add(Desired.key(cloudAccount, object.getSpec()));
    try {
      keys.addAll(Ledger.of(object.statusOrEmpty().records(), _ -> cloudAccount).keys());
    } catch (IllegalArgumentException _) {
      // Its own round says so; here only the others are looked for.
    }
    return keys;
  }
}
