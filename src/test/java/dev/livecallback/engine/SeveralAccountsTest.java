package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.QueueState;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several accounts of one cloud account: which is read through, and what is sent of which. */
class SeveralAccountsTest {
  private static final AccountName ONE = new AccountName("live", "one");
  private static final AccountName TWO = new AccountName("live", "two");
  private static final String CLOUD = "2100000001";
  private static final Map<String, String> PAUSED = Map.of(WellKnown.PAUSED, "true");
  private static final Scope OLD = Scope.vhost("old.example.com");
  private static final Scope NEW = Scope.vhost("live.example.com");
  private static final CallbackContent CONTENT =
      new CallbackContent(
          List.of(CallbackDetail.http("https://a.example.com")), false, new Authentication.Off());
  private static final Failure NO_ANSWER =
      new Failure.OutcomeUnknown(new Failure.Detail("No answer came.", 0, null, null));

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final FakeCluster cluster = new FakeCluster();
  private final List<CloudAccount> opened = new ArrayList<>();
  private final Engine engine =
      new Engine(ONE, cluster, opened::add, () -> now, new Random(1), EngineOptions.USUAL);

  private static Account account(AccountName name, @Nullable String recorded) {
    Account account =
        new Account(
            name,
            SomeAccount.settings(10, Duration.ofMinutes(10)),
            recorded,
            KeyMemory.ofThisProcess(),
            null,
            Instant.EPOCH,
            new Random(1));
    account.found(
        new CredentialsLookup.Available(SomeAccount.keys("AK " + name), false), Instant.EPOCH);
    return account;
  }

  private void said(Account account, String cloudAccount) {
    account.checked(account.credentials().orElseThrow(), SomeAccount.is(cloudAccount), now);
    engine.changed(account);
  }

  /** It names account two, and has a record in another scope through account one. */
  private LiveCallback moving() {
    return moving(null);
  }

  private LiveCallback moving(@Nullable String managementPolicy) {
    LiveCallback object = SampleObjects.object();
    object.setSpec(
        object
            .getSpec()
            .withAccountRef(new AccountRef("two", "live"))
            .withManagementPolicy(managementPolicy));
    object.setStatus(holding(OLD));
    cluster.add(object);
    return object;
  }

  /** A status by which the object has a record in that scope, through account one. */
  private static LiveCallbackStatus holding(Scope scope) {
    return SampleObjects.status(1)
        .withRecords(
            List.of(
                LedgerEntry.of(ONE.text(), scope.toString(), "sports", "push")
                    .withWritten("w")
                    .withHeld("w")));
  }

  /** What that object wants. */
  private static CallbackKey wantedOf(CloudAccount there) {
    return new CallbackKey(there.name(), NEW, "sports", MessageType.PUSH);
  }

  private void hasRead(Scope scope) {
    CloudAccount there = engine.cloudAccount(ONE).orElseThrow();
    Order read = new Order.Read(there.name(), scope, false);
    Call call =
        new Call(
            1,
            ONE,
            read,
            List.of(cluster.objects().findFirst().orElseThrow().id()),
            Lane.EDIT,
            now);
    there.results().began(call, now);
    there.results().ended(call, now, now, new Answer.Ok<>(List.of(), "request"));
  }

