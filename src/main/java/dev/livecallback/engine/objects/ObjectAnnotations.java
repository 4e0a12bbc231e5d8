package dev.livecallback.engine.objects;

import dev.livecallback.account.Account;
import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.claim.Claimant;
import dev.livecallback.plan.Policies;
import dev.livecallback.plan.UnsupportedValues;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The requests of people, read from an object's policies and annotations. */
public final class ObjectAnnotations {
  private ObjectAnnotations() {}

  /**
   * Returns the policies of an object, with the defaults filled in. If a field can't be read or a
   * policy isn't known, the object only observes, because that field may be what restricts it.
   */
  public static Policies policies(LiveCallback object) {
    LiveCallbackSpec spec = object.getSpec();
    boolean known = object.unreadable() == null && UnsupportedValues.policies(spec).isEmpty();
    return new Policies(
        known ? spec.management() : ManagementPolicy.OBSERVE,
        known ? spec.adoption() : AdoptionPolicy.IF_IDENTICAL,
        LiveCallbackSpec.ORPHAN.equals(spec.deletionPolicy()),
        known);
  }

  /** Returns whether an account is paused, so that all of its objects are left alone. */
  public static boolean paused(Account account) {
    return account.settings().annotations().paused();
  }

  /** Returns whether an object is paused. Every value of the annotation pauses, except "false". */
  public static boolean paused(LiveCallback object) {
    String value = annotation(object, WellKnown.PAUSED);
    return value != null && !value.strip().equalsIgnoreCase("false");
  }

  /** Returns the request that the status doesn't show as handled; null = there is none. */
  public static @Nullable String unansweredReconcile(LiveCallback object) {
    String value = annotation(object, WellKnown.RECONCILE_REQUESTED_AT);
    return value == null || value.equals(object.statusOrEmpty().lastHandledReconcileAt())
        ? null
        : value;
  }

  /** Returns the deadline until which drift is allowed: the object's own, or else its account's. */
  public static Deadline drift(LiveCallback object, Optional<Account> account, Instant now) {
    Deadline own = ownDrift(object, now);
    return own instanceof Deadline.None
        ? Deadline.ofAllowedDrift(
            account.map(each -> each.settings().annotations().allowDriftUntil()).orElse(null), now)
        : own;
  }

  /** Returns the deadline until which the object's own annotation allows drift. */
  public static Deadline ownDrift(LiveCallback object, Instant now) {
    return Deadline.ofAllowedDrift(annotation(object, WellKnown.ALLOW_DRIFT_UNTIL), now);
  }

  /**
   * Returns the tokens of the annotations {@code confirm-delete} of the object and of its account.
   */
  public static Set<String> confirmedDeletes(LiveCallback object, Optional<Account> account) {
    return Stream.of(
            annotation(object, WellKnown.CONFIRM_DELETE),
            account.map(each -> each.settings().annotations().confirmDelete()).orElse(null))
        .filter(Objects::nonNull)
        .map(String::strip)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns what the object may do about the keys that it wants or holds.
   *
   * @param stopped true if the object is left as it is, because of a value that this version
   *     doesn't know
   * @param refused true if the object may not use its account
   */
  public static Claimant.Stance state(
      LiveCallback object,
      Optional<Account> account,
      boolean stopped,
      boolean refused,
      Instant now) {
    Policies policies = policies(object);
    boolean observes = policies.management() == ManagementPolicy.OBSERVE;
    if (stopped || paused(object) || account.filter(ObjectAnnotations::paused).isPresent()) {
      return Claimant.Stance.PAUSED;
    }
    if (object.getMetadata().getDeletionTimestamp() != null) {
      return policies.orphan() || observes ? Claimant.Stance.LEAVING : Claimant.Stance.GOING;
    }
    if (refused) {
      return Claimant.Stance.NOT_ALLOWED;
    }
    if (observes) {
      return Claimant.Stance.OBSERVING;
    }
    boolean restores =
        policies.management() == ManagementPolicy.ENFORCE
            && drift(object, account, now) instanceof Deadline.None
            && inSync(object);
    return restores ? Claimant.Stance.RESTORING : Claimant.Stance.WRITING;
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
