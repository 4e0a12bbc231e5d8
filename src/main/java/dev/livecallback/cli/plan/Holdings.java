package dev.livecallback.cli.plan;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Ledger;
import dev.livecallback.volcengine.CallbackKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The owners of records, by the ledgers of objects. A record is known by its key without the cloud
 * account, since two rehearsals may name a cloud account differently.
 */
final class Holdings {
  private final Map<ObjectId, Set<CallbackKey>> records = new HashMap<>();
  private final Map<CallbackKey, Set<ObjectId>> holders = new HashMap<>();

  Holdings(Collection<LiveCallback> objects) {
    for (LiveCallback each : objects) {
      Set<CallbackKey> keys = Ledger.of(each.statusOrEmpty().records(), _ -> "").keys();
      records.put(each.id(), keys);
      keys.forEach(key -> holders.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(each.id()));
    }
  }

  /** Returns a key without its cloud account. */
  static CallbackKey record(CallbackKey key) {
    return new CallbackKey("", key.scope(), key.app(), key.messageType());
  }

  /** Returns the record that an object wants; empty = this version can't tell. */
  static Optional<CallbackKey> wanted(LiveCallback object) {
    return Desired.key("", object.getSpec());
  }

  /** Returns the records that an object has. */
  Set<CallbackKey> of(ObjectId object) {
    return records.getOrDefault(object, Set.of());
  }

  /** Returns the objects that have a record. */
  Set<ObjectId> holders(CallbackKey key) {
    return holders.getOrDefault(record(key), Set.of());
  }

  /** Returns whether an object has a record. */
  boolean has(ObjectId object, CallbackKey key) {
    return of(object).contains(record(key));
  }

  /** Returns whether any other object has one of these records. */
  boolean othersHave(ObjectId object, Collection<CallbackKey> keys) {
    return keys.stream()
        .flatMap(key -> holders(key).stream())
        .anyMatch(holder -> !holder.equals(object));
  }
}
