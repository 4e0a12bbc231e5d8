package dev.livecallback.api;

import java.util.Arrays;
import java.util.Optional;

/** What to do about a record that is there before an object's first write. */
public enum AdoptionPolicy {
  /** Take it over if nothing would change, else stop and show the difference. */
  IF_IDENTICAL("IfIdentical"),
  /** Replace it. */
  ADOPT("Adopt");

  private final String word;

  AdoptionPolicy(String word) {
    this.word = word;
  }

  /** The spelling in {@code spec}. */
  public String word() {
    return word;
  }

  /** The policy of that spelling; empty for one that this version doesn't know. */
  public static Optional<AdoptionPolicy> ofWord(String text) {
    return Arrays.stream(values()).filter(policy -> policy.word.equals(text)).findFirst();
  }
}
