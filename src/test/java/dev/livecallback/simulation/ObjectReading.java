package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.WellKnown;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Ledger;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.CallbackKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a version of an object says, read as the documents read it. */
final class ObjectReading {
  private ObjectReading() {}

  static boolean paused(LiveCallback object) {
    String value = ShadowApiServer.annotations(object.getMetadata()).get(WellKnown.PAUSED);
    return value != null && !value.equals("false");
  }

  /** A policy of another version. */
  static final String UNKNOWN = "Maybe";

  /** Whether nothing may be done for it: a person says so, or what may be done isn't known. */
  static boolean handsOff(LiveCallback object) {
    boolean goes =
        deleting(object) && (orphans(object) || object.statusOrEmpty().records().isEmpty());
    return paused(object) || (isUnknown(object) && !goes);
  }

  static boolean isUnknown(LiveCallback object) {
    LiveCallbackSpec spec = object.getSpec();
    return UNKNOWN.equals(spec.managementPolicy()) || UNKNOWN.equals(spec.deletionPolicy());
  }

  static boolean observes(LiveCallback object) {
    return object.getSpec().management() == ManagementPolicy.OBSERVE;
  }

  /** Whether its records stay when it goes, or wants another. */
  static boolean orphans(LiveCallback object) {
    return "Orphan".equals(object.getSpec().deletionPolicy());
  }

  static boolean enforces(LiveCallback object) {
    return object.getSpec().management() == ManagementPolicy.ENFORCE;
  }

  static boolean adopts(LiveCallback object) {
    return object.getSpec().adoption() == AdoptionPolicy.ADOPT;
  }

  /** Whether it may claim a record that nobody holds. */
  static boolean claims(LiveCallback object) {
    return !deleting(object) && !handsOff(object) && !observes(object);
  }

  static boolean deleting(LiveCallback object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  /** Whether its records go with it. */
  static boolean removes(LiveCallback object) {
    return object.getSpec().deletes() && !observes(object);
  }

  /** The account that it names. */
  static AccountName account(LiveCallback object) {
    AccountRef ref = object.getSpec().accountRef();
    return ref == null ? Tenants.DEFAULT : ref.accountName(object.getMetadata().getNamespace());
  }

  /** Whether its ledger lists a record through an account. */
  static boolean holdsThrough(LiveCallback object, AccountName account) {
    return object.statusOrEmpty().records().stream()
        .anyMatch(entry -> entry.accountName().equals(account));
  }

  static CallbackKey wants(CloudNames names, LiveCallback object) {
    return Desired.key(names.of(account(object)), object.getSpec()).orElseThrow();
  }

  static boolean wants(CloudNames names, LiveCallback object, CallbackKey key) {
    return !deleting(object) && wants(names, object).equals(key);
  }

  static Ledger ledger(CloudNames names, LiveCallback object) {
    return Ledger.of(object.statusOrEmpty().records(), names::of);
  }

  static Optional<Ledger.Entry> entry(CloudNames names, LiveCallback object, CallbackKey key) {
    return ledger(names, object).entry(key);
  }

  static boolean holds(CloudNames names, LiveCallback object, CallbackKey key) {
    return entry(names, object, key).isPresent();
  }

  /** The keys that it has to do with: that of its spec, and those of its ledger. */
  static Set<CallbackKey> keys(CloudNames names, LiveCallback object) {
    Set<CallbackKey> keys = new HashSet<>(ledger(names, object).keys());
    keys.add(wants(names, object));
    return keys;
  }

  static boolean uses(CloudNames names, LiveCallback object, Site site) {
    return keys(names, object).stream().anyMatch(site::has);
  }
}
