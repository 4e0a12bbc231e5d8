package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.calls.Action;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an account has in a cloud account in which others are, too. */
@DisplayName("An account")
class EarnedShareTest {
  private static final AccountName HONEST = new AccountName("live", "honest");
  private static final AccountName OTHER = new AccountName("live", "other");
  private static final String CLOUD = "2100000001";
  private static final Scope SCOPE = Scope.vhost("live.example.com");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Failure REJECTED =
      new Failure.CredentialsRejected(new Failure.Detail("wrong key", 403, null, null));
  private static final Failure NO_ANSWER =
      new Failure.Unavailable(new Failure.Detail("No answer came.", 0, null, null));

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final FakeCluster cluster = new FakeCluster();
  private final Engine engine =
      new Engine(HONEST, cluster, _ -> {}, () -> now, new Random(1), EngineOptions.USUAL);
  private final Account honest = account(HONEST, 10, TEN_MINUTES, null, false);

  EarnedShareTest() {
    cluster.acceptWrites();
    said(honest, SomeAccount.is(CLOUD));
  }

  @Test
  void hasNoneByItsStatusAloneAndCannotBeUsed() {
    Account other = account(OTHER, 1, MINUTE, null, false);
    engine.changed(other);

    assertThat(other.closed(false)).isPresent();
    assertThat(there(OTHER)).isEqualTo(there(HONEST));
    hasBudget(10, TEN_MINUTES);
  }

  @Test
  void hasNoneByASpecOutsideOfTheOperatorsNamespace() {
    engine.changed(account(OTHER, 1, MINUTE, CLOUD, false));

    hasBudget(10, TEN_MINUTES);
  }

  @Test
  void hasOneByASpecInTheOperatorsNamespace() {
    engine.changed(account(OTHER, 1, MINUTE, CLOUD, true));

    hasBudget(1, MINUTE);
  }

  @Test
  void hasOneOnceStsHasSaidSo() {
    said(account(OTHER, 1, MINUTE, null, false), SomeAccount.is(CLOUD));

    hasBudget(1, MINUTE);
  }

  @Test
  void hasNoneOnceItsKeysAreRefusedAndOneAgainWhenTheyAreGood() {
    Account other = account(OTHER, 1, MINUTE, null, false);
    said(other, SomeAccount.is(CLOUD));
    engine.turned(other, other.gate().answered(new Answer.Failed<>(REJECTED), now));

    assertThat(there(OTHER)).as("it stands where it stood").isEqualTo(there(HONEST));
    hasBudget(10, TEN_MINUTES);

    engine.turned(other, other.gate().answered(new Answer.Ok<>("", "request"), now));
    hasBudget(1, MINUTE);
  }

  @Test
  void hasNoneWithKeysThatStsRefusedInPlaceOfGoodOnes() {
    Account other = account(OTHER, 1, MINUTE, null, false);
    said(other, SomeAccount.is(CLOUD));
    other.found(new CredentialsLookup.Available(SomeAccount.keys("bad"), false), now);
    engine.changed(other);
    hasBudget(1, MINUTE);

    said(other, new Answer.Failed<>(REJECTED));
    hasBudget(10, TEN_MINUTES);
  }

  @Test
  void hasNoneWithoutAnyKeysOrWithThoseOfAnotherCloudAccount() {
    Account other = account(OTHER, 1, MINUTE, null, false);
    said(other, SomeAccount.is(CLOUD));
    other.found(
        new CredentialsLookup.Missing(
            new AccountProblem(AccountReason.SECRET_NOT_FOUND, "It isn't there.")),
        now);
    engine.changed(other);
    hasBudget(10, TEN_MINUTES);

    other.found(new CredentialsLookup.Available(SomeAccount.keys("else"), false), now);
    said(other, SomeAccount.is("2100000002"));
    hasBudget(10, TEN_MINUTES);
  }

  @Test
  void keepsTheOneThatAnEarlierProcessOfTheOperatorSawItEarn() {
    KeyMemory memory = KeyMemory.ofThisProcess();
    Account before = account(OTHER, 1, MINUTE, null, false, memory);
    before.checked(before.credentials().orElseThrow(), SomeAccount.is(CLOUD), now);

    said(account(OTHER, 1, MINUTE, null, false, memory), new Answer.Failed<>(NO_ANSWER));
    hasBudget(1, MINUTE);
  }

