package dev.livecallback.api;

/** The conditions that a status may bear. */
public enum ConditionType {
  /** All that the object asks for is done and verified. Always there once the object was seen. */
  READY("Ready"),
  /** The remote record differs from the object. */
  DRIFTED("Drifted"),
  /** Work is under way; absent when there is none. Never together with {@link #STALLED}. */
  RECONCILING("Reconciling"),
  /** Nothing more will happen without a person; absent when that isn't so. */
  STALLED("Stalled"),
  /** Of an account: its limit of deletes is used up and deletes wait; absent when none do. */
  DELETE_LIMIT_REACHED("DeleteLimitReached");

  private final String word;

  ConditionType(String word) {
    this.word = word;
  }

  /** The spelling in {@code status.conditions[].type}. */
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word;
  }
}
