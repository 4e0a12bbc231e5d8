package dev.livecallback.plan;

import dev.livecallback.claim.Heir;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import java.util.Objects;
import java.util.Optional;

/** Keys that leave the ledger because the record isn't this object's any more. */
final class HandoverRules {
  private HandoverRules() {}

  /**
   * The object only watches now, or leaves its records: what it wanted before stays. See {@code
   * docs/planner.md#releasedLeftover}.
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
                    .with(s.facts.ledger().without(key))
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

  /** An heir has written the key down. See {@code docs/planner.md#handedOver}. */
  static Optional<Plan> handedOver(Situation s) {
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
                                + Objects.requireNonNull(s.facts.claim().heirs().get(key)).object()
                                + ".")));
  }

  /**
   * A record that is D, or may be, is in the ledger through another account: it is D's through the
   * one that is named now. See {@code docs/planner.md#sameRecord}.
   */
  static Optional<Plan> sameRecord(Situation s) {
    return s.facts.ledger().entries().stream()
        .filter(entry -> !s.facts.deleting() && isDesired(s, entry))
        .findFirst()
        .map(
            entry ->
                Plan.keep(s.facts)
                    .with(
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
   * The record is the one that is wanted, as far as anybody can know: both accounts lead to one
   * cloud account; or nobody knows that they don't, and what is seen of the one is what the ledger
   * says of the other. Where both are in the ledger, the other is let go once D is in order: it may
   * be the same, so it isn't removed.
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

  /** Whether the account that is named now is there, lets the object in, and is open. */
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
