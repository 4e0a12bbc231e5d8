package dev.livecallback.plan;

import dev.livecallback.remote.LastWrite;
import dev.livecallback.volcengine.CallbackKey;
import java.util.Objects;
import java.util.Optional;

/** Rules 5 to 7: keys that leave the ledger because the record isn't this object's any more. */
final class Yielding {
  private Yielding() {}

  /** 5: the object only watches now: what it wanted before is left as it is. */
  static Optional<Plan> observedLeftover(Situation s) {
    if (s.facts.deleting() || !s.facts.policies().observes()) {
      return Optional.empty();
    }
    return s.facts.ledger().keys().stream()
        .filter(key -> !key.equals(s.desiredKey))
        .findFirst()
        .map(
            key ->
                Plan.keep(s.facts)
                    .with(s.facts.ledger().without(key))
                    .tell(
                        Notice.normal(
                            "Released",
                            "The record for "
                                + key
                                + " is left as it is: managementPolicy is Observe.")));
  }

  /** 6: an heir has written the key down. */
  static Optional<Plan> yielded(Situation s) {
    return s.facts.ledger().entries().stream()
        .map(Ledger.Entry::key)
        .filter(key -> listedByHeir(s, key) && !inFlight(s, key))
        .findFirst()
        .map(
            key ->
                Plan.keep(s.facts)
                    .with(s.facts.ledger().without(key))
                    .tell(
                        Notice.normal(
                            "HandedOver",
                            "The record for "
                                + key
                                + " is left to LiveCallback "
                                + Objects.requireNonNull(s.facts.standing().heirs().get(key))
                                    .object()
                                + ".")));
  }

  /**
   * 7: a leftover that differs from D in the account alone, and may be the very same record: D
   * takes its place.
   */
  static Optional<Plan> sameRecord(Situation s) {
    return s.facts.ledger().entries().stream()
        .filter(entry -> !s.facts.deleting() && isOpen(s) && sameButForAccount(s, entry))
        .findFirst()
        .map(
            entry ->
                Plan.keep(s.facts)
                    .with(
                        s.entry().isPresent()
                            ? s.facts.ledger().without(entry.key())
                            : s.facts.ledger().without(entry.key()).with(entry.as(s)))
                    .tell(
                        Notice.normal(
                            "HandedOver",
                            "The record for "
                                + s.desiredKey
                                + " is reached through account "
                                + s.facts.account()
                                + " now.")));
  }

  /** Where the wanted account leads isn't known before it is there and can be used. */
  private static boolean isOpen(Situation s) {
    AccountFacts account = s.facts.account(s.facts.account());
    return account != null && account.gate() == null;
  }

  private static boolean listedByHeir(Situation s, CallbackKey key) {
    Standing.Heir heir = s.facts.standing().heirs().get(key);
    return heir != null && heir.listed();
  }

  private static boolean inFlight(Situation s, CallbackKey key) {
    LastWrite write = s.facts.key(key).write();
    return write != null && write.inFlight();
  }

  private static boolean sameButForAccount(Situation s, Ledger.Entry entry) {
    CallbackKey key = entry.key();
    boolean differs =
        !key.equals(s.desiredKey)
            && key.scope().equals(s.desiredKey.scope())
            && Objects.equals(key.app(), s.desiredKey.app())
            && key.messageType() == s.desiredKey.messageType();
    if (!differs) {
      return false;
    }
    String from = s.cloudAccount(entry.account());
    String to = s.cloudAccount(s.facts.account());
    return from == null || to == null || from.equals(to);
  }
}
