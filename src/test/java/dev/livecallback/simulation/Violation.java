package dev.livecallback.simulation;

/** Something happened that must never happen. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  Violation(String kind, Object what) {
    super(kind + ": " + what);
  }

  /**
   * What kind of thing it is: two violations of one kind have the same cause, as far as we know.
   */
  String kind() {
    String message = String.valueOf(getMessage());
    int colon = message.indexOf(':');
    return colon < 0 ? message : message.substring(0, colon);
  }
}