  @Test
  void countsByItselfWhereNoneHasEarnedOne() {
    Engine fresh =
        new Engine(HONEST, cluster, _ -> {}, () -> now, new Random(1), EngineOptions.USUAL);
    fresh.changed(account(HONEST, 3, MINUTE, null, false));

    CloudAccount there = fresh.cloudAccount(HONEST).orElseThrow();
    assertThat(there.queue().budget(Action.UPDATE).configured()).isEqualTo(3);
  }

  @Test
  void claimsNothingNewWithoutOneHoweverOldItsObjectIs() {
    engine.changed(account(OTHER, 1, MINUTE, null, false));
    LiveCallback older = planned(object("older", OTHER, 0));
    LiveCallback rightful = planned(object("younger", HONEST, 1));

    assertThat(there(HONEST).claims().owner(key())).contains(rightful.id());
    assertThat(there(HONEST).queue().hasOrders(older.id())).isFalse();
    assertThat(told()).startsWith("AccountNotReady: Account live/other can't be used");
  }

  @Test
  void claimsWhatIsFreeOnceStsHasSaidSo() {
    Account other = account(OTHER, 1, MINUTE, null, false);
    engine.changed(other);
    LiveCallback object = planned(object("on-push", OTHER, 0));
    assertThat(there(HONEST).claims().owner(key())).isEmpty();

    said(other, SomeAccount.is(CLOUD));
    planned(object);

    assertThat(there(HONEST).claims().owner(key())).contains(object.id());
  }

  @Test
  void keepsWhatItsObjectsHaveDuringAnOutageOfStsAfterARestart() {
    Account other = account(OTHER, 1, MINUTE, null, false);
    said(other, new Answer.Failed<>(NO_ANSWER));
    LiveCallback holder = object("on-push", OTHER, 1);
    holder.setStatus(
        SampleObjects.status(1)
            .withRecords(
                List.of(
                    LedgerEntry.of(OTHER.text(), SCOPE.toString(), "sports", "push")
                        .withWritten("w")
                        .withHeld("w"))));
    planned(holder);
    planned(object("older", HONEST, 0));

    assertThat(there(HONEST).claims().owner(key())).contains(holder.id());
    assertThat(there(HONEST).claims().inUse(SCOPE)).as("it is swept").isTrue();
  }

  private static Account account(
      AccountName name, int calls, Duration period, @Nullable String accountId, boolean trusted) {
    return account(name, calls, period, accountId, trusted, KeyMemory.ofThisProcess());
  }

  private static Account account(
      AccountName name,
      int calls,
      Duration period,
      @Nullable String accountId,
      boolean trusted,
      KeyMemory memory) {
    Account account =
        new Account(
            name,
            SomeAccount.settings(calls, period).withAccountId(accountId).withTrusted(trusted),
            CLOUD,
            memory,
            null,
            Instant.EPOCH,
            new Random(1));
    account.found(
        new CredentialsLookup.Available(SomeAccount.keys("AK " + name), false), Instant.EPOCH);
    return account;
  }

  private void said(Account account, Answer<CallerIdentity> answer) {
    engine.turned(account, account.checked(account.credentials().orElseThrow(), answer, now));
    engine.changed(account);
  }

  private CloudAccount there(AccountName account) {
    return engine.cloudAccount(account).orElseThrow();
  }

  private void hasBudget(int calls, Duration period) {
    for (Action action : Action.values()) {
      assertThat(there(HONEST).queue().budget(action).configured()).isEqualTo(calls);
    }
    assertThat(there(HONEST).syncPeriod()).isEqualTo(period);
  }

  private static LiveCallback object(String name, AccountName account, int hour) {
    LiveCallback object =
        SampleObjects.object(
            meta ->
                meta.withName(name)
                    .withUid("uid-" + name)
                    .withCreationTimestamp("2026-03-01T0" + hour + ":00:00Z"));
    object.setSpec(
        object.getSpec().withAccountRef(new AccountRef(account.name(), account.namespace())));
    return object;
  }

  private LiveCallback planned(LiveCallback object) {
    cluster.add(object);
    engine.delivered(object);
    engine.reconcile(object);
    return object;
  }

  private CallbackKey key() {
    return new CallbackKey(there(HONEST).name(), SCOPE, "sports", MessageType.PUSH);
  }

  private String told() {
    return cluster
        .writes()
        .getFirst()
        .condition(ConditionType.READY)
        .map(ready -> ready.reason() + ": " + ready.message())
        .orElse("");
  }
}
