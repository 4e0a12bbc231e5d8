package dev.livecallback.api;

import java.util.Arrays;
import java.util.Optional;

/** The actions that the operator may take on an object's record. */
public enum ManagementPolicy {
  /** The operator creates the record, corrects drift, and deletes the record. */
  ENFORCE("Enforce"),
  /**
   * The operator writes when the object or its key changes. It reports outside changes, but leaves
   * them.
   */
  APPLY_ON_CHANGE("ApplyOnChange"),
  /** The operator never writes and never deletes. It reports the difference. */
  OBSERVE("Observe");

  private final String word;

  ManagementPolicy(String word) {
    this.word = word;
  }

  /** Returns the spelling in {@code spec}. */
  public String word() {
    return word;
  }

  /** Returns the policy with that spelling; empty = this version doesn't know it. */
  public static Optional<ManagementPolicy> ofWord(String text) {
    return Arrays.stream(values()).filter(policy -> policy.word.equals(text)).findFirst();
  }
}
