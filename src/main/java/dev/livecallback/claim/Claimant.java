package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The callback keys that one object wants or holds, and its stance towards them.
 *
 * @param object the object
 * @param created the object's creation time: the older object claims
 * @param wants the key that the object's spec names; null = the key isn't known or may not be
 *     claimed, or the object is being deleted and its ledger wasn't lost
 * @param holds the keys in the object's ledger, as far as the object is known to have written them
 * @param stance the actions that the object may take on these keys
 * @param consent the consent to other objects' deletes that may take its record along
 */
public record Claimant(
    ObjectId object,
    Instant created,
    @Nullable CallbackKey wants,
    Set<CallbackKey> holds,
    Stance stance,
    Consent consent) {

  /** The actions that an object may take on the keys that it wants or holds. */
  public enum Stance {
    /** The object enforces its record and finds it in sync. It puts a lost record back at once. */
    RESTORING,
    /** The object writes, and may make a new claim. */
    WRITING,
    /**
     * The object's account doesn't allow what it wants: it makes no claim, and keeps what it holds.
     */
    NOT_ALLOWED,
    /** The object only watches: it makes no claim, and yields what it holds. */
    OBSERVING,
    /** The object is paused: it makes no claim, and keeps what it holds. */
    PAUSED,
    /** The object is being deleted, and leaves its records. */
    LEAVING,
    /** The object is being deleted, and its records with it. */
    GOING
  }

  /** Creates a claimant that consents to no other object's delete. */
  public Claimant(
      ObjectId object,
      Instant created,
      @Nullable CallbackKey wants,
      Set<CallbackKey> holds,
      Stance stance) {
    this(object, created, wants, holds, stance, Consent.NONE);
  }

  /** Takes a copy. A key that is both wanted and held is in memory once. */
  public Claimant {
    CallbackKey wanted = wants;
    if (wanted != null && holds.contains(wanted)) {
      holds =
          holds.size() == 1
              ? Set.of(wanted)
              : Stream.concat(Stream.of(wanted), holds.stream().filter(key -> !key.equals(wanted)))
                  .collect(Collectors.toUnmodifiableSet());
    }
    holds = Set.copyOf(holds);
  }

  /** Returns the part of this claimant that is about one cloud account. */
  public Claimant in(String cloudAccount) {
    boolean wanted = wants != null && wants.cloudAccount().equals(cloudAccount);
    boolean whole =
        (wanted || wants == null)
            && holds.stream().allMatch(key -> key.cloudAccount().equals(cloudAccount));
    return whole
        ? this
        : new Claimant(
            object,
            created,
            wanted ? wants : null,
            holds.stream()
                .filter(key -> key.cloudAccount().equals(cloudAccount))
                .collect(Collectors.toUnmodifiableSet()),
            stance,
            consent);
  }

  /** Returns whether the object neither wants nor holds a key. */
  public boolean isEmpty() {
    return wants == null && holds.isEmpty();
  }

  /** Returns the object's roles for this key; empty = it neither claims nor holds the key. */
  Set<ClaimRole> roles(CallbackKey key) {
    EnumSet<ClaimRole> roles = EnumSet.noneOf(ClaimRole.class);
    boolean wanted = key.equals(wants);
    if (wanted && writes()) {
      roles.add(ClaimRole.CLAIMS);
    }
    if (wanted && stance == Stance.RESTORING) {
      roles.add(ClaimRole.RESTORES);
    }
    if (holds.contains(key)) {
      roles.addAll(
          switch (stance) {
            case PAUSED -> Set.of(ClaimRole.KEEPS);
            case OBSERVING, LEAVING -> Set.of(ClaimRole.YIELDS);
            case GOING -> Set.of(ClaimRole.YIELDS, ClaimRole.REMOVES, ClaimRole.GOES);
            case RESTORING, WRITING, NOT_ALLOWED ->
                wanted ? Set.of(ClaimRole.KEEPS) : Set.of(ClaimRole.YIELDS, ClaimRole.REMOVES);
          });
    }
    return roles;
  }

  /** Returns the scope in which the object makes a claim; null = it makes none. */
  @Nullable Scope claimsIn() {
    return wants != null && writes() ? wants.scope() : null;
  }

  /** Returns whether nothing is read for the object. */
  boolean idle() {
    return stance == Stance.PAUSED || stance == Stance.NOT_ALLOWED;
  }

  /** Returns the keys that the object has to do with. */
  Set<CallbackKey> keys() {
    if (wants == null || holds.contains(wants)) {
      return holds;
    }
    Set<CallbackKey> keys = new HashSet<>(holds);
    keys.add(wants);
    return Set.copyOf(keys);
  }

  private boolean writes() {
    return stance == Stance.WRITING || stance == Stance.RESTORING;
  }
}
