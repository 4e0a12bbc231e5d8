package dev.livecallback.plan;

import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.ManagementPolicy;

/**
 * How an object's record is to be treated.
 *
 * @param management whether it is written, and when
 * @param adoption what to do about a record that is there before the first write
 * @param orphan whether the record is left when the object is deleted
 * @param known whether all of this could be read and is known to this version. If not, the object
 *     observes, and of its end only {@code Orphan} counts
 */
public record Policies(
    ManagementPolicy management, AdoptionPolicy adoption, boolean orphan, boolean known) {
  /** Those of an object that says nothing. */
  public static final Policies DEFAULT =
      new Policies(ManagementPolicy.ENFORCE, AdoptionPolicy.IF_IDENTICAL, false, true);

  boolean observes() {
    return management == ManagementPolicy.OBSERVE;
  }

  /** Whether the records of an object that is deleted stay as they are. */
  boolean leaveRecords() {
    return orphan || (known && observes());
  }

  boolean enforces() {
    return management == ManagementPolicy.ENFORCE;
  }
}
