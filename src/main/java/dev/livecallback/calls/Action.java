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

  /** Returns the name that the API uses for the action. */
  public String word() {
    return word;
  }

  /** Returns the action that carries out an order. */
  public static Action of(Order order) {
    return switch (order) {
      case Order.Read _ -> DESCRIBE;
      case Order.Put _ -> UPDATE;
      case Order.Remove _ -> DELETE;
    };
  }
}
