package dev.livecallback.calls;

import java.time.Instant;

/**
 * An order and how urgent it is.
 *
 * @param order what is wanted
 * @param lane its priority class
 * @param notBefore the earliest instant at which it may be sent; {@link Instant#MIN} = now
 */
public record Placement(Order order, Lane lane, Instant notBefore) {

  /** An order that may go at once. */
  public static Placement now(Order order, Lane lane) {
    return new Placement(order, lane, Instant.MIN);
  }
}
