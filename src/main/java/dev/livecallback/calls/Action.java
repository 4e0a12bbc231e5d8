package dev.livecallback.calls;

/** The API's actions, each with a quota of its own. */
public enum Action {
  /** UpdateCallback. */
  UPDATE("UpdateCallback"),
  /** DescribeCallback. */
  DESCRIBE("DescribeCallback"),
  /** DeleteCallback. */
  DELETE("DeleteCallback");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** What the API calls it. */
  public String word() {
    return word;
  }

  /** The action that carries an order out. */
  public static Action of(Order order) {
    return switch (order) {
      case Order.Read _ -> DESCRIBE;
      case Order.Put _ -> UPDATE;
      case Order.Remove _ -> DELETE;
    };
  }
}
