package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two operators as processes of their own, with an import between them that takes a while. */
@Order(1) // it takes longest: it begins first
@Execution(ExecutionMode.CONCURRENT) // each of its tests has its own scene
@Flow(operator = false)
@DisplayName("Of two replicas one acts")
class LeaderElectionIT {
  private static final Duration END = Duration.ofMinutes(2);
  private static final int LIMIT = 10;
  private static final int MANY = 200;

  @Test
  void whileTheOtherStandsByReadyWithNothingPlannedSentOrWritten(Scene scene, TestCluster cluster)
      throws Exception {
    Replica one = Replica.start(scene, "one");
    one.awaitLeads();
    Replica two = Replica.start(scene, "two");
    two.awaitStandsBy(one);

    scene.callbacks().create("a", spec("vhost/a.example.com", "a", "push", "https://h/a"));
    scene.callbacks().awaitReady("a");
    scene.callbacks().edit("a", "{\"callbackDetailList\":[{\"url\":\"https://h/b\"}]}");
    scene.callbacks().awaitReady("a");

    assertThat(readiness(one)).startsWith("200 ok, leading");
    assertThat(readiness(two)).startsWith("200 ok, standby, one_");
    assertThat(two.calls()).isEmpty();
    assertThat(two.operator().logWith("Planned")).isEmpty();
    assertThat(two.operator().logWith("\"WARN\""))
        .as("it says no more than that this cluster has no admission policies")
        .allMatch(line -> line.contains("Admission policies that aren't in force"));
    assertThat(one.operator().logWith("Planned")).isNotEmpty();
    assertThat(two.operator().terminate()).isZero();
    assertThat(one.operator().process().isAlive()).isTrue();
    assertThat(holder(cluster)).startsWith("one_");
  }

  @Test
  void andOnSigtermTheOtherGoesOnAtOnceWithNoWriteRepeatedAndNoCallTooMany(Scene scene) {
    Replica one = Replica.start(scene, "one");
    one.awaitLeads();
    Replica two = Replica.start(scene, "two");
    two.awaitStandsBy(one);
    imports(scene);
    awaitWrites(one);

    assertThat(one.operator().terminate()).isZero();

    assertThat(one.operator().logWith("Gave the lease back")).hasSize(1);
    awaitImported(scene);
    two.assertTookOverFrom(one);
    assertNothingTwice(scene, one, 0);
    assertThat(two.operator().logWith("\"ERROR\"")).isEmpty();
  }

  @Test
  void andWhenItIsKilledTheOtherGoesOnWhenTheLeaseHasRunOut(Scene scene) {
    Replica one = Replica.start(scene, "one");
    one.awaitLeads();
    Replica two = Replica.start(scene, "two");
    two.awaitStandsBy(one);
    imports(scene);
    awaitWrites(one);

    one.operator().kill();

    two.awaitLeads();
    assertThat(two.operator().logWith("Gave the lease back")).isEmpty();
    awaitImported(scene);
    two.assertTookOverFrom(one);
    assertNothingTwice(scene, one, CallQueue.MAX_IN_FLIGHT);
  }

  @Test
  void andOneThatStoodStillMeanwhileSendsNothingWhenItGoesOnAndEnds(Scene scene) {
    Replica one = Replica.start(scene, "one");
    one.awaitLeads();
    Replica two = Replica.start(scene, "two");
    two.awaitStandsBy(one);
    imports(scene);
    awaitWrites(one);

    one.operator().process().freeze();
    two.awaitLeads();
    awaitThat("the other to read", () -> assertThat(two.calls()).isNotEmpty());
    assertThat(scene.simulator().records()).hasSizeLessThan(MANY);
    one.operator().process().thaw();

    assertThat(one.operator().process().awaitExit(END)).isEqualTo(1);
    assertThat(one.operator().logWith("Lost: ")).hasSize(1);
    assertNoStackTrace(one);
    awaitImported(scene);
    two.assertTookOverFrom(one);
    assertNothingTwice(scene, one, CallQueue.MAX_IN_FLIGHT);
  }

