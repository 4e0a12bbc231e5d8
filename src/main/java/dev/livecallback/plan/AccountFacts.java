package dev.livecallback.plan;

import dev.livecallback.account.AccountClosed;
import dev.livecallback.api.Reason;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an account that is there.
 *
 * @param cloudAccount the id of its cloud account; null = not known yet
 * @param gate why it is closed; null = open
 * @param refusal why this object may not use it; null = it may
 * @param heldDeletes the records of the object's ledger that its limit of deletes keeps from being
 *     removed, each with when that may go
 * @param doubtful the records of the object's ledger through it that nothing proves the object to
 *     have written
 */
public record AccountFacts(
    @Nullable String cloudAccount,
    @Nullable AccountClosed gate,
    @Nullable Refusal refusal,
    Map<CallbackKey, Instant> heldDeletes,
    Map<CallbackKey, DoubtfulRecord> doubtful) {

  /** Takes copies. */
  public AccountFacts {
    heldDeletes = Map.copyOf(heldDeletes);
    doubtful = Map.copyOf(doubtful);
  }

  /** An account of which the object's whole ledger can be believed. */
  public AccountFacts(
      @Nullable String cloudAccount,
      @Nullable AccountClosed gate,
      @Nullable Refusal refusal,
      Map<CallbackKey, Instant> heldDeletes) {
    this(cloudAccount, gate, refusal, heldDeletes, Map.of());
  }

  /**
   * Why an object may not use the account.
   *
   * @param reason NotAllowed or MessageTypeUnsupported
   * @param message which rule would be needed
   */
  public record Refusal(Reason reason, String message) {}

  /** An account that is there and open. */
  public static AccountFacts open(@Nullable String cloudAccount) {
    return new AccountFacts(cloudAccount, null, null, Map.of());
  }
}
