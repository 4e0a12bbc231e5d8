package dev.livecallback.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a scrape says of objects, accounts and queues. */
class StateMetricsTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");
  private static final int MOST_BYTES = 100_000;
  private static final AccountName ONE = new AccountName("live", "one");
  private static final AccountName TWO = new AccountName("live", "two");

  private final FakeCluster cluster = new FakeCluster();
  private final Metrics metrics = new Metrics();
  private final CallMetrics calls = new CallMetrics(metrics);
  private final Engine engine =
      new Engine(ONE, cluster, _ -> {}, () -> T, new Random(1), EngineOptions.USUAL);
  private boolean leads = true;

  StateMetricsTest() {
    metrics.source(new StateMetrics(metrics, calls, engine, () -> leads, () -> T));
  }

  private List<String> series() {
    return metrics.scrape("").body().lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static Account account(AccountName name, String cloud) {
    return SomeAccount.open(
        name, SomeAccount.settings(10, Duration.ofMinutes(10)), cloud, new Random(1));
  }

  private void object(@Nullable String account, Reason reason, boolean drifted) {
    long number = cluster.objects().count();
    LiveCallback object =
        SampleObjects.object(metadata -> metadata.withName("o" + number).withUid("uid-" + number));
    object.setSpec(
        object
            .getSpec()
            .withAccountRef(account == null ? null : new AccountRef(account, "live"))
            .withVhost("v" + number % 200 + ".example.com"));
    String drifts = drifted ? Condition.TRUE : Condition.FALSE;
    object.setStatus(
        SampleObjects.status(1)
            .withConditions(
                List.of(
                    Condition.of(ConditionType.READY, Condition.TRUE, reason, "", T, 1),
                    Condition.of(ConditionType.DRIFTED, drifts, reason, "", T, 1))));
    add(object);
  }

  private void add(LiveCallback object) {
    cluster.add(object);
    engine.delivered(object);
  }

  @Test
  void objectsAreCountedByAccountAndReason() {
    engine.changed(account(ONE, "2100000001"));
    engine.changed(account(TWO, "2100000001"));
    object(null, Reason.IN_SYNC, false);
    object("one", Reason.IN_SYNC, false);
    object("one", Reason.DRIFT_TOLERATED, true);
    object("typo", Reason.ACCOUNT_NOT_FOUND, false);
    object("another-typo", Reason.ACCOUNT_NOT_FOUND, false);
    LiveCallback unseen = SampleObjects.object(metadata -> metadata.withUid("unseen"));
    add(unseen);

    assertThat(series())
        .filteredOn(line -> line.startsWith("livecallback_objects"))
        .containsExactlyInAnyOrder(
            "livecallback_objects{account=\"live/one\",reason=\"InSync\"} 2.0",
            "livecallback_objects{account=\"live/one\",reason=\"DriftTolerated\"} 1.0",
            "livecallback_objects{account=\"live/one\",reason=\"NotSeen\"} 1.0",
            "livecallback_objects{account=\"absent\",reason=\"InSync\"} 0.0",
            "livecallback_objects{account=\"absent\",reason=\"AccountNotFound\"} 2.0",
            "livecallback_objects_drifted{account=\"live/one\"} 1.0",
            "livecallback_objects_drifted{account=\"absent\"} 0.0");
  }

  @Test
  void accountsOfOneCloudAccountShareItsQueue() {
    engine.changed(account(ONE, "2100000001"));
    engine.changed(account(TWO, "2100000001"));
    engine.changed(account(new AccountName("live", "three"), "2100000002"));
    object(null, Reason.IN_SYNC, false);
    object("two", Reason.IN_SYNC, false);
    object("three", Reason.IN_SYNC, false);

    assertThat(series())
        .contains(
            "livecallback_account_info{account=\"live/one\",cloud_account=\"2100000001\"} 1",
            "livecallback_account_info{account=\"live/two\",cloud_account=\"2100000001\"} 1",
            "livecallback_account_info{account=\"live/three\",cloud_account=\"2100000002\"} 1",
            "livecallback_rate_limit_current_calls{action=\"UpdateCallback\",cloud_account=\"2100000001\"}"
                + " 10.0",
            "livecallback_queue_orders{cloud_account=\"2100000001\",lane=\"first_sync\"} 0.0",
            "livecallback_sync_period_seconds{cloud_account=\"2100000002\"} 600.0",
            "livecallback_scopes{cloud_account=\"2100000001\"} 2.0",
            "livecallback_scopes_unread{cloud_account=\"2100000001\"} 2.0",
            "livecallback_scopes{cloud_account=\"2100000002\"} 1.0")
        .filteredOn(line -> line.startsWith("livecallback_calls_in_flight"))
        .hasSize(2);
  }

  @Test
  void anAccountThatTheApiRefusesIsNotReadyAndItsGateIsShut() {
    Account one = account(ONE, "2100000001");
    one.gate()
        .answered(
            new Answer.Failed<>(
                new Failure.CredentialsRejected(new Failure.Detail("no", 401, null, null))),
            T);
    engine.changed(one);
    engine.changed(account(TWO, "2100000001"));
    object("one", Reason.ACCOUNT_NOT_READY, false);
    object("two", Reason.IN_SYNC, false);

    assertThat(series())
        .contains(
            "livecallback_account_ready{account=\"live/one\"} 0.0",
            "livecallback_account_reason{account=\"live/one\",reason=\"CredentialsRejected\"} 1.0",
            "livecallback_account_calls_suspended{account=\"live/one\"} 1.0",
            "livecallback_account_ready{account=\"live/two\"} 1.0",
            "livecallback_account_reason{account=\"live/two\",reason=\"CredentialsValid\"} 1.0",
            "livecallback_account_calls_suspended{account=\"live/two\"} 0.0");
  }

  @Test
  void anAccountThatIsGoneIsToldOfNoMore() {
    engine.changed(account(ONE, "2100000001"));
    engine.changed(account(TWO, "2100000002"));
    object("two", Reason.IN_SYNC, false);
    assertThat(series()).anyMatch(line -> line.contains("live/two"));

    engine.gone(TWO);

    assertThat(series()).noneMatch(line -> line.contains("live/two"));
    assertThat(series()).noneMatch(line -> line.contains("2100000002"));
  }

  @Test
  void aThousandAccountsThatNoObjectUsesAreToldOfNeither() {
    for (int i = 0; i < 1_000; i++) {
      engine.changed(account(new AccountName("team", "idle-" + i), "2100000001"));
    }

    assertThat(series()).containsExactly("livecallback_leader 1.0");
  }

  @Test
  void whoDoesNotLeadTellsOfNeitherObjectsNorAccounts() {
    engine.changed(account(ONE, "2100000001"));
    object(null, Reason.IN_SYNC, false);
    leads = false;

    assertThat(series()).containsExactly("livecallback_leader 0.0");

    leads = true;
    assertThat(series()).contains("livecallback_leader 1.0").hasSizeGreaterThan(50);
  }

  @Test
  void tenThousandObjectsInThreeAccountsFitIntoAHundredKilobytes() {
    JvmMeters.bindTo(metrics.registry());
    List<String> accounts = List.of("one", "two", "three");
    for (String name : accounts) {
      engine.changed(account(new AccountName("live", name), "210000000" + name.length()));
    }
    Reason[] reasons = Reason.values();
    for (int i = 0; i < 10_000; i++) {
      object(accounts.get(i % 3), reasons[i % reasons.length], i % 2 == 0);
    }

    assertThat(metrics.scrape("").body().length()).isLessThan(MOST_BYTES);
  }
}
