package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountAnnotations;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.AllowRule;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.reconcile.ReconcileResult;
import dev.livecallback.plan.DoubtfulRecord;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Somebody else than the operator may write statuses, and an account refuses the object. */
@DisplayName("An entry of a ledger")
class ForgedLedgerTest {
  private static final AccountName PLATFORM = new AccountName("live", "platform");
  private static final AccountName OWN = new AccountName("team", "own");
  private static final String CLOUD = "2100000001";
  private static final Answer<CallerIdentity> REFUSED =
      new Answer.Failed<>(
          new Failure.CredentialsRejected(
              new Failure.Detail("The key is unknown.", 401, null, null)));
  private static final Scope SCOPE = Scope.vhost("live.example.com");
  private static final List<AllowRule> TEAM =
      List.of(new AllowRule(List.of("team"), List.of(SCOPE.toString()), null));
  private static final List<AllowRule> TEAM_ANYWHERE =
      List.of(new AllowRule(List.of("team"), null, null));
  private static final List<AllowRule> OTHERS =
      List.of(new AllowRule(List.of("others"), null, null));

  private static final CallbackContent CONTENT =
      new CallbackContent(
          List.of(CallbackDetail.http("https://theirs.example.com")),
          false,
          new Authentication.Off());

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final FakeCluster cluster = new FakeCluster();
  private final Engine engine =
      new Engine(PLATFORM, cluster, _ -> {}, () -> now, new Random(1), EngineOptions.USUAL);
  private final Account platform =
      new Account(
          PLATFORM,
          SomeAccount.settings(10, Duration.ofMinutes(10), OTHERS),
          null,
          KeyMemory.ofThisProcess(),
          null,
          Instant.EPOCH,
          new Random(1));

  ForgedLedgerTest() {
    platform.found(new CredentialsLookup.Available(SomeAccount.keys("AK"), false), Instant.EPOCH);
    platform.checked(SomeAccount.keys("AK"), SomeAccount.is(CLOUD), now);
    cluster.acceptWrites();
    engine.changed(platform);
    engine.statusesProtected(false);
  }

  @Test
  void removesNothingThroughAnAccountThatRefusesTheObject() {
    LiveCallback forged = deleted(holding(object("a")));

    assertThat(orders(forged)).isEmpty();
    assertThat(ready())
        .startsWith("DeleteBlocked: Nothing proves that this object wrote the record")
        .contains("Its owner can add to spec.allow: {namespaces: [\"team\"]")
        .contains(
            "kubectl -n live annotate liveaccount platform --overwrite --field-manager=livecallback"
                + " livecallback.dev/confirm-delete="
                + token(forged));
    assertThat(engine.isReadSince(PLATFORM, now)).as("nothing is read for it").isTrue();
  }

  @Test
  void removesNothingOnAMoveEither() {
    assertThat(ordersOfAMove())
        .anyMatch(Order.Put.class::isInstance)
        .noneMatch(ForgedLedgerTest::isOfTheFormer);
    assertThat(ready()).contains("Nothing proves that this object wrote the record");
  }

  @Test
  void isRemovedOnAMoveWhereNobodyElseMayWriteStatuses() {
    engine.statusesProtected(true);

    assertThat(ordersOfAMove()).anyMatch(ForgedLedgerTest::isOfTheFormer);
  }

  private static boolean isOfTheFormer(Order order) {
    return order instanceof Order.Remove remove && remove.key().scope().equals(SCOPE);
  }

  /** All that is sent until nothing more happens, to a cloud that does as it is told. */
  private List<Order> ordersOfAMove() {
    LiveCallback moving = holding(object("a"));
    assertThat(account(OWN, CLOUD).accountId()).contains(CLOUD);
    moving.setSpec(
        moving
            .getSpec()
            .withAccountRef(new AccountRef("own", null))
            .withVhost("other.example.com"));
    add(moving);
    engine.delivered(moving);
    List<Order> sent = new ArrayList<>();
    List<CallbackRecord> records = new ArrayList<>();
    records.add(new CallbackRecord(SCOPE.name(), null, "sports", "push", CONTENT));
    for (int round = 0; round < 8; round++) {
      engine.reconcile(moving);
      for (CloudAccount each : engine.cloudAccounts()) {
        for (Optional<Call> call = each.queue().next(now);
            call.isPresent();
            call = each.queue().next(now)) {
          sent.add(call.get().order());
          answer(each, call.get(), records);
        }
      }
      now = now.plusSeconds(61);
    }
    return sent;
  }

  private void answer(CloudAccount there, Call call, List<CallbackRecord> records) {
    there.results().began(call, now);
    Answer<?> answer =
        switch (call.order()) {
          case Order.Read read ->
              new Answer.Ok<>(
                  records.stream()
                      .filter(
                          each -> read.scope().equals(Scope.vhost(String.valueOf(each.vhost()))))
                      .toList(),
                  "request");
          case Order.Put put -> {
            records.add(
                new CallbackRecord(
                    put.key().scope().name(), null, put.key().app(), "push", put.content()));
            yield new Answer.Ok<>(WriteAccepted.DONE, "request");
          }
          case Order.Remove _ -> new Answer.Ok<>(WriteAccepted.DONE, "request");
        };
    Instant began = now;
    now = now.plusMillis(50);
    there.results().ended(call, began, now, answer);
    there.queue().ended(call, now, answer);
  }

