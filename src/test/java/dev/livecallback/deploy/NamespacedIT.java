package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.DefaultAccount;
import dev.livecallback.testing.NamespacedRoles;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The roles of {@code deploy/namespaced}, in a home and two watched namespaces, and no others. */
@Order(1) // it takes longest: it begins first
@NeedsControlPlane(
    own = true) // beside the policies of other installations it had no right to statuses
@DisplayName("With Roles alone, in two namespaces, the operator")
@Slow
class NamespacedIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  /** A person who works in a namespace. */
  private record Team(
      TestCluster namespace, String home, String vhost, SimulatorUnderTest simulator) {
    void setsUp() {
      namespace
          .kubectl("create", "secret", "generic", "signing", "--from-literal=key=first0000001")
          .succeeded();
      apply("https://hooks.example.com/1");
    }

    void apply(String url) {
      namespace
          .kubectlWithInput(
              """
              apiVersion: livecallback.dev/v1
              kind: LiveCallback
              metadata: {name: started}
              spec:
                accountRef: {name: default, namespace: %s}
                vhost: %s
                messageType: push
                callbackDetailList: [{url: "%s"}]
                authEnable: true
                authKeyPrimarySecretRef: {name: signing, key: key}
              """
                  .formatted(home, vhost, url),
              "apply",
              "-f",
              "-")
          .succeeded();
    }

    void awaitsReady() {
      namespace
          .kubectl("wait", "livecallback/started", "--for=condition=Ready", "--timeout=60s")
          .succeeded();
    }

    JsonNode record() {
      List<JsonNode> records = simulator.records(vhost);
      assertThat(records).hasSize(1);
      return records.getFirst();
    }

    void changesKey(String key) {
      namespace
          .kubectl("patch", "secret", "signing", "-p", "{\"stringData\":{\"key\":\"" + key + "\"}}")
          .succeeded();
    }

    /** Within a minute after the operator's start an absence isn't believed yet. */
    void leaves() {
      namespace.kubectl("delete", "livecallback", "started", "--timeout=120s").succeeded();
      assertThat(simulator.records(vhost)).isEmpty();
    }
  }

  private static Path install(TestCluster home, List<TestCluster> watched, boolean getOnly) {
    NamespacedRoles roles = new NamespacedRoles(home, getOnly);
    Path kubeconfig = roles.createServiceAccount();
    roles.bindHome();
    watched.forEach(roles::bind);
    DefaultAccount.in(home);
    return kubeconfig;
  }

  private static OperatorUnderTest start(
      Path kubeconfig, SimulatorUnderTest simulator, TestCluster home, List<TestCluster> watched) {
    return OperatorUnderTest.of(kubeconfig, simulator)
        .watching(watched.stream().map(TestCluster::namespace).toArray(String[]::new))
        .in(home.namespace())
        .with("SYNC_PERIOD", "2s")
        .start();
  }

  @Test
  void doesAllThatItDoesElsewhereAfterARestartToo(TestCluster home) {
    List<TestCluster> watched = List.of(home.another("one"), home.another("two"));
    Path kubeconfig = install(home, watched, false);
    try (var simulator = SimulatorUnderTest.start()) {
      List<Team> teams = teams(home, watched, simulator);
      try (var first = start(kubeconfig, simulator, home, watched)) {
        teams.forEach(Team::setsUp);
        teams.forEach(Team::awaitsReady);
        assertThat(first.logWith("orbidden")).isEmpty();
      }
      teams.forEach(team -> team.apply("https://hooks.example.com/2"));
      for (int restart = 0; restart < 3; restart++) {
        try (var again = start(kubeconfig, simulator, home, watched)) {
          String key = "changed" + restart + "000001";
          teams.forEach(team -> team.changesKey(key));
          teams.forEach(team -> await().atMost(SOON).until(() -> hasKey(team, key)));
          teams.forEach(Team::awaitsReady);
          assertThat(again.logWith("orbidden")).isEmpty();
        }
      }
      try (var last = start(kubeconfig, simulator, home, watched)) {
        teams.forEach(
            team ->
                assertThat(team.record().path("CallbackDetailList").path(0).path("URL").asText())
                    .isEqualTo("https://hooks.example.com/2"));
        teams.forEach(Team::leaves);
        assertThat(last.logWith("couldn't")).isEmpty();
      }
    }
  }

  @Test
  void needsNoMoreOfSecretsThanToGetThoseThatAreNamed(TestCluster home) {
    List<TestCluster> watched = List.of(home.another("one"), home.another("two"));
    Path kubeconfig = install(home, watched, true);
    try (var simulator = SimulatorUnderTest.start()) {
      List<Team> teams = teams(home, watched, simulator);
      try (var operator = start(kubeconfig, simulator, home, watched)) {
        assertThat(operator.logWith("may be got but not watched")).hasSize(3);
        teams.forEach(Team::setsUp);
        teams.forEach(Team::awaitsReady);

        teams.forEach(team -> team.changesKey("rotated000001"));

        teams.forEach(team -> await().atMost(SOON).until(() -> hasKey(team, "rotated000001")));
        teams.forEach(Team::leaves);
        assertThat(operator.logWith("orbidden")).isEmpty();
      }
    }
  }

  @Test
  void servesTheRestWhileRolesAreMissingInOneNamespaceAndThatOneOnceTheyAreThere(TestCluster home)
      throws Exception {
    TestCluster one = home.another("one");
    TestCluster two = home.another("two");
    TestCluster three = home.another("three");
    List<TestCluster> watched = List.of(one, two, three);
    Path kubeconfig = install(home, List.of(one), false);
    try (var simulator = SimulatorUnderTest.start()) {
      List<Team> teams = teams(home, watched, simulator);
      try (var operator = start(kubeconfig, simulator, home, watched)) {
        teams.forEach(Team::setsUp);
        teams.getFirst().awaitsReady();
        for (TestCluster each : List.of(two, three)) {
          assertThat(read(operator, "/readyz"))
              .contains(
                  "namespace "
                      + each.namespace()
                      + " isn't served: The operator may not get livecall")
              .contains("bind the roles");
          assertThat(operator.logWith("Namespace " + each.namespace() + " isn't served"))
              .hasSize(1);
          assertThat(read(operator, "/metrics")).contains(servedSeries(each, 0));
        }
        assertThat(read(operator, "/metrics")).contains(servedSeries(one, 1));

        new NamespacedRoles(home, false).bind(two);
        new NamespacedRoles(home, true).bind(three);

        teams.forEach(Team::awaitsReady);
        assertThat(operator.logWith("is served now")).hasSize(2);
        assertThat(operator.logWith("may be got but not watched")).hasSize(1);
        assertThat(read(operator, "/readyz")).doesNotContain("served");
        assertThat(read(operator, "/metrics"))
            .contains(servedSeries(two, 1), servedSeries(three, 1));
        teams.forEach(team -> team.changesKey("rotated000001"));
        teams.forEach(team -> await().atMost(SOON).until(() -> hasKey(team, "rotated000001")));
        teams.forEach(Team::leaves);
      }
    }
  }

  private static String servedSeries(TestCluster namespace, int value) {
    return "livecallback_namespace_served{watched_namespace=\""
        + namespace.namespace()
        + "\"} "
        + value;
  }

  private static String read(OperatorUnderTest operator, String path) throws IOException {
    Request request = new Request.Builder().url(operator.health() + path).build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
      return response.body().string();
    }
  }

  private static List<Team> teams(
      TestCluster home, List<TestCluster> watched, SimulatorUnderTest simulator) {
    return watched.stream()
        .map(each -> new Team(each, home.namespace(), each.namespace() + ".example.com", simulator))
        .toList();
  }

  private static boolean hasKey(Team team, String key) {
    return team.record().path("AuthKeyPrimary").asText().equals(key);
  }
}
