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
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.claim.Claimant;
import dev.livecallback.engine.objects.ObjectMemory;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
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
import org.junit.jupiter.api.Test;

class CallResultHandlerTest {
  private static final AccountName ACCOUNT = new AccountName("live", "default");
  private static final String CLOUD = "2100000001";
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectId ME = new ObjectId("team", "on-push", "uid-1");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final CallbackKey KEY = new CallbackKey(CLOUD, VHOST, "sports", MessageType.PUSH);
  private static final SecretText SECRET = new SecretText("hush");
  private static final CallbackContent SIGNED =
      new CallbackContent(
          List.of(CallbackDetail.http("https://a.example.com")),
          false,
          new Authentication.On(SECRET));
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 400, null, null);
  private static final Answer<WriteAccepted> DONE =
      new Answer.Ok<>(WriteAccepted.DONE, "request-1");

  private final CloudAccountState state =
      CloudAccountState.empty(CLOUD, new BackoffPolicy(Duration.ofMinutes(10), new Random(1)));
  private final RemoteState remote = state.remote();
  private final ClaimIndex claims = state.claims();
  private final Account account = SomeAccount.open(ACCOUNT);
  private final EngineContext context =
      EngineContext.empty(ACCOUNT, new FakeCluster(), () -> T, new Random(1));
  private final AccountDirectory accounts = context.accounts();
  private final ObjectMemory memory = context.memory();
  private final List<Gate.GateChange> changes = new ArrayList<>();
  private final CallResultHandler results =
      new CallResultHandler(context, state, (_, change) -> changes.add(change));

  CallResultHandlerTest() {
    accounts.put(account);
  }

  private static Call call(Order order) {
    return new Call(1, ACCOUNT, order, List.of(ME), Lane.EDIT, T);
  }

  private void claim() {
    claims.note(new Claimant(ME, T, KEY, Set.of(KEY), Claimant.Stance.WRITING));
  }

  private void carryOut(Order order, Answer<?> answer) {
    results.began(call(order), T);
    results.ended(call(order), T, T.plusSeconds(1), answer);
  }

  @Test
  void aReadIsTakenInWithTheInstantInWhichItBegan() {
    claim();
    CallbackRecord item = new CallbackRecord(null, null, "sports", "push", SIGNED);

    carryOut(new Order.Read(CLOUD, VHOST, false), new Answer.Ok<>(List.of(item), "request-1"));

    assertThat(remote.observation(KEY))
        .isEqualTo(new Observation.Present(SIGNED, T, T.plusSeconds(1)));
  }

  @Test
  void aFailedReadIsTakenInAsSuch() {
    claim();

    carryOut(
        new Order.Read(CLOUD, VHOST, false), new Answer.Failed<>(new Failure.Unavailable(DETAIL)));

    assertThat(remote.readPause(Listing.of(VHOST))).isPresent();
  }

  @Test
  void aScopeThatNobodyUsesAnyMoreIsForgotten() {
    carryOut(new Order.Read(CLOUD, VHOST, false), new Answer.Ok<>(List.of(), "request-1"));

    assertThat(remote.observation(KEY)).isEqualTo(new Observation.Unread());
  }

  @Test
  void anAcceptedKeyIsRemembered() {
    claim();

    carryOut(new Order.Put(KEY, SIGNED), DONE);

    assertThat(memory.authKey("uid-1", KEY)).isEqualTo(SECRET);
    assertThat(remote.lastWrite(KEY).map(LastWrite::outcome))
        .contains(new LastWrite.WriteOutcome.Accepted(T.plusSeconds(1), "request-1"));
  }

  @Test
  void aRefusedKeyIsNot() {
    claim();

    carryOut(new Order.Put(KEY, SIGNED), new Answer.Failed<>(new Failure.Rejected(DETAIL)));

    assertThat(memory.authKey("uid-1", KEY)).isNull();
    assertThat(remote.writePause(KEY)).isPresent();
  }

  @Test
  void aWriteIsInFlightUntilItsAnswer() {
    claim();

    results.began(call(new Order.Remove(KEY)), T);

    assertThat(remote.lastWrite(KEY)).hasValueSatisfying(w -> assertThat(w.inFlight()).isTrue());
  }

  @Test
  void aMoveBetweenVhostAndDomainMayRemoveTheNewRecordByItsOldName() {
    CallbackKey domain =
        new CallbackKey(CLOUD, Scope.domain("push.example.com"), "sports", MessageType.PUSH);
    claims.note(new Claimant(ME, T, KEY, Set.of(KEY, domain), Claimant.Stance.WRITING));
    carryOut(new Order.Put(KEY, SIGNED), DONE);

    carryOut(new Order.Remove(domain), DONE);

    LastWrite write = remote.lastWrite(KEY).orElseThrow();
    assertThat(write.remove()).isTrue();
    assertThat(write.outcome()).isInstanceOf(LastWrite.WriteOutcome.Unknown.class);
  }

  @Test
  void aKeyThatNobodyHasToDoWithAnyMoreIsForgotten() {
    carryOut(new Order.Put(KEY, SIGNED), DONE);

    assertThat(remote.lastWrite(KEY)).isEmpty();
  }

  @Test
  void everyAnswerTurnsTheGate() {
    carryOut(new Order.Remove(KEY), DONE);
    carryOut(
        new Order.Put(KEY, SIGNED), new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL)));
    carryOut(new Order.Read(CLOUD, VHOST, true), new Answer.Ok<>(List.of(), "request-2"));

    assertThat(changes)
        .containsExactly(Gate.GateChange.STAYED, Gate.GateChange.SHUT, Gate.GateChange.OPENED);
  }
}
