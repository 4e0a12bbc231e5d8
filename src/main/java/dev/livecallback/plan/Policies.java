package dev.livecallback.plan;

import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.ManagementPolicy;

/**
 * How an object's record is to be treated.
 *
 * @param management whether it is written, and when
 * @param adoption what to do about a record that is there before the first write
 * @param orphan whether the record is left when the object is deleted
 */
public record Policies(ManagementPolicy management, AdoptionPolicy adoption, boolean orphan) {
  /** Those of an object that says nothing. */
  public static final Policies DEFAULT =
      new Policies(ManagementPolicy.ENFORCE, AdoptionPolicy.IF_IDENTICAL, false);

  boolean observes() {
    return management == ManagementPolicy.OBSERVE;
  }

  boolean enforces() {
    return management == ManagementPolicy.ENFORCE;
  }
}
