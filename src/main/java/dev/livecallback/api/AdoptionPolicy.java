package dev.livecallback.api;

import java.util.Arrays;
import java.util.Optional;

/** The handling of a record that is there before an object's first write. */
public enum AdoptionPolicy {
  /**
   * The operator takes the record over if nothing would change, else stops and shows the
   * difference.
   */
  IF_IDENTICAL("IfIdentical"),
  /** The operator replaces the record. */
  ADOPT("Adopt");

  private final String word;

  AdoptionPolicy(String word) {
    this.word = word;
  }

  /** Returns the spelling in {@code spec}. */
  public String word() {
    return word;
  }

  /** Returns the policy with that spelling; empty = this version doesn't know it. */
  public static Optional<AdoptionPolicy> ofWord(String text) {
    return Arrays.stream(values()).filter(policy -> policy.word.equals(text)).findFirst();
  }
}
