package dev.livecallback.engine;

import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.WellKnown;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Ledger;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.Optional;

/** What a version of an object says, read as the documents read it. */
final class Standings {
  private Standings() {}

  static boolean paused(LiveCallback object) {
    String value = ApiServerModel.annotations(object.getMetadata()).get(WellKnown.PAUSED);
    return value != null && !value.equals("false");
  }

  static boolean observes(LiveCallback object) {
    return object.getSpec().management() == ManagementPolicy.OBSERVE;
  }

  static boolean enforces(LiveCallback object) {
    return object.getSpec().management() == ManagementPolicy.ENFORCE;
  }

  static boolean adopts(LiveCallback object) {
    return object.getSpec().adoption() == AdoptionPolicy.ADOPT;
  }

  /** Whether it may claim a record that nobody holds. */
  static boolean claims(LiveCallback object) {
    return !deleting(object) && !paused(object) && !observes(object);
  }

  static boolean deleting(LiveCallback object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  /** Whether its records go with it. */
  static boolean removes(LiveCallback object) {
    return object.getSpec().deletes() && !observes(object);
  }

  static CallbackKey wants(LiveCallback object) {
    return Desired.key(World.CLOUD, object.getSpec());
  }

  static boolean wants(LiveCallback object, CallbackKey key) {
    return !deleting(object) && wants(object).equals(key);
  }

  static Ledger ledger(LiveCallback object) {
    return Ledger.of(object.statusOrEmpty().records(), _ -> World.CLOUD);
  }

  static Optional<Ledger.Entry> entry(LiveCallback object, CallbackKey key) {
    return ledger(object).entry(key);
  }

  static boolean holds(LiveCallback object, CallbackKey key) {
    return entry(object, key).isPresent();
  }

  static boolean uses(LiveCallback object, Scope scope) {
    return ObjectKeys.of(World.CLOUD, object).stream().anyMatch(key -> key.scope().equals(scope));
  }
}
