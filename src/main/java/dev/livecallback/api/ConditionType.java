package dev.livecallback.api;

/** The types of the conditions that a status may have. */
public enum ConditionType {
  /**
   * Everything that the object asks for is done and verified. This condition is always there once
   * the operator has seen the object.
   */
  READY("Ready"),
  /** The remote record differs from the object. */
  DRIFTED("Drifted"),
  /**
   * Work is under way; absent while there is none. An object is never {@link #STALLED} at the same
   * time.
   */
  RECONCILING("Reconciling"),
  /** The operator can do nothing more without a person; absent otherwise. */
  STALLED("Stalled"),
  /** An account's limit of deletes is used up, and deletes wait; absent while none do. */
  DELETE_LIMIT_REACHED("DeleteLimitReached");

  private final String word;

  ConditionType(String word) {
    this.word = word;
  }

  /** Returns the spelling in {@code status.conditions[].type}. */
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word;
  }
}
