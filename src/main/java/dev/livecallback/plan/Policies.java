package dev.livecallback.plan;

import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.ManagementPolicy;

/**
 * The policies for an object's record.
 *
 * @param management whether and when the record is written
 * @param adoption the treatment of a record that exists before the first write
 * @param orphan whether the record is left when the object is deleted
 * @param known whether this version could read and knows all policies. If not, the object observes,
 *     and only {@code Orphan} counts when it is deleted
 */
public record Policies(
    ManagementPolicy management, AdoptionPolicy adoption, boolean orphan, boolean known) {
  /** The policies of an object that sets none. */
  public static final Policies DEFAULT =
      new Policies(ManagementPolicy.ENFORCE, AdoptionPolicy.IF_IDENTICAL, false, true);

  boolean observes() {
    return management == ManagementPolicy.OBSERVE;
  }

  /** Returns whether the records of a deleted object stay as they are. */
  boolean leaveRecords() {
    return orphan || (known && observes());
  }

  boolean enforces() {
    return management == ManagementPolicy.ENFORCE;
  }
}
