package dev.livecallback.claim;

/** The role of an object for one key. */
enum ClaimRole {
  /** The object wants the key and may have it: it makes a claim. */
  CLAIMS,
  /** The object holds the key, and no claim takes the key away. */
  KEEPS,
  /** The object holds the key, and leaves it to any object that claims it. */
  YIELDS,
  /** The object removes the record if nobody claims the key. */
  REMOVES,
  /** The object is being deleted, and the record with it. */
  GOES,
  /** The object puts the record back at once if it is lost. */
  RESTORES;

  /**
   * Returns whether other objects' claims on the key depend on this role. The other roles matter
   * only to deletes.
   */
  boolean decidesClaims() {
    return switch (this) {
      case CLAIMS, KEEPS, YIELDS -> true;
      case REMOVES, GOES, RESTORES -> false;
    };
  }
}
