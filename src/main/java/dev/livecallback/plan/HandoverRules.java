package dev.livecallback.plan;

import dev.livecallback.claim.Heir;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import java.util.Objects;
import java.util.Optional;

/** The rules about keys that leave the ledger because their record isn't this object's any more. */
final class HandoverRules {
  private HandoverRules() {}

  /**
   * Applies if the object now only watches or leaves its records. The records that it wanted before
   * stay. See {@code docs/planner.md#releasedLeftover}.
   */
  static Optional<Plan> releasedLeftover(Situation s) {
    Policies policies = s.facts.policies();
    if (s.facts.deleting() || !(policies.observes() || policies.orphan())) {
      return Optional.empty();
    }
    return s.facts.ledger().keys().stream()
        .filter(key -> !key.equals(s.desiredKey))
        .findFirst()
        .map(
            key ->
                Plan.keep(s.facts)
                    .withLedger(s.facts.ledger().without(key))
                    .tell(
                        Notice.normal(
                            "RecordKept",
                            "The record for "
                                + key
                                + " is left as it is: "
                                + (policies.observes()
                                    ? "managementPolicy is Observe."
                                    : "deletionPolicy is Orphan."))));
  }

  /**
   * Applies if an heir has listed the key in its ledger. See {@code docs/planner.md#handedOver}.
   */
  static Optional<Plan> handedOver(Situation s) {
    return s.facts.ledger().entries().stream()
        .map(Ledger.Entry::key)
        .filter(key -> listedByHeir(s, key) && !inFlight(s, key))
        .findFirst()
        .map(
            key ->
                Plan.keep(s.facts)
                    .withLedger(s.facts.ledger().without(key))
                    .tell(
                        Notice.normal(
                            "HandedOver",
                            "The record for "
                                + key
                                + " is left to LiveCallback "
                                + Objects.requireNonNull(s.facts.claim().heirs().get(key)).object()
                                + ".")));
  }

  /**
   * Applies if the ledger lists D's record, or what may be D's record, through another account. The
   * record is D's through the account that the object names now. See {@code
   * docs/planner.md#sameRecord}.
   */
  static Optional<Plan> sameRecord(Situation s) {
    return s.facts.ledger().entries().stream()
        .filter(entry -> !s.facts.deleting() && isDesired(s, entry))
        .findFirst()
        .map(
            entry ->
                Plan.keep(s.facts)
                    .withLedger(
                        s.entry().isPresent() && !entry.key().equals(s.desiredKey)
                            ? s.facts.ledger().without(entry.key())
                            : s.facts
                                .ledger()
                                .without(entry.key())
                                .with(entry.as(s.desiredKey, s.facts.account())))
                    .tell(
                        Notice.normal(
                            "HandedOver",
                            "The record for "
                                + s.desiredKey
                                + " is reached through account "
                                + s.facts.account()
                                + " now.")));
  }

  private static boolean listedByHeir(Situation s, CallbackKey key) {
    Heir heir = s.facts.claim().heirs().get(key);
    return heir != null && heir.listed();
  }

  private static boolean inFlight(Situation s, CallbackKey key) {
    LastWrite write = s.facts.key(key).write();
    return write != null && write.inFlight();
  }

  /**
   * Returns whether an entry's record is the wanted record, as far as anybody can know. It is if
   * both accounts lead to one cloud account. It also is if nobody knows that they don't, and S(D)
   * shows what the entry says. If both keys are in the ledger, the entry is dropped once D is in
   * order: its record may be D's, so it isn't removed.
   */
  private static boolean isDesired(Situation s, Ledger.Entry entry) {
    if (entry.key().equals(s.desiredKey)) {
      return !entry.account().equals(s.facts.account()) && usable(s);
    }
    if (!sameButForAccount(s, entry.key())) {
      return false;
    }
    String from = s.cloudAccount(entry.account());
    String to = s.cloudAccount(s.facts.account());
    boolean known = from != null && to != null;
    boolean same = known && Objects.equals(from, to);
    if (s.entry().isPresent()) {
      return known ? same : !s.aboutDesired();
    }
    return usable(s) && (known ? same : showsAsListed(s, entry));
  }

  /**
   * Returns whether the account that the object names now exists, lets the object in, and is open.
   */
  private static boolean usable(Situation s) {
    AccountFacts named = s.facts.account(s.facts.account());
    return named != null && named.refusal() == null && named.gate() == null;
  }

  private static boolean sameButForAccount(Situation s, CallbackKey key) {
    return key.scope().equals(s.desiredKey.scope())
        && Objects.equals(key.app(), s.desiredKey.app())
        && key.messageType() == s.desiredKey.messageType();
  }

  private static boolean showsAsListed(Situation s, Ledger.Entry entry) {
    if (s.needsRead()
        || !(s.observation() instanceof Observation.Present(CallbackContent content, _, _))) {
      return false;
    }
    String shown = Fingerprint.of(s.desiredKey, content);
    return shown.equals(entry.written()) || shown.equals(entry.held());
  }
}
