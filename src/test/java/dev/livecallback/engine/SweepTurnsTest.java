package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One team has forty vhosts, another one. */
@DisplayName("The periodic reads")
class SweepTurnsTest {
  private static final AccountName ACCOUNT = new AccountName("live", "one");
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final FakeCluster cluster = new FakeCluster();
  private final Engine engine =
      new Engine(ACCOUNT, cluster, _ -> {}, () -> now, new Random(1), EngineOptions.USUAL);
  private final Account account =
      new Account(
          ACCOUNT,
          SomeAccount.settings(10, PERIOD),
          "2100000001",
          KeyMemory.ofThisProcess(),
          null,
          Instant.EPOCH,
          new Random(1));

  private void object(String namespace, int number) {
    LiveCallback object =
        SampleObjects.object(
            meta ->
                meta.withNamespace(namespace).withName("o" + number).withUid(namespace + number));
    object.setSpec(object.getSpec().withVhost("v" + number + "." + namespace + ".example.com"));
    cluster.add(object);
    engine.delivered(object);
    engine.reconcile(object);
  }

  private CloudAccount there() {
    return engine.cloudAccount(ACCOUNT).orElseThrow();
  }

  private Optional<Call> next() {
    Optional<Call> call = there().queue().next(now);
    call.ifPresent(each -> there().results().began(each, now));
    return call;
  }

  private void isRefused(Call call) {
    Answer<?> refused =
        new Answer.Failed<>(
            new Failure.ScopeMissing(new Failure.Detail("No.", 403, null, null), false));
    there().results().ended(call, now, now, refused);
    there().queue().ended(call, now, refused);
  }

  @Test
  void ofOneTeamsSlowVhostsKeepThoseOfAnotherWaitingForNoAnswer() {
    account.found(new CredentialsLookup.Available(SomeAccount.keys("AK"), false), now);
    account.checked(SomeAccount.keys("AK"), SomeAccount.is("2100000001"), now);
    engine.changed(account);
    for (int i = 0; i < 40; i++) {
      object("busy", i);
    }
    object("quiet", 99);
    for (int seconds = 0; seconds < 60; seconds++) {
      now = now.plusSeconds(1);
      for (Optional<Call> call = next(); call.isPresent(); call = next()) {
        isRefused(call.get());
      }
    }
    now = now.plus(PERIOD.multipliedBy(2));

    engine.sweep();
    List<String> sent = new ArrayList<>();
    for (int seconds = 0; seconds < 9; seconds++) {
      now = now.plusSeconds(1);
      for (Optional<Call> call = next(); call.isPresent(); call = next()) {
        sent.add(call.get().order().scope().name());
      }
    }

    assertThat(sent.subList(0, 2)).as("the first").contains("v99.quiet.example.com");
    assertThat(sent).as("none is answered").hasSizeLessThan(CallQueue.MAX_IN_FLIGHT);
  }
}