  @Test
  void andOneThatTheApiServerIsLostToSendsNothingAnyMoreAndEnds(Scene scene, TestCluster cluster) {
    URI apiServer = URI.create(cluster.client().getMasterUrl().toString());
    try (Wire wire = Wire.to(apiServer)) {
      Replica one =
          Replica.start(
              scene,
              "one",
              scene.operator().with("KUBECONFIG", wire.through(cluster.kubeconfig()).toString()));
      one.awaitLeads();
      Replica two = Replica.start(scene, "two");
      two.awaitStandsBy(one);
      scene
          .callbacks()
          .create("healthy", spec("vhost/healthy.example.com", "a", "push", "https://h/h"));
      String version = settled(scene, "healthy");
      imports(scene);
      awaitWrites(one);

      wire.cut();

      assertThat(one.operator().process().awaitExit(END)).isEqualTo(1);
      assertThat(one.operator().logWith("Lost: The lease couldn't be renewed for 15 s")).hasSize(1);
      assertNoStackTrace(one);
      awaitImported(scene);
      two.assertTookOverFrom(one);
      assertNothingTwice(scene, one, CallQueue.MAX_IN_FLIGHT);
      assertThat(scene.callbacks().version("healthy")).isEqualTo(version);
    }
  }

  /** A line says it, not each object that was about to be written. */
  private static void assertNoStackTrace(Replica replica) {
    assertThat(replica.operator().logWith("\"throwable\":{")).isEmpty();
  }

  private static String settled(Scene scene, String name) {
    scene.callbacks().awaitReady(name);
    scene.callbacks().awaitQuiet();
    return scene.callbacks().version(name);
  }

  private static void imports(Scene scene) {
    IntStream.range(0, MANY)
        .forEach(
            i ->
                scene
                    .callbacks()
                    .create(
                        "many-" + i,
                        spec(
                            "vhost/import%d.example.com".formatted(i % 10),
                            "app" + i,
                            "push",
                            "https://h/import")));
  }

  private static void awaitWrites(Replica leader) {
    awaitThat(
        "the import to be under way",
        () -> {
          assertThat(leader.operator().logWith("\"ERROR\"")).isEmpty();
          assertThat(leader.calls("UpdateCallback")).hasSizeGreaterThan(2 * LIMIT);
        });
  }

  private static void awaitImported(Scene scene) {
    IntStream.range(0, MANY)
        .forEach(i -> scene.callbacks().awaitLong("many-" + i, LeaderElectionIT::isReady));
  }

  private static void isReady(LiveCallback object) {
    assertThat(Callbacks.ready(object).holds()).isTrue();
  }

  /**
   * @param mostUntold how many calls of the first one may have ended without its knowing
   */
  private static void assertNothingTwice(Scene scene, Replica one, int mostUntold) {
    List<JsonNode> puts = scene.simulator().calls("UpdateCallback");
    Map<String, Long> byKey =
        puts.stream()
            .collect(
                Collectors.groupingBy(
                    call -> call.path("scope").asText() + " " + call.path("app").asText(),
                    Collectors.counting()));
    assertThat(byKey).allSatisfy((key, times) -> assertThat(times).as(key).isEqualTo(1));
    assertThat(byKey).hasSizeGreaterThanOrEqualTo(MANY);
    assertNoneTooMany(scene, one, mostUntold, puts);
    assertNoneTooMany(scene, one, mostUntold, scene.simulator().calls("DescribeCallback"));
    assertThat(scene.simulator().calls("DeleteCallback")).isEmpty();
  }

  /** Of both together; what the first was killed over it couldn't tell of. */
  private static void assertNoneTooMany(
      Scene scene, Replica one, int mostUntold, List<JsonNode> calls) {
    CallTimes times = scene.times();
    List<JsonNode> untold =
        calls.stream().filter(call -> one.made(call) && times.sent(call).isEmpty()).toList();
    List<JsonNode> told = calls.stream().filter(call -> !untold.contains(call)).toList();
    assertThat(untold).hasSizeLessThanOrEqualTo(mostUntold);
    assertThat(CallTimes.mostInASecond(scene.sent(told))).isLessThanOrEqualTo(LIMIT);
  }

  private static String holder(TestCluster cluster) {
    return cluster
        .client()
        .leases()
        .inNamespace(cluster.namespace())
        .withName("live-callback-operator")
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  private static String readiness(Replica replica) throws Exception {
    Request request = new Request.Builder().url(replica.operator().health() + "/readyz").build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      return response.code() + " " + response.body().string();
    }
  }
}