  @Test
  void holdsNothingThereForWhoeverIsOlder() {
    LiveCallback forged = add(holding(object("a")));
    LiveCallback rightful = add(object("b", meta -> meta.withNamespace("others").withUid("uid-b")));
    engine.delivered(forged);
    engine.reconcile(forged);
    engine.delivered(rightful);
    engine.reconcile(rightful);

    assertThat(there().claims().owner(key())).contains(rightful.id());
    assertThat(ready()).doesNotContain("Conflict");
  }

  @Test
  void holdsNothingThroughAnAccountThatOnlySaysWhereItLeads() {
    Account own = account(OWN, KeyMemory.ofThisProcess());
    own.found(new CredentialsLookup.Available(SomeAccount.keys("bad"), false), now);
    own.checked(SomeAccount.keys("bad"), REFUSED, now);
    engine.changed(own);
    LiveCallback forged = listingThroughOwn(object("a"));
    LiveCallback rightful = object("b", meta -> meta.withNamespace("others").withUid("uid-b"));
    contend(forged, rightful);

    assertThat(there().claims().owner(key())).contains(rightful.id());
  }

  @Test
  void holdsWhatItHeldThroughAnAccountWhoseKeysWereGoodOnce() {
    KeyMemory memory = KeyMemory.ofThisProcess();
    Account before = account(OWN, memory);
    before.found(new CredentialsLookup.Available(SomeAccount.keys("good"), false), now);
    before.checked(SomeAccount.keys("good"), SomeAccount.is(CLOUD), now);

    // Another process begins, and then the keys are revoked.
    Account own = account(OWN, memory);
    own.found(new CredentialsLookup.Available(SomeAccount.keys("good"), false), now);
    own.checked(SomeAccount.keys("good"), REFUSED, now);
    engine.changed(own);
    LiveCallback honest = listingThroughOwn(object("a"));
    LiveCallback other = object("b", meta -> meta.withNamespace("others").withUid("uid-b"));
    contend(honest, other);

    assertThat(there().claims().owner(key())).contains(honest.id());
  }

  @Test
  void isBelievedWhereNobodyElseMayWriteStatuses() {
    engine.statusesProtected(true);

    assertThat(orders(deleted(holding(object("a"))))).hasSize(1);
  }

  @Test
  void isBelievedOfAnObjectThatItsAccountLetsIn() {
    allow(TEAM);

    assertThat(orders(deleted(holding(object("a"))))).hasSize(1);
  }

  @Test
  void isBelievedIfThisProcessWroteIt() {
    allow(TEAM);
    LiveCallback object = add(object("a"));
    engine.delivered(object);
    engine.reconcile(object);
    answer(there(), List.of());
    engine.reconcile(object);
    LiveCallbackStatus written = cluster.writes().getLast();
    assertThat(written.records()).hasSize(1);
    allow(OTHERS);

    LiveCallback narrowed = object("a", meta -> meta.withResourceVersion("20"));
    narrowed.setStatus(written);
    assertThat(orders(deleted(narrowed))).as("it was never sent").isEmpty();
    now = now.plusSeconds(2);
    engine.reconcile(narrowed);
    assertThat(ready()).startsWith("Deleting: ");
  }

  @Test
  void provesNothingOfAnotherOne() {
    allow(TEAM);
    LiveCallback object = add(object("a"));
    engine.delivered(object);
    engine.reconcile(object);
    answer(there(), List.of());
    engine.reconcile(object);
    allow(OTHERS);

    LiveCallback more = object("a", meta -> meta.withResourceVersion("20"));
    more.setStatus(
        cluster
            .writes()
            .getLast()
            .withRecords(List.of(LedgerEntry.of(PLATFORM.text(), "vhost/theirs", null, "push"))));
    assertThat(orders(deleted(more))).isEmpty();
    assertThat(ready()).startsWith("DeleteBlocked: Nothing proves");
  }

  @Test
  void isRemovedOnceTheAccountsOwnerConfirmsItAndNoOtherIs() {
    LiveCallback forged = deleted(holding(object("a")));
    LiveCallback another = deleted(holding(object("b", meta -> meta.withUid("uid-b"))));
    platform.update(
        platform
            .settings()
            .withAnnotations(AccountAnnotations.NONE.withConfirmDelete(token(forged))),
        now);
    engine.changed(platform);

    assertThat(orders(forged)).hasSize(1);
    assertThat(orders(another)).isEmpty();
  }

