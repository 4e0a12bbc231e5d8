package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.claim.Claimant;
import dev.livecallback.plan.DriftAllowance;
import dev.livecallback.plan.Policies;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a person asks for, from an object's policies and annotations. */
final class ObjectAnnotations {
  private ObjectAnnotations() {}

  static Policies policies(LiveCallbackSpec spec) {
    return new Policies(spec.management(), spec.adoption(), !spec.deletes());
  }

  /** Whether the account's objects are to be left alone, all of them. */
  static boolean paused(Account account) {
    return account.terms().verbs().paused();
  }

  /** Any value pauses but "false". */
  static boolean paused(LiveCallback object) {
    String value = annotation(object, WellKnown.PAUSED);
    return value != null && !value.strip().equalsIgnoreCase("false");
  }

  /** The request that the status doesn't say was handled; null = there is none. */
  static @Nullable String unansweredReconcile(LiveCallback object) {
    String value = annotation(object, WellKnown.RECONCILE_REQUESTED_AT);
    return value == null || value.equals(object.statusOrEmpty().lastHandledReconcileAt())
        ? null
        : value;
  }

  /** The object's own, else its account's. */
  static DriftAllowance drift(LiveCallback object, Optional<Account> account, Instant now) {
    DriftAllowance own = DriftAllowance.of(annotation(object, WellKnown.ALLOW_DRIFT_UNTIL), now);
    return own instanceof DriftAllowance.None
        ? DriftAllowance.of(
            account.map(each -> each.terms().verbs().allowDriftUntil()).orElse(null), now)
        : own;
  }

  static @Nullable String confirmedDelete(LiveCallback object) {
    String token = annotation(object, WellKnown.CONFIRM_DELETE);
    return token == null ? null : token.strip();
  }

  /** What it may do about the keys that it wants or holds. */
  static Claimant.State state(
      LiveCallback object, Optional<Account> account, boolean refused, Instant now) {
    Policies policies = policies(object.getSpec());
    boolean observes = policies.management() == ManagementPolicy.OBSERVE;
    if (paused(object) || account.filter(ObjectAnnotations::paused).isPresent()) {
      return Claimant.State.PAUSED;
    }
    if (object.getMetadata().getDeletionTimestamp() != null) {
      return policies.orphan() || observes ? Claimant.State.LEAVING : Claimant.State.GOING;
    }
    if (refused) {
      return Claimant.State.NOT_ALLOWED;
    }
    if (observes) {
      return Claimant.State.OBSERVING;
    }
    boolean restores =
        policies.management() == ManagementPolicy.ENFORCE
            && drift(object, account, now) instanceof DriftAllowance.None
            && inSync(object);
    return restores ? Claimant.State.RESTORING : Claimant.State.WRITING;
  }

  private static boolean inSync(LiveCallback object) {
    return object
        .statusOrEmpty()
        .condition(ConditionType.READY)
        .filter(
            ready ->
                ready.holds()
                    && ready.reason().equals(Reason.IN_SYNC.word())
                    && ready.observedGeneration() == object.getMetadata().getGeneration())
        .isPresent();
  }

  private static @Nullable String annotation(LiveCallback object, String name) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }
}
