package dev.livecallback.calls;

import java.time.Instant;

/**
 * An order and how urgent it is.
 *
 * @param order what is wanted
 * @param lane its priority class
 * @param notBefore the earliest instant at which it may be sent; {@link Instant#MIN} = now
 * @param account the {@code namespace/name} of the account whose credentials it goes with; empty
 *     while that isn't chosen yet
 */
public record PlannedOrder(Order order, Lane lane, Instant notBefore, String account) {

  /** An order whose account is chosen later. */
  public PlannedOrder(Order order, Lane lane, Instant notBefore) {
    this(order, lane, notBefore, "");
  }

  /** An order that may go at once, and whose account is chosen later. */
  public static PlannedOrder now(Order order, Lane lane) {
    return new PlannedOrder(order, lane, Instant.MIN);
  }

  /** The same with the credentials of that account. */
  public PlannedOrder through(String chosen) {
    return new PlannedOrder(order, lane, notBefore, chosen);
  }
}
