package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Whether a guess is the authentication key of a record")
class GuessedKeyTest {
  private static final String URL = "https://a.example.com";
  private static final String RIGHT = "the-key-of-the-owner";
  private static final String WRONG = "some-other-key-it-is";
  private static final AccountName ACCOUNT = new AccountName("live", "default");
  private static final Scope SCOPE = Scope.vhost("live.example.com");

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final FakeCluster cluster = new FakeCluster();
  private final Engine engine =
      new Engine(ACCOUNT, cluster, _ -> {}, () -> now, new Random(1), EngineOptions.USUAL);

  GuessedKeyTest() {
    cluster.acceptWrites();
    engine.changed(SomeAccount.open(ACCOUNT));
    cluster.addSecret("team", "owner", RIGHT);
    LiveCallback owner = object("team", "owner", "Enforce");
    owner.setStatus(
        SampleObjects.status(1)
            .withRecords(
                List.of(
                    LedgerEntry.of(ACCOUNT.text(), SCOPE.toString(), "sports", "push")
                        .withWritten("w")
                        .withHeld("w"))));
    planned(owner);
  }

  @ParameterizedTest(name = "is told to nobody of another namespace, whether it was {0}")
  @ValueSource(strings = {"read", "put and read", "put"})
  void ofAnother(String how) {
    LiveCallback right = observer("spies", "right", RIGHT);
    LiveCallback wrong = observer("spies", "wrong", WRONG);
    happens(how);

    assertThat(told(right)).isEqualTo(told(wrong));
  }

  @ParameterizedTest(name = "is told in the owner's own namespace once it was {0}")
  @ValueSource(strings = {"read", "put and read"})
  void ofOneself(String how) {
    LiveCallback right = observer("team", "right", RIGHT);
    LiveCallback wrong = observer("team", "wrong", WRONG);
    happens(how);

    assertThat(told(right)).isNotEqualTo(told(wrong));
  }

  private LiveCallback observer(String namespace, String name, String guess) {
    cluster.addSecret(namespace, name, guess);
    LiveCallback observer = object(namespace, name, "Observe");
    planned(observer);
    return observer;
  }

  private void happens(String how) {
    CloudAccount there = engine.cloudAccount(ACCOUNT).orElseThrow();
    if (how.contains("put")) {
      CallbackContent content =
          new CallbackContent(
              List.of(CallbackDetail.http(URL)),
              false,
              new Authentication.On(new SecretText(RIGHT)));
      CallbackKey key = new CallbackKey(there.name(), SCOPE, "sports", MessageType.PUSH);
      ended(there, new Order.Put(key, content), new Answer.Ok<>(WriteAccepted.DONE, "1"));
    }
    if (how.contains("read")) {
      ended(
          there,
          new Order.Read(there.name(), SCOPE, false),
          new Answer.Ok<>(List.of(record()), "2"));
    }
  }

  private void ended(CloudAccount there, Order order, Answer<?> answer) {
    Call call =
        new Call(
            1,
            ACCOUNT,
            order,
            List.of(cluster.objects().findFirst().orElseThrow().id()),
            Lane.EDIT,
            now);
    there.results().began(call, now);
    now = now.plus(Duration.ofMillis(100));
    there.results().ended(call, now.minusMillis(100), now, answer);
    now = now.plusSeconds(1);
  }

  private static CallbackRecord record() {
    return new CallbackRecord(
        SCOPE.name(),
        null,
        "sports",
        "push",
        new CallbackContent(
            List.of(CallbackDetail.http(URL)),
            false,
            new Authentication.On(new SecretText(RIGHT))));
  }

  /** One that signs with the key of the Secret of its name. */
  private static LiveCallback object(String namespace, String name, String policy) {
    LiveCallback object =
        SampleObjects.object(
            meta ->
                meta.withNamespace(namespace).withName(name).withUid("uid-" + namespace + name));
    object.setSpec(
        SampleObjects.spec(SCOPE.name(), "sports", URL)
            .withAuthEnable(true)
            .withAuthKeyPrimarySecretRef(new SecretKeyRef(name, "key"))
            .withManagementPolicy(policy));
    return object;
  }

  private void planned(LiveCallback object) {
    cluster.add(object);
    engine.delivered(object);
    engine.reconcile(object);
  }

  /** All that it says. */
  private LiveCallbackStatus told(LiveCallback observer) {
    engine.reconcile(observer);
    return cluster.writes().getLast();
  }
}
