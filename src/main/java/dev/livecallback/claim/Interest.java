package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one object has to do with callback keys.
 *
 * @param object which
 * @param created when it was created: the older one claims
 * @param wants the key that its spec names; null while it is being deleted, unless what it wrote is
 *     to be found out yet
 * @param holds the keys in its ledger, as far as that is known to be written
 * @param state what it may do about them
 */
public record Interest(
    ObjectId object,
    Instant created,
    @Nullable CallbackKey wants,
    Set<CallbackKey> holds,
    State state) {

  /** What an object may do about the keys that it wants or holds. */
  public enum State {
    /** It enforces its record and finds it in sync: what is taken from it, it puts back at once. */
    RESTORING,
    /** It writes, and may make a new claim. */
    WRITING,
    /** It writes what it holds, but its account allows it no new claim. */
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

  /** Takes a copy. */
  public Interest {
    holds = Set.copyOf(holds);
  }

  /** Whether it may claim the key that it wants. */
  boolean mayClaim(CallbackKey key) {
    return key.equals(wants) && (state == State.WRITING || state == State.RESTORING);
  }

  /** Whether it holds the key and would let another object have it. */
  boolean yields(CallbackKey key) {
    if (!holds.contains(key)) {
      return false;
    }
    return switch (state) {
      case PAUSED -> false;
      case OBSERVING, LEAVING, GOING -> true;
      case RESTORING, WRITING, NOT_ALLOWED -> !key.equals(wants);
    };
  }

  /** Whether it holds the key and keeps it. */
  boolean keeps(CallbackKey key) {
    return holds.contains(key) && !yields(key);
  }

  Set<CallbackKey> keys() {
    Set<CallbackKey> keys = new HashSet<>(holds);
    if (wants != null) {
      keys.add(wants);
    }
    return keys;
  }
}
