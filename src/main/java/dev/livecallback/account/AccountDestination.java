package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which cloud account an account leads to, and by whose word. Not thread-safe: the account guards
 * it.
 */
final class AccountDestination {
  private final KeyMemory memory;
  private final RandomGenerator random;

  /** The cloud account of the last credentials that were used, as far as that is known. */
  private @Nullable String recorded;

  /** The cloud account that STS named. It stays while new keys are asked about. */
  private @Nullable String vouchedFor;

  /**
   * @param recorded what a status says of where it led before; null = nothing
   * @param memory which keys STS verified before
   */
  AccountDestination(@Nullable String recorded, KeyMemory memory, RandomGenerator random) {
    this.recorded = recorded;
    this.memory = memory;
    this.random = random;
  }

  /** The id of the cloud account; empty while nobody who can be believed has said it. */
  Optional<String> id(AccountSettings settings) {
    String pinned = settings.accountId();
    if (pinned == null) {
      return Optional.ofNullable(recorded);
    }
    return Optional.of(pinned).filter(id -> id.equals(recorded) || settings.trusted());
  }

  /** Which id its keys have to be of; null = any. */
  @Nullable String expected(AccountSettings settings) {
    return settings.accountId() == null ? recorded : settings.accountId();
  }

  /** Whether keys of that cloud account may be used. */
  boolean isExpected(String id, AccountSettings settings) {
    String expected = expected(settings);
    boolean confirmed =
        settings.accountId() == null && id.equals(settings.annotations().confirmAccount());
    return expected == null || expected.equals(id) || confirmed;
  }

  /** STS named that cloud account, which is an expected one, for these keys. */
  void named(String id, @Nullable Credentials keys, AccountSettings settings) {
    recorded = id;
    vouchedFor = id;
    if (keys != null && !memory.has(keys, settings.stsEndpoint(), id)) {
      memory.remember(KeyMark.of(keys, settings.stsEndpoint(), id, random));
    }
  }

  /** STS has to say it again: keys come from elsewhere, or what it named before is refused. */
  void takeBack() {
    vouchedFor = null;
  }

  /** Whether STS once verified these very keys for this account, if to an earlier process. */
  boolean wereVerified(Credentials keys, AccountSettings settings) {
    String id = expected(settings);
    return id != null && memory.has(keys, settings.stsEndpoint(), id);
  }

  /** Whether STS ever said where it leads, if to an earlier process: an owner's word is no such. */
  boolean wasNamed(AccountSettings settings) {
    boolean ownersWord = settings.accountId() != null && settings.trusted();
    return memory.last().isPresent() || (recorded != null && !ownersWord);
  }

  /**
   * Whether nobody has to vouch: it is a cloud account of its own, or the operator's people say.
   */
  boolean needsNoWord(AccountSettings settings) {
    Optional<String> id = id(settings);
    return id.isEmpty() || (settings.trusted() && id.get().equals(settings.accountId()));
  }

  /** Whether STS named it to this process, and hasn't taken that back. */
  boolean isVouchedFor(AccountSettings settings) {
    return id(settings).filter(id -> id.equals(vouchedFor)).isPresent();
  }

  /** The same, if to an earlier process and of other keys of this account than it has now. */
  boolean wasEverVouchedFor(AccountSettings settings) {
    return isVouchedFor(settings)
        || id(settings)
            .filter(id -> memory.last().filter(it -> it.isOf(id)).isPresent())
            .isPresent();
  }
}
