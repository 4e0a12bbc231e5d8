package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.Accounts;
import dev.livecallback.account.Gate;
import dev.livecallback.account.Permissions;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.claim.Claimant;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.remote.Sighting;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final String ACCOUNT = "live/default";
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectId ME = new ObjectId("team", "on-push", "uid-1");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final CallbackKey KEY =
      new CallbackKey(ACCOUNT, VHOST, "sports", MessageType.PUSH);
  private static final SecretText SECRET = new SecretText("hush");
  private static final CallbackContent SIGNED =
      new CallbackContent(
          List.of(CallbackDetail.http("https://a.example.com")),
          false,
          new Authentication.On(SECRET));
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 400, null, null);
  private static final Answer<Done> DONE = new Answer.Ok<>(Done.DONE, "request-1");

  private final RemoteState remote =
      new RemoteState(new BackoffPolicy(Duration.ofMinutes(10), new Random(1)));
  private final Account account = SomeAccount.open(ACCOUNT);
  private final Accounts accounts = new Accounts();
  private final Permissions permissions =
      new Permissions(new BackoffPolicy(Duration.ofMinutes(10), new Random(1)));
  private final ClaimIndex claims = new ClaimIndex();
  private final ObjectMemory memory = new ObjectMemory();
  private final List<Gate.Turn> turns = new ArrayList<>();
  private final Answers answers =
      new Answers(
          remote, accounts, claims, permissions, memory, _ -> {}, (_, turn) -> turns.add(turn));

  AnswersTest() {
    accounts.put(account);
  }

  private static Call call(Order order) {
    return new Call(1, ACCOUNT, order, List.of(ME), Lane.EDIT, T);
  }

  private void claim() {
    claims.note(new Claimant(ME, T, KEY, Set.of(KEY), Claimant.State.WRITING));
  }

  private void carryOut(Order order, Answer<?> answer) {
    answers.began(call(order), T);
    answers.ended(call(order), T, T.plusSeconds(1), answer);
  }

  @Test
  void aReadIsTakenInWithTheInstantInWhichItBegan() {
    claim();
    CallbackRecord item = new CallbackRecord(null, null, "sports", "push", SIGNED);

    carryOut(new Order.Read(ACCOUNT, VHOST, false), new Answer.Ok<>(List.of(item), "request-1"));

    assertThat(remote.sighting(KEY)).isEqualTo(new Sighting.Present(SIGNED, T, T.plusSeconds(1)));
  }

  @Test
  void aFailedReadIsTakenInAsSuch() {
    claim();

    carryOut(
        new Order.Read(ACCOUNT, VHOST, false),
        new Answer.Failed<>(new Failure.Unavailable(DETAIL)));

    assertThat(remote.readPause(VHOST)).isPresent();
  }

  @Test
  void aScopeThatNobodyUsesAnyMoreIsForgotten() {
    carryOut(new Order.Read(ACCOUNT, VHOST, false), new Answer.Ok<>(List.of(), "request-1"));

    assertThat(remote.sighting(KEY)).isEqualTo(new Sighting.Unread());
  }

  @Test
  void anAcceptedKeyIsRemembered() {
    claim();

    carryOut(new Order.Put(KEY, SIGNED), DONE);

    assertThat(memory.authKey("uid-1", KEY)).isEqualTo(SECRET);
    assertThat(remote.lastWrite(KEY).map(LastWrite::outcome))
        .contains(new LastWrite.Outcome.Accepted(T.plusSeconds(1), "request-1"));
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

    answers.began(call(new Order.Remove(KEY)), T);

    assertThat(remote.lastWrite(KEY)).hasValueSatisfying(w -> assertThat(w.inFlight()).isTrue());
  }

  @Test
  void aMoveBetweenVhostAndDomainMayRemoveTheNewRecordByItsOldName() {
    CallbackKey domain =
        new CallbackKey(
            "live/default", Scope.domain("push.example.com"), "sports", MessageType.PUSH);
    claims.note(new Claimant(ME, T, KEY, Set.of(KEY, domain), Claimant.State.WRITING));
    carryOut(new Order.Put(KEY, SIGNED), DONE);

    carryOut(new Order.Remove(domain), DONE);

    LastWrite write = remote.lastWrite(KEY).orElseThrow();
    assertThat(write.remove()).isTrue();
    assertThat(write.outcome()).isInstanceOf(LastWrite.Outcome.Unknown.class);
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
    carryOut(new Order.Read(ACCOUNT, VHOST, true), new Answer.Ok<>(List.of(), "request-2"));

    assertThat(turns).containsExactly(Gate.Turn.STAYED, Gate.Turn.SHUT, Gate.Turn.OPENED);
  }
}
