package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.WellKnown;
import java.util.Arrays;
import java.util.Optional;

/**
 * The admission policies that the manifests bring. A policy and its binding say by the label {@link
 * #LABEL} which one they are, whatever their names.
 */
public enum AdmissionPolicy {
  /** Refuses annotations that nobody can read. */
  ANNOTATIONS("annotations"),
  /** Holds the operator itself to statuses and its finalizers. */
  KEEPS_TO_STATUS("keeps-to-status"),
  /** Lets nobody but the operator write statuses. */
  STATUSES("statuses");

  /** Says of a policy and of a binding which one it is. */
  static final String LABEL = WellKnown.GROUP + "/policy";

  private final String word;

  AdmissionPolicy(String word) {
    this.word = word;
  }

  /** What the label says. */
  public String word() {
    return word;
  }

  /** The one that a label names; empty = none that this version knows. */
  static Optional<AdmissionPolicy> ofWord(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }
}
