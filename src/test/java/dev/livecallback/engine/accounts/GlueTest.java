package dev.livecallback.engine.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountDirectory;
import dev.livecallback.account.Gate;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.SendGuard.Decision;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.claim.Claimant;
import dev.livecallback.engine.objects.ObjectMemory;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From an order's turn to whom its answer wakes: guard and answers on the real parts. */
class GlueTest {
  private static final AccountName ACCOUNT = new AccountName("live", "default");
  private static final String CLOUD = "2100000001";
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final CallbackKey WHOLE = key(null);
  private static final CallbackKey SPORTS = key("sports");
  private static final ObjectId ONE = new ObjectId("team", "one", "1");
  private static final ObjectId TWO = new ObjectId("team", "two", "2");
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 400, null, null);

  private final CloudAccountState state =
      CloudAccountState.empty(CLOUD, new BackoffPolicy(Duration.ofMinutes(10), new Random(1)));
  private final RemoteState remote = state.remote();
  private final ClaimIndex claims = state.claims();
  private final Account account = SomeAccount.open(ACCOUNT);
  private Instant now = T;
  private final FakeCluster cluster = new FakeCluster();
  private final EngineContext context =
      EngineContext.empty(ACCOUNT, cluster, () -> now, new Random(1));
  private final AccountDirectory accounts = context.accounts();
  private final ObjectMemory memory = context.memory();
  private final List<Gate.GateChange> changes = new ArrayList<>();
  private final OrderGuard guard = new OrderGuard(context, state);
  private final CallResultHandler results =
      new CallResultHandler(context, state, (_, change) -> changes.add(change));

  GlueTest() {
    accounts.put(account);
  }

  private Set<String> woken() {
    return cluster.woken().stream().map(ObjectId::name).collect(Collectors.toSet());
  }

  private static CallbackKey key(@Nullable String app) {
    return new CallbackKey(CLOUD, VHOST, app, MessageType.PUSH);
  }

  private static CallbackContent content(Authentication authentication) {
    return new CallbackContent(
        List.of(CallbackDetail.http("https://a.example.com")), false, authentication);
  }

  private void wants(ObjectId object, CallbackKey key) {
    claims.note(new Claimant(object, T, key, Set.of(), Claimant.Stance.WRITING));
  }

  private void holds(ObjectId object, CallbackKey key) {
    claims.note(new Claimant(object, T, key, Set.of(key), Claimant.Stance.WRITING));
  }

  private void goes(ObjectId object, CallbackKey key) {
    claims.note(new Claimant(object, T, null, Set.of(key), Claimant.Stance.GOING));
  }

  private void readShows(CallbackKey... keys) {
    List<CallbackRecord> records = new ArrayList<>();
    for (CallbackKey key : keys) {
      records.add(
          new CallbackRecord(
              VHOST.name(), null, key.app(), "push", content(new Authentication.Off())));
    }
    ended(new Order.Read(CLOUD, VHOST, false), TWO, new Answer.Ok<>(records, "r"));
    cluster.woken();
  }

  private void ended(Order order, ObjectId object, Answer<?> answer) {
    Call call = new Call(1, ACCOUNT, order, List.of(object), Lane.EDIT, now);
    results.began(call, now);
    results.ended(call, now, now, answer);
  }

  private Order.Put put(CallbackKey key) {
    return new Order.Put(key, content(new Authentication.Off()));
  }

  @Test
  void anOwnersWriteIsSentAndAnothersIsNot() {
    holds(ONE, SPORTS);
    wants(TWO, SPORTS);

    assertThat(guard.judge(ONE, ACCOUNT, put(SPORTS), remote.revision())).isEqualTo(Decision.SEND);
    assertThat(guard.judge(TWO, ACCOUNT, put(SPORTS), remote.revision())).isEqualTo(Decision.DROP);
  }

  @Test
  void aWriteThatWasPlannedBeforeTheLastAnswerIsDropped() {
    holds(ONE, SPORTS);
    long planned = remote.revision();
    ended(put(SPORTS), ONE, new Answer.Ok<>(WriteAccepted.DONE, "r"));

    assertThat(guard.judge(ONE, ACCOUNT, put(SPORTS), planned)).isEqualTo(Decision.DROP);
    assertThat(guard.judge(ONE, ACCOUNT, put(SPORTS), remote.revision())).isEqualTo(Decision.SEND);
  }

  @Test
  void anAppLessDeleteGoesIfAFreshLookShowsNobodyInDanger() {
    goes(ONE, WHOLE);
    readShows(WHOLE);

    assertThat(guard.judge(ONE, ACCOUNT, new Order.Remove(WHOLE), remote.revision()))
        .isEqualTo(Decision.SEND);
    assertThat(woken()).isEmpty();
  }

  @Test
  void anAppLessDeleteThatWaitedTooLongIsPlannedAgain() {
    goes(ONE, WHOLE);
    readShows(WHOLE);
    now = T.plusSeconds(10);

    assertThat(guard.judge(ONE, ACCOUNT, new Order.Remove(WHOLE), remote.revision()))
        .isEqualTo(Decision.DROP);
    assertThat(woken()).containsExactly("one");
  }

  @Test
  void anAppLessDeleteIsPlannedAgainIfARecordCameToBeBesideIt() {
    goes(ONE, WHOLE);
    holds(TWO, SPORTS);
    readShows(WHOLE, SPORTS);

    assertThat(guard.judge(ONE, ACCOUNT, new Order.Remove(WHOLE), remote.revision()))
        .isEqualTo(Decision.DROP);
    assertThat(woken()).containsExactly("one");
  }

  @Test
  void anAppLessDeleteGoesIfWhatIsBesideItGoesToo() {
    goes(ONE, WHOLE);
    goes(TWO, SPORTS);
    readShows(WHOLE, SPORTS);

    assertThat(guard.judge(ONE, ACCOUNT, new Order.Remove(WHOLE), remote.revision()))
        .isEqualTo(Decision.SEND);
  }

  @Test
  void aWriteThatEndsAfterItsObjectWasLetGoWakesWhoWaitsForTheKey() {
    holds(ONE, SPORTS);
    wants(TWO, SPORTS);
    Call call = new Call(1, ACCOUNT, put(SPORTS), List.of(ONE), Lane.EDIT, now);
    results.began(call, now);
    claims.forget(ONE);
    results.ended(call, now, now, new Answer.Ok<>(WriteAccepted.DONE, "r"));

    assertThat(woken()).contains("two");
  }

  @Test
  void anAppLessDeleteCountsAsAWriteOfUnknownOutcomeToWhatIsBesideIt() {
    goes(ONE, WHOLE);
    holds(TWO, SPORTS);
    ended(put(SPORTS), TWO, new Answer.Ok<>(WriteAccepted.DONE, "r"));
    cluster.woken();
    ended(new Order.Remove(WHOLE), ONE, new Answer.Ok<>(WriteAccepted.DONE, "r"));

    LastWrite write = remote.lastWrite(SPORTS).orElseThrow();
    assertThat(write.remove()).isTrue();
    assertThat(write.outcome()).isInstanceOf(LastWrite.WriteOutcome.Unknown.class);
    assertThat(write.lastEffect()).as("a read has to tell").contains(now);
    assertThat(write.mayLand(now)).as("it was done").isFalse();
    assertThat(write.lastPossiblePut()).isEqualTo(now);
    assertThat(woken()).contains("one", "two");
  }

  @Test
  void anAppLessDeleteThatNobodyKnowsOfMayLandForAMinute() {
    goes(ONE, WHOLE);
    holds(TWO, SPORTS);
    ended(put(SPORTS), TWO, new Answer.Ok<>(WriteAccepted.DONE, "r"));
    ended(new Order.Remove(WHOLE), ONE, new Answer.Failed<>(new Failure.OutcomeUnknown(DETAIL)));

    assertThat(remote.lastWrite(SPORTS).orElseThrow().mayLand(now)).isTrue();
  }

  @Test
  void anAppLessDeleteThatWasRefusedPutsNothingInDoubt() {
    goes(ONE, WHOLE);
    holds(TWO, SPORTS);
    ended(put(SPORTS), TWO, new Answer.Ok<>(WriteAccepted.DONE, "r"));
    ended(new Order.Remove(WHOLE), ONE, new Answer.Failed<>(new Failure.Rejected(DETAIL)));

    assertThat(remote.lastWrite(SPORTS).orElseThrow().remove()).isFalse();
  }

  @Test
  void aKeyThatAnObjectMovedAwayFromIsForgottenWithTheNextReadOfItsScope() {
    holds(ONE, SPORTS);
    ended(put(SPORTS), ONE, new Answer.Ok<>(WriteAccepted.DONE, "r"));
    holds(ONE, WHOLE);
    readShows(WHOLE);

    assertThat(remote.lastWrite(SPORTS)).isEmpty();
  }

  @Test
  void whatGoesTooIsNotDoubted() {
    goes(ONE, WHOLE);
    goes(TWO, SPORTS);
    ended(new Order.Remove(SPORTS), TWO, new Answer.Ok<>(WriteAccepted.DONE, "r"));
    ended(new Order.Remove(WHOLE), ONE, new Answer.Ok<>(WriteAccepted.DONE, "r"));

    assertThat(remote.lastWrite(SPORTS).orElseThrow().outcome())
        .isInstanceOf(LastWrite.WriteOutcome.Accepted.class);
  }

  @Test
  void aReadWakesWhoWaitedForItWhoseRecordChangedAndWhoIsBlockedByOthers() {
    goes(ONE, WHOLE);
    readShows(WHOLE, SPORTS);
    ended(new Order.Read(CLOUD, VHOST, true), TWO, new Answer.Ok<>(List.of(), "r"));

    assertThat(woken()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void anAcceptedKeyIsRememberedAndARefusedOneIsNot() {
    Authentication.On signed = new Authentication.On(new SecretText("k1"));
    holds(ONE, SPORTS);
    ended(new Order.Put(SPORTS, content(signed)), ONE, new Answer.Ok<>(WriteAccepted.DONE, "r"));
    Authentication.On other = new Authentication.On(new SecretText("k2"));
    ended(
        new Order.Put(SPORTS, content(other)),
        ONE,
        new Answer.Failed<>(new Failure.Rejected(DETAIL)));

    assertThat(memory.authKey("1", SPORTS)).isEqualTo(new SecretText("k1"));
  }

  @Test
  void anAnswerThatShutsTheGateIsToldOf() {
    holds(ONE, SPORTS);
    ended(put(SPORTS), ONE, new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL)));

    assertThat(changes).containsExactly(Gate.GateChange.SHUT);
    assertThat(guard.maxInFlight(ACCOUNT)).isZero();
  }

  @Test
  void whatNobodyUsesIsForgotten() {
    ended(put(SPORTS), ONE, new Answer.Ok<>(WriteAccepted.DONE, "r"));
    ended(new Order.Read(CLOUD, VHOST, false), ONE, new Answer.Ok<>(List.of(), "r"));

    assertThat(remote.lastWrite(SPORTS)).isEmpty();
    assertThat(remote.readBegan(VHOST)).isEqualTo(Instant.MIN);
  }
}
