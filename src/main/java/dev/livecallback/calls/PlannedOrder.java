package dev.livecallback.calls;

import dev.livecallback.api.AccountName;
import java.time.Instant;

/**
 * An order with its urgency and its account.
 *
 * @param order the order
 * @param lane its priority class
 * @param notBefore the earliest instant at which it may be sent; {@link Instant#MIN} = now
 * @param account the account whose credentials it uses; {@link AccountName#NONE} while the account
 *     isn't chosen yet
 */
public record PlannedOrder(Order order, Lane lane, Instant notBefore, AccountName account) {

  /** Creates an order whose account is chosen later. */
  public PlannedOrder(Order order, Lane lane, Instant notBefore) {
    this(order, lane, notBefore, AccountName.NONE);
  }

  /** Creates an order that may go at once, and whose account is chosen later. */
  public static PlannedOrder now(Order order, Lane lane) {
    return new PlannedOrder(order, lane, Instant.MIN);
  }

  /** Returns the same order with the credentials of this account. */
  public PlannedOrder through(AccountName chosen) {
    return new PlannedOrder(order, lane, notBefore, chosen);
  }
}
