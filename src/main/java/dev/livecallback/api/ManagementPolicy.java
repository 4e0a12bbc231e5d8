package dev.livecallback.api;

import java.util.Arrays;
import java.util.Optional;

/** What the operator may do to an object's record. */
public enum ManagementPolicy {
  /** Create it, correct drift, delete it. */
  ENFORCE("Enforce"),
  /** Write when the object or its key changes; report outside changes, but leave them. */
  APPLY_ON_CHANGE("ApplyOnChange"),
  /** Never write, never delete; report the difference. */
  OBSERVE("Observe");

  private final String word;

  ManagementPolicy(String word) {
    this.word = word;
  }

  /** The spelling in {@code spec}. */
  public String word() {
    return word;
  }

  /** The policy of that spelling; empty for one that this version doesn't know. */
  public static Optional<ManagementPolicy> ofWord(String text) {
    return Arrays.stream(values()).filter(policy -> policy.word.equals(text)).findFirst();
  }
}