  /** Which account reads which scope now. */
  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    for (CloudAccount there : engine.cloudAccounts()) {
      for (Optional<Call> call = there.queue().next(now);
          call.isPresent();
          call = there.queue().next(now)) {
        sent.add(call.get().account() + " reads " + call.get().order().scope());
        there.queue().ended(call.get(), now, new Answer.Ok<>(List.of(), "request"));
        now = now.plusMillis(100);
      }
    }
    return sent;
  }

  @Test
  void eachScopeIsReadThroughAnAccountByWhichItIsUsed() {
    Account one = account(ONE, CLOUD);
    Account two = account(TWO, CLOUD);
    said(one, CLOUD);
    said(two, CLOUD);
    engine.delivered(moving());

    assertThat(engine.scopeInTurn(ONE, 0)).contains(OLD);
    assertThat(engine.scopeInTurn(TWO, 0)).contains(NEW);

    hasRead(OLD);
    hasRead(NEW);
    engine.sweep();
    now = now.plus(Duration.ofMinutes(12));
    engine.sweep();
    assertThat(sent()).containsOnly(ONE + " reads " + OLD, TWO + " reads " + NEW);
  }

  @Test
  void aRequestIsAnsweredThoughAnObjectWaitsForAnothersRecord() {
    Account one = account(ONE, CLOUD);
    said(one, CLOUD);
    LiveCallback paused = SampleObjects.object(meta -> meta.withAnnotations(PAUSED));
    LiveCallback waiting = SampleObjects.object(meta -> meta.withName("waits").withUid("uid-2"));
    paused.setStatus(holding(NEW));
    cluster.add(paused, waiting);
    cluster.objects().forEach(engine::delivered);

    assertThat(engine.isReadSince(ONE, now)).as("nothing is read for either").isTrue();

    cluster.remove(paused);
    engine.forget(paused);
    assertThat(engine.isReadSince(ONE, now)).isFalse();
    hasRead(NEW);
    assertThat(engine.isReadSince(ONE, now)).isTrue();
  }

  @Test
  void aRequestIsAnsweredOnceWhatADeletedObjectHasToRemoveIsRead() {
    said(account(ONE, CLOUD), CLOUD);
    LiveCallback object =
        SampleObjects.object(meta -> meta.withDeletionTimestamp("2026-03-01T11:00:00Z"));
    // Its spec was edited after it was deleted: nobody looks there.
    object.setStatus(holding(OLD));
    cluster.add(object);
    engine.delivered(object);

    assertThat(engine.isReadSince(ONE, now)).isFalse();
    hasRead(OLD);
    assertThat(engine.isReadSince(ONE, now)).isTrue();
  }

  @Test
  void anAccountOfAFormerOnesNameIsNotTakenForIt() {
    Account one = account(ONE, null);
    engine.changed(one);
    said(one, CLOUD);
    engine.changed(account(TWO, CLOUD));
    engine.gone(ONE);

    engine.changed(account(ONE, null));

    assertThat(engine.cloudAccounts()).hasSize(2);
    assertThat(engine.cloudAccounts().stream().map(CloudAccount::name)).doesNotHaveDuplicates();
  }

  @Test
  void whatWasSentBeforeTwoAccountsWereKnownToBeOfOneCloudAccountCounts() {
    Account one = account(ONE, CLOUD);
    Account two = account(TWO, null);
    engine.changed(one);
    engine.changed(two);
    CloudAccount before = engine.cloudAccount(TWO).orElseThrow();
    assertThat(before.queue().budget(Action.DESCRIBE).tryTake(Lane.EDIT, now)).isTrue();

    said(two, CLOUD);

    CloudAccount after = engine.cloudAccount(TWO).orElseThrow();
    assertThat(after).isNotSameAs(before).isSameAs(engine.cloudAccount(ONE).orElseThrow());
    assertThat(after.queue().budget(Action.DESCRIBE).tryTake(Lane.EDIT, now)).isFalse();
    now = now.plusMillis(1_100);
    assertThat(after.queue().budget(Action.DESCRIBE).tryTake(Lane.EDIT, now)).isTrue();
  }

  @Test
  void anAccountThatWaitsToJoinMakesNoCalls() {
    said(account(ONE, CLOUD), CLOUD);
    Account two = account(TWO, null);
    two.checked(two.credentials().orElseThrow(), new Answer.Failed<>(NO_ANSWER), now);
    engine.changed(two);
    LiveCallback object = moving();
    engine.delivered(object);
    CloudAccount before = engine.cloudAccount(TWO).orElseThrow();
    // A write of unknown outcome: it can still land.
    Order.Put put = new Order.Put(wantedOf(before), CONTENT);
    Call call = new Call(1, TWO, put, List.of(object.id()), Lane.EDIT, now);
    before.results().began(call, now);
    before.results().ended(call, now, now, new Answer.Failed<>(NO_ANSWER));
    engine.reconcile(object);
    assertThat(QueueState.isIdle(before.queue())).isFalse();

    said(two, CLOUD);

    assertThat(engine.cloudAccount(TWO)).contains(before);
    assertThat(before.queue().next(now.plusSeconds(10))).isEmpty();
    assertThat(engine.probes(TWO)).isEmpty();
    CallQueue joined = engine.probes(ONE).orElseThrow();
    assertThat(joined.budget(Action.DESCRIBE).tryTake(Lane.EDIT, now))
        .as("what it has just sent counts there")
        .isFalse();

    now = now.plusSeconds(61);
    engine.sweep();
    assertThat(engine.cloudAccount(TWO)).isEqualTo(engine.cloudAccount(ONE));
    assertThat(engine.probes(TWO)).isPresent();
  }

  @Test
  void anOldVersionOfAnObjectThatComesLateBringsBackNoClaim() {
    said(account(ONE, CLOUD), CLOUD);
    said(account(TWO, "2100000002"), "2100000002");
    LiveCallback object = moving(ManagementPolicy.OBSERVE.word());
    engine.delivered(object);
    ClaimIndex former = engine.cloudAccount(ONE).orElseThrow().claims();
    assertThat(former.knows(object.id())).isTrue();

    cluster.acceptWrites();
    engine.reconcile(object);
    assertThat(former.knows(object.id())).as("its ledger doesn't list it any more").isFalse();
    engine.delivered(object);

    assertThat(former.knows(object.id())).isFalse();
  }

  @Test
  void whatWasOrderedOfACloudAccountThatNobodyLeadsToAnyMoreIsNotSent() {
    Account one = account(ONE, CLOUD);
    said(one, CLOUD);
    LiveCallback object = SampleObjects.object();
    cluster.add(object);
    engine.delivered(object);
    engine.reconcile(object);
    CloudAccount closed = engine.cloudAccount(ONE).orElseThrow();
    assertThat(QueueState.isIdle(closed.queue())).isFalse();

    engine.gone(ONE);
    engine.changed(one);

    assertThat(closed.isClosed()).isTrue();
    assertThat(closed.queue().next(now)).isEmpty();
    assertThat(QueueState.isIdle(closed.queue())).isTrue();
  }
}