  @Test
  void isLeftToWhomTheRecordBelongs() {
    LiveCallback rightful =
        holding(object("b", meta -> meta.withNamespace("others").withUid("uid-b")));
    add(rightful);
    engine.delivered(rightful);
    LiveCallback forged = deleted(holding(object("a")));

    assertThat(orders(forged)).isEmpty();
    assertThat(engine.reconcile(forged))
        .as("it has nothing more to remove")
        .isInstanceOf(ReconcileResult.Finished.class);
  }

  @Test
  void hasItsObjectsPlannedAgainWhenThePolicyComesOrGoes() {
    LiveCallback forged = add(holding(object("a")));
    var _ = cluster.woken();

    engine.statusesProtected(true);
    assertThat(cluster.woken()).containsExactly(forged.id());
    engine.statusesProtected(true);
    assertThat(cluster.woken()).isEmpty();
    engine.statusesProtected(false);
    assertThat(cluster.woken()).containsExactly(forged.id());
  }

  private Account account(AccountName name, String cloud) {
    Account account =
        SomeAccount.open(
            name,
            SomeAccount.settings(10, Duration.ofMinutes(10), TEAM_ANYWHERE),
            cloud,
            new Random(1));
    engine.changed(account);
    return account;
  }

  private void allow(List<AllowRule> rules) {
    platform.update(SomeAccount.settings(10, Duration.ofMinutes(10), rules), now);
    engine.changed(platform);
  }

  private static LiveCallback object(String name) {
    return object(name, meta -> meta);
  }

  private static LiveCallback object(String name, UnaryOperator<ObjectMetaBuilder> metadata) {
    LiveCallback object =
        SampleObjects.object(
            meta ->
                metadata.apply(
                    meta.withName(name)
                        .withCreationTimestamp(
                            "2026-03-01T1" + (name.equals("a") ? 0 : 1) + ":00:00Z")));
    object.setSpec(object.getSpec().withAccountRef(new AccountRef("platform", "live")));
    return object;
  }

  private LiveCallback add(LiveCallback object) {
    cluster.add(object);
    return object;
  }

  /** With a record that its status says it has. */
  private static LiveCallback holding(LiveCallback object) {
    object.setStatus(
        SampleObjects.status(1)
            .withRecords(
                List.of(
                    LedgerEntry.of(PLATFORM.text(), SCOPE.toString(), "sports", "push")
                        .withWritten("w")
                        .withHeld("w"))));
    return object;
  }

  private LiveCallback deleted(LiveCallback object) {
    object.getMetadata().setDeletionTimestamp("2026-03-01T11:30:00Z");
    return add(object);
  }

  private CloudAccount there() {
    return engine.cloudAccount(PLATFORM).orElseThrow();
  }

  private CallbackKey key() {
    return new CallbackKey(there().name(), SCOPE, "sports", MessageType.PUSH);
  }

  private String token(LiveCallback object) {
    return DoubtfulRecord.token(object.id(), PLATFORM, key());
  }

  /** What is sent for an object that is planned now: a read first, as a rule. */
  private List<Order> orders(LiveCallback object) {
    add(object);
    engine.delivered(object);
    engine.reconcile(object);
    List<Order> sent = new ArrayList<>();
    for (CloudAccount each : engine.cloudAccounts()) {
      for (Optional<Call> call = each.queue().next(now);
          call.isPresent();
          call = each.queue().next(now)) {
        sent.add(call.get().order());
      }
    }
    return sent;
  }

  /** An object whose status lists the record through the account {@code own}. */
  private static LiveCallback listingThroughOwn(LiveCallback object) {
    object.setSpec(object.getSpec().withAccountRef(new AccountRef("own", null)));
    object.setStatus(
        SampleObjects.status(1)
            .withRecords(List.of(LedgerEntry.of(OWN.text(), SCOPE.toString(), "sports", "push"))));
    return object;
  }

  /** Both want the record; each is planned once, the one after the other. */
  private void contend(LiveCallback first, LiveCallback second) {
    add(first);
    add(second);
    for (LiveCallback each : List.of(first, second)) {
      engine.delivered(each);
      engine.reconcile(each);
    }
  }

  private static Account account(AccountName name, KeyMemory memory) {
    return new Account(
        name,
        SomeAccount.settings(1, Duration.ofMinutes(1)),
        CLOUD,
        memory,
        null,
        Instant.EPOCH,
        new Random(1));
  }

  /** Answers the read that is due. */
  private void answer(CloudAccount there, List<CallbackRecord> records) {
    Call call = there.queue().next(now).orElseThrow();
    there.results().began(call, now);
    now = now.plusMillis(50);
    there.results().ended(call, now.minusMillis(50), now, new Answer.Ok<>(records, "request"));
    there.queue().ended(call, now, new Answer.Ok<>(records, "request"));
  }

  private String ready() {
    return cluster.writes().isEmpty()
        ? ""
        : cluster
            .writes()
            .getLast()
            .condition(ConditionType.READY)
            .map(ForgedLedgerTest::told)
            .orElse("");
  }

  private static String told(Condition ready) {
    return ready.reason() + ": " + ready.message();
  }
}
