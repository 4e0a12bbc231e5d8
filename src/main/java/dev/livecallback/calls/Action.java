package dev.livecallback.calls;

/** The API's actions, each with a quota of its own. */
public enum Action {
  /** UpdateCallback. */
  UPDATE,
  /** DescribeCallback. */
  DESCRIBE,
  /** DeleteCallback. */
  DELETE;

  /** The action that carries an order out. */
  public static Action of(Order order) {
    return switch (order) {
      case Order.Read _ -> DESCRIBE;
      case Order.Put _ -> UPDATE;
      case Order.Remove _ -> DELETE;
    };
  }
}
