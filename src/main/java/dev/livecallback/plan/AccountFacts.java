package dev.livecallback.plan;

import dev.livecallback.account.AccountClosed;
import dev.livecallback.api.Reason;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one account that exists.
 *
 * @param cloudAccount the id of its cloud account; null = not known yet
 * @param gate the reason why the account is closed; null = it is open
 * @param refusal the reason why the object may not use the account; null = it may
 * @param heldDeletes the records of the object's ledger that the account's delete limit holds back,
 *     each with the time from which it may be removed
 * @param doubtful the records that the object's ledger lists for this account, without proof that
 *     the object wrote them
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

  /** Creates the facts about an account without doubtful records. */
  public AccountFacts(
      @Nullable String cloudAccount,
      @Nullable AccountClosed gate,
      @Nullable Refusal refusal,
      Map<CallbackKey, Instant> heldDeletes) {
    this(cloudAccount, gate, refusal, heldDeletes, Map.of());
  }

  /**
   * The reason why an object may not use the account.
   *
   * @param reason NotAllowed, MessageTypeUnsupported or AccountNotFound
   * @param message a sentence that says what would allow it
   */
  public record Refusal(Reason reason, String message) {}

  /** Returns the facts about an open account that the object may use. */
  public static AccountFacts open(@Nullable String cloudAccount) {
    return new AccountFacts(cloudAccount, null, null, Map.of());
  }
}
