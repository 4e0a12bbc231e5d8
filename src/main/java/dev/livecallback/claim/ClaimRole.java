package dev.livecallback.claim;

/** What an object is to one key. */
enum ClaimRole {
  /** It wants the key and may have it: it makes a claim. */
  CLAIMS,
  /** It holds the key, and no claim takes it away. */
  KEEPS,
  /** It holds the key, and leaves it to whoever claims it. */
  YIELDS,
  /** If nobody claims the key, it removes the record. */
  REMOVES,
  /** It is being deleted, and the record with it. */
  GOES,
  /** It puts the record back at once if it is lost. */
  RESTORES;

  /** Whether other objects' claims on the key depend on it; the rest matters to deletes alone. */
  boolean decidesClaims() {
    return switch (this) {
      case CLAIMS, KEEPS, YIELDS -> true;
      case REMOVES, GOES, RESTORES -> false;
    };
  }
}
