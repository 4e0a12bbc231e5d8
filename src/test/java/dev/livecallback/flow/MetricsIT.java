package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.operator.metrics.MetricNames;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.Series;
import dev.livecallback.testing.TestCluster;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@NeedsControlPlane
@DisplayName("/metrics")
class MetricsIT {
  @Test
  void hasAfterALifeWithAnEditDriftAConflictAndADeleteAllThatIsDocumented(TestCluster cluster) {
    try (Scene scene = Scene.open(cluster, "--domain=*")) {
      OperatorUnderTest operator =
          scene.start(scene.operator().with("LIVE_QUOTA", "100").with("SYNC_PERIOD", "1s"));
      String account = "account=" + cluster.namespace() + "/default";
      Callbacks callbacks = scene.callbacks();
      scene.adopt("adopted", "vhost/adopted.example.com", "a", URL, "");
      callbacks.create("created", spec("vhost/created.example.com", "a", "push", URL));
      callbacks.awaitReady("created");
      callbacks.create("second", spec("vhost/created.example.com", "a", "push", OTHER_URL));
      callbacks.awaitReason("second", Reason.CONFLICT);
      callbacks.create(
          "nowhere",
          spec(
              "vhost/nowhere.example.com", "a", "push", URL, "\"accountRef\":{\"name\":\"typo\"}"));
      callbacks.awaitReason("nowhere", Reason.ACCOUNT_NOT_FOUND);

      scene.console().put("vhost/adopted.example.com", "a", "push", OTHER_URL);
      awaitThat(
          "the correction to be counted",
          () ->
              assertThat(value(operator, "livecallback_drift_corrections_total", account)).isOne());
      callbacks.create("deleted", spec("vhost/deleted.example.com", "a", "push", URL));
      callbacks.awaitReady("deleted");
      callbacks.delete("deleted");
      callbacks.awaitGone("deleted");

      List<Series> all = Series.of(operator.metrics());
      assertThat(names(all)).isEqualTo(MetricNames.allSeries());
      assertThat(all)
          .allSatisfy(
              series ->
                  assertThat(series.labels().keySet())
                      .as(series.name())
                      .isEqualTo(MetricNames.labelsOf(series.name())));
      for (String action : List.of("UpdateCallback", "DescribeCallback", "DeleteCallback")) {
        assertThat(
                value(
                    operator,
                    "livecallback_api_calls_total",
                    account,
                    "action=" + action,
                    "outcome=success"))
            .as(action)
            .isPositive();
      }
      assertThat(
              value(
                  operator,
                  "livecallback_api_calls_total",
                  account,
                  "action=UpdateCallback",
                  "outcome=success"))
          .isEqualTo(scene.simulator().calls("UpdateCallback").size());
      assertThat(value(operator, "livecallback_objects", account, "reason=InSync")).isEqualTo(2);
      assertThat(value(operator, "livecallback_objects", account, "reason=Conflict")).isOne();
      assertThat(
              value(operator, "livecallback_objects", "account=absent", "reason=AccountNotFound"))
          .isOne();
      assertThat(value(operator, "livecallback_claims_conflicting")).isOne();
      assertThat(value(operator, "livecallback_scopes")).isEqualTo(2);
      assertThat(value(operator, "livecallback_account_ready", account)).isOne();
      assertThat(value(operator, "livecallback_leader")).isOne();
      assertThat(value(operator, "livecallback_lane_calls_total", account, "lane=sweep"))
          .isPositive();
      assertThat(operator.metrics())
          .doesNotContain("adopted", "created.example.com", "vhost", "hooks.example.com");
    }
  }

  @Test
  void saysOfRejectedCredentialsThatTheAccountIsNotReadyAndWhatCallsCameTo(TestCluster cluster) {
    try (Scene scene = Scene.open(cluster)) {
      scene.callbacks().create("waits", spec("vhost/waits.example.com", "a", "push", URL));
      OperatorUnderTest operator =
          scene.start(scene.operator().with("SECRET_ACCESS_KEY", "wrong-secret-access-key"));
      String account = "account=" + cluster.namespace() + "/default";

      awaitThat(
          "the account to be refused",
          () ->
              assertThat(
                      value(
                          operator,
                          "livecallback_account_reason",
                          account,
                          "reason=CredentialsRejected"))
                  .isOne());
      assertThat(value(operator, "livecallback_account_ready", account)).isZero();
      assertThat(value(operator, "livecallback_account_calls_suspended", account)).isOne();
      assertThat(
              value(
                  operator,
                  "livecallback_api_calls_total",
                  account,
                  "action=GetCallerIdentity",
                  "outcome=credentials_rejected"))
          .isPositive();
    }
  }

  @Test
  void ofAProcessThatStandsBySaySoAndNothingThatTheOtherOneTellsToo(TestCluster cluster) {
    try (Scene scene = Scene.open(cluster)) {
      Replica one = Replica.start(scene, "one");
      one.awaitLeads();
      Replica two = Replica.start(scene, "two");
      two.awaitStandsBy(one);
      scene.callbacks().create("a", spec("vhost/a.example.com", "a", "push", URL));
      scene.callbacks().awaitReady("a");

      assertThat(value(one.operator(), "livecallback_leader")).isOne();
      assertThat(value(one.operator(), "livecallback_objects", "reason=InSync")).isOne();
      List<Series> standby = Series.of(two.operator().metrics());
      assertThat(value(two.operator(), "livecallback_leader")).isZero();
      assertThat(names(standby))
          .contains(
              "livecallback_build_info", "jvm_memory_used_bytes", "process_cpu_seconds_total");
      assertThat(standby)
          .noneMatch(series -> series.labels().containsKey("account"))
          .noneMatch(series -> series.labels().containsKey("cloud_account"));
    }
  }

  private static Set<String> names(List<Series> all) {
    return all.stream().map(Series::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The sum of the series that fit; one has to. */
  private static double value(OperatorUnderTest operator, String name, String... labels) {
    List<Series> found =
        Series.of(operator.metrics()).stream().filter(series -> series.is(name, labels)).toList();
    assertThat(found).as("%s %s", name, List.of(labels)).isNotEmpty();
    return found.stream().mapToDouble(Series::value).sum();
  }
}
