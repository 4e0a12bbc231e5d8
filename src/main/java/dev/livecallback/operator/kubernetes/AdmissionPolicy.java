package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.WellKnown;
import java.util.Arrays;
import java.util.Optional;

/**
 * The admission policies that the manifests bring. The label {@link #LABEL} of a policy and of its
 * binding identifies them, so their names may differ.
 */
public enum AdmissionPolicy {
  /** Refuses annotations that nobody can read. */
  ANNOTATIONS("annotations"),
  /** Lets the operator itself change only statuses and its own finalizers. */
  KEEPS_TO_STATUS("keeps-to-status"),
  /** Lets nobody but the operator write statuses. */
  STATUSES("statuses");

  /** The label that identifies a policy and its binding. */
  static final String LABEL = WellKnown.GROUP + "/policy";

  private final String word;

  AdmissionPolicy(String word) {
    this.word = word;
  }

  /** Returns the value of the label. */
  public String word() {
    return word;
  }

  /** Returns the policy that a label names; empty = this version doesn't know it. */
  static Optional<AdmissionPolicy> ofWord(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }
}
