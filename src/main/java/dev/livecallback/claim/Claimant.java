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
 * What one object has to do with callback keys.
 *
 * @param object which
 * @param created when it was created: the older one claims
 * @param wants the key that its spec names; null while it is being deleted, unless what it wrote is
 *     to be found out yet
 * @param holds the keys in its ledger, as far as that is known to be written
 * @param stance what it may do about them
 * @param consent to deletes of others that may take its record along
 */
public record Claimant(
    ObjectId object,
    Instant created,
    @Nullable CallbackKey wants,
    Set<CallbackKey> holds,
    Stance stance,
    Consent consent) {

  /** What an object may do about the keys that it wants or holds. */
  public enum Stance {
    /** It enforces its record and finds it in sync: what is taken from it, it puts back at once. */
    RESTORING,
    /** It writes, and may make a new claim. */
    WRITING,
    /** Its account doesn't allow it what it wants: it makes no claim, and keeps what it holds. */
    NOT_ALLOWED,
    /** It only watches: it makes no claim, and yields what it holds. */
    OBSERVING,
    /** Hands off: it makes no claim, and keeps what it holds. */
    PAUSED,
    /** It is being deleted, and leaves its records. */
    LEAVING,
    /** It is being deleted, and its records with it. */
    GOING
  }

  /** One who consents to nothing. */
  public Claimant(
      ObjectId object,
      Instant created,
      @Nullable CallbackKey wants,
      Set<CallbackKey> holds,
      Stance stance) {
    this(object, created, wants, holds, stance, Consent.NONE);
  }

  /** Takes a copy; the key that it wants and holds is one in memory. */
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

  /** What of it is about one cloud account. */
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

  /** Whether it is about nothing. */
  public boolean isEmpty() {
    return wants == null && holds.isEmpty();
  }

  /** What it is to that key; nothing, if it only watches it, or has nothing to do with it. */
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

  /** The scope in which it makes a claim; null if it makes none. */
  @Nullable Scope claimsIn() {
    return wants != null && writes() ? wants.scope() : null;
  }

  /** Whether nothing is read for it. */
  boolean idle() {
    return stance == Stance.PAUSED || stance == Stance.NOT_ALLOWED;
  }

  /** The keys that it has to do with. */
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
