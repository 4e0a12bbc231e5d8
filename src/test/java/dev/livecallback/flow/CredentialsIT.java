package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(2) // it takes long: it begins early
@Flow(quota = 50, operator = false)
@DisplayName("An account")
class CredentialsIT {
  private static final List<String> HUNDRED =
      IntStream.range(0, 100).mapToObj("many-%d"::formatted).toList();
  private static final String NOWHERE = "http://127.0.0.1:1";

  private Scene scene;
  private Callbacks callbacks;

  @BeforeEach
  void opens(Scene scene) {
    this.scene = scene;
    callbacks = scene.callbacks();
  }

  @Test
  void whoseSecretIsWrongCostsOneCallForAHundredObjectsTheRightOneFreesAll() {
    createHundred();

    OperatorUnderTest refused = scene.start(wrongSecretOperator());
    awaitHundred(Reason.ACCOUNT_NOT_READY);
    awaitThat(
        "STS to be asked again and again",
        () -> assertThat(calls("GetCallerIdentity")).hasSizeGreaterThanOrEqualTo(4));
    assertThat(liveCalls()).hasSizeLessThanOrEqualTo(1);
    assertThat(ready(callbacks.get("many-0")).message()).contains("secret access key");
    refused.terminate();
    scene.simulator().forgetCalls();

    OperatorUnderTest withoutSts = scene.start(wrongSecretOperator().with("STS_ENDPOINT", NOWHERE));
    awaitThat(
        "the Live API to be asked again and again",
        () -> assertThat(liveCalls()).hasSizeGreaterThanOrEqualTo(3));
    awaitHundred(Reason.ACCOUNT_NOT_READY);
    withoutSts.terminate();
    // Each step asks STS first, and that is logged.
    assertThat(liveCalls()).hasSizeLessThanOrEqualTo(withoutSts.logWith("STS: ").size());
    scene.simulator().forgetCalls();

    scene.start();
    HUNDRED.forEach(callbacks::awaitReady);

    assertThat(scene.simulator().records()).hasSize(100);
    assertThat(calls("UpdateCallback")).hasSize(100);
    assertThat(liveCalls()).allMatch(call -> call.path("code").asText().isEmpty());
  }

  @Test
  void whoseEndpointAnswersWithWebPagesSaysSoAndIsAskedNowAndThen() throws Exception {
    createHundred();
    try (MockWebServer pages = new MockWebServer()) {
      pages.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse.Builder()
                  .addHeader("Content-Type", "text/html")
                  .body("<html>Welcome</html>")
                  .build();
            }
          });
      pages.start();
      long began = System.nanoTime();
      scene.start(at(pages.url("/").uri()));

      awaitHundred(Reason.ACCOUNT_NOT_READY);
      awaitThat("some steps", () -> assertThat(pages.getRequestCount()).isGreaterThanOrEqualTo(4));

      assertThat(ready(callbacks.get("many-0")).message())
          .contains("this is not the live API")
          .contains("LIVE_ENDPOINT");
      // A call for each object would be a hundred; a step takes two at most.
      int requests = pages.getRequestCount();
      Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
      assertThat(requests).isLessThanOrEqualTo(2 * Steps.GATE.most(elapsed));
    }
  }

  @Test
  void whoseEndpointRefusesConnectionsSaysSoAndItsObjectsAreNotStalled() {
    callbacks.create("lonely", spec("vhost/lonely.example.com", "a", "push", "https://h/l"));
    scene.start(at(URI.create(NOWHERE)));

    var lonely = callbacks.awaitReason("lonely", Reason.API_UNAVAILABLE);

    assertThat(ready(lonely).message())
        .contains("refused the connection")
        .contains("LIVE_ENDPOINT");
    assertThat(lonely.statusOrEmpty().condition(ConditionType.RECONCILING)).isPresent();
    assertThat(lonely.statusOrEmpty().condition(ConditionType.STALLED)).isEmpty();
  }

  @Test
  void whoseKeyIsRevokedKeepsVerifiedObjectsReadyAndTellsThoseWithWorkPending() {
    List<String> verified = List.of("verified-a", "verified-b");
    verified.forEach(
        name ->
            callbacks.create(
                name, spec("vhost/verified.example.com", name, "push", "https://h/v")));
    callbacks.create("worked-on", spec("vhost/verified.example.com", "c", "push", "https://h/v"));
    scene.start();
    verified.forEach(callbacks::awaitReady);
    callbacks.awaitReady("worked-on");
    List<String> versions = verified.stream().map(callbacks::version).toList();

    scene.simulator().revoke(SimulatorUnderTest.ACCESS_KEY_ID);
    callbacks.create("late", spec("vhost/late.example.com", "a", "push", "https://h/v"));
    callbacks.awaitReason("late", Reason.ACCOUNT_NOT_READY);
    callbacks.edit("worked-on", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    callbacks.awaitReason("worked-on", Reason.ACCOUNT_NOT_READY);
    assertThat(ready(callbacks.get("late")).message())
        .contains("access key is unknown or disabled")
        .doesNotContain(SimulatorUnderTest.ACCESS_KEY_ID);
    assertThat(verified.stream().map(callbacks::version)).isEqualTo(versions);

    callbacks.delete("worked-on");
    var blocked = callbacks.awaitReason("worked-on", Reason.DELETE_BLOCKED);
    assertThat(ready(blocked).message()).contains("deletionPolicy").contains("Orphan");

    scene
        .simulator()
        .addAccount(
            "{\"account\":\"%s\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\"}"
                .formatted(
                    SimulatorUnderTest.ACCOUNT,
                    SimulatorUnderTest.ACCESS_KEY_ID,
                    SimulatorUnderTest.SECRET_ACCESS_KEY));
    callbacks.awaitReady("late");
    callbacks.awaitGone("worked-on");
    assertThat(verified.stream().map(callbacks::version)).isEqualTo(versions);
    assertThat(scene.records("vhost/verified.example.com")).hasSize(2);
  }

  private void createHundred() {
    for (int i = 0; i < 100; i++) {
      String scope = "vhost/many%d.example.com".formatted(i / 10);
      callbacks.create(HUNDRED.get(i), spec(scope, "app" + i, "push", "https://h/many"));
    }
  }

  private void awaitHundred(Reason reason) {
    awaitThat(
        "all objects to say " + reason,
        () ->
            assertThat(callbacks.all())
                .hasSize(100)
                .allSatisfy(
                    object -> {
                      assertThat(object.statusOrEmpty().conditions()).isNotEmpty();
                      assertThat(ready(object).reason()).isEqualTo(reason.word());
                    }));
  }

  private OperatorUnderTest.Builder wrongSecretOperator() {
    return scene
        .operator()
        .with("SECRET_ACCESS_KEY", "d3Jvbmctc2VjcmV0LXdyb25n")
        .with("LIVE_QUOTA", "50");
  }

  private OperatorUnderTest.Builder at(URI cloud) {
    return OperatorUnderTest.of(scene.cluster().kubeconfig(), cloud)
        .watching(scene.cluster().namespace());
  }

  private List<JsonNode> calls(String action) {
    return scene.simulator().calls(action);
  }

  private List<JsonNode> liveCalls() {
    return scene.simulator().calls().stream()
        .filter(call -> call.path("action").asText().endsWith("Callback"))
        .toList();
  }
}
