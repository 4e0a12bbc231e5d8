package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The cloud account that an account leads to, and the source of that knowledge. Not thread-safe:
 * the account guards it.
 */
final class AccountDestination {
  private final KeyMemory memory;
  private final RandomGenerator random;

  /** The cloud account of the last credentials that were used, as far as that is known. */
  private @Nullable String recorded;

  /** The cloud account that STS named. It stays while STS is asked about new keys. */
  private @Nullable String vouchedFor;

  /**
   * @param recorded the cloud account that it led to before, by a status; null = none
   * @param memory the memory of the keys that STS verified before
   */
  AccountDestination(@Nullable String recorded, KeyMemory memory, RandomGenerator random) {
    this.recorded = recorded;
    this.memory = memory;
    this.random = random;
  }

  /** Returns the id of the cloud account; empty while nobody who can be believed has named it. */
  Optional<String> id(AccountSettings settings) {
    String pinned = settings.accountId();
    if (pinned == null) {
      return Optional.ofNullable(recorded);
    }
    return Optional.of(pinned).filter(id -> id.equals(recorded) || settings.trusted());
  }

  /** Returns the id of the cloud account that the keys have to be of; null = any. */
  @Nullable String expected(AccountSettings settings) {
    return settings.accountId() == null ? recorded : settings.accountId();
  }

  /** Returns whether keys of that cloud account may be used. */
  boolean isExpected(String id, AccountSettings settings) {
    String expected = expected(settings);
    boolean confirmed =
        settings.accountId() == null && id.equals(settings.annotations().confirmAccount());
    return expected == null || expected.equals(id) || confirmed;
  }

  /** Records that STS named that cloud account, which is an expected one, for these keys. */
  void named(String id, @Nullable Credentials keys, AccountSettings settings) {
    recorded = id;
    vouchedFor = id;
    if (keys != null && !memory.has(keys, settings.stsEndpoint(), id)) {
      memory.remember(KeyMark.of(keys, settings.stsEndpoint(), id, random));
    }
  }

  /**
   * Withdraws the cloud account that STS named, so that STS has to name it again: the keys come
   * from elsewhere or are used elsewhere, were refused, or STS answered without naming an owner.
   */
  void takeBack() {
    vouchedFor = null;
  }

  /**
   * Returns whether STS verified these very keys for this account, to this process or an earlier
   * one.
   */
  boolean wereVerified(Credentials keys, AccountSettings settings) {
    String id = expected(settings);
    return id != null && memory.has(keys, settings.stsEndpoint(), id);
  }

  /**
   * Returns whether STS ever said where the account leads, to this process or an earlier one. The
   * word of the account's owner doesn't count.
   */
  boolean wasNamed(AccountSettings settings) {
    boolean ownersWord = settings.accountId() != null && settings.trusted();
    return memory.last().isPresent() || (recorded != null && !ownersWord);
  }

  /**
   * Returns whether nobody has to vouch for the account: it is a cloud account of its own, or the
   * operator's own people say where it leads.
   */
  boolean needsNoWord(AccountSettings settings) {
    Optional<String> id = id(settings);
    return id.isEmpty() || (settings.trusted() && id.get().equals(settings.accountId()));
  }

  /** Returns whether STS named the cloud account to this process, and this wasn't withdrawn. */
  boolean isVouchedFor(AccountSettings settings) {
    return id(settings).filter(id -> id.equals(vouchedFor)).isPresent();
  }

  /**
   * Returns whether STS named the cloud account to this process or an earlier one, for the present
   * keys of this account or for former ones.
   */
  boolean wasEverVouchedFor(AccountSettings settings) {
    return isVouchedFor(settings)
        || id(settings)
            .filter(id -> memory.last().filter(it -> it.isOf(id)).isPresent())
            .isPresent();
  }
}
