package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.ofSecret;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.account.Gate;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.testing.OperatorUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(1) // it takes longest: it begins first
@Flow(quota = GateIT.QUOTA, operator = false)
@DisplayName("With hundreds of objects, an account")
class GateIT {
  static final int QUOTA = 100;
  private static final String EDITED = "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}";

  private Scene scene;
  private Callbacks callbacks;
  private Accounts accounts;
  private CloudUser user;
  private OperatorUnderTest operator;

  @BeforeEach
  void opens(Scene scene) {
    this.scene = scene;
    callbacks = scene.callbacks();
    accounts = scene.accounts();
    user = CloudUser.create(scene.simulator(), "2100000031", "gated");
    accounts.secret("gated", user.entries());
    accounts.create("gated", ofSecret("gated", "allow: [{namespaces: ['*']}]"));
    operator =
        scene.start(
            scene.operator().with("DEFAULT_ACCOUNT", scene.cluster().namespace() + "/gated"));
  }

  @Test
  void whoseKeyIsRevokedCostsOneObjectsCallsAndThenAllGoAtTheQuotasPace() {
    List<String> edited = names("edited", 150);
    List<String> untouched = names("untouched", 100);
    List<String> fresh = names("new", 50);
    Stream.of(edited, untouched).flatMap(List::stream).forEach(this::create);
    awaitAll(250, object -> ready(object).holds());
    Map<String, String> versions = versions(untouched);
    scene.simulator().forgetCalls();

    user.lockOut();
    callbacks.edit(edited.getFirst(), EDITED);
    accounts.awaitReason("gated", AccountReason.CREDENTIALS_REJECTED);
    edited.stream().skip(1).forEach(name -> callbacks.edit(name, EDITED));
    fresh.forEach(this::create);
    awaitAll(
        300,
        object ->
            ready(object).holds()
                || ready(object).reason().equals(Reason.ACCOUNT_NOT_READY.word()));
    awaitThat(
        "some steps",
        () -> assertThat(user.calls("GetCallerIdentity")).hasSizeGreaterThanOrEqualTo(4));

    assertThat(liveCalls()).hasSize(1);
    assertThat(notReady()).hasSize(200).doesNotContainAnyElementsOf(untouched);
    assertThat(versions(untouched)).isEqualTo(versions);
    scene.simulator().forgetCalls();

    user.letIn();
    awaitAll(
        300,
        object ->
            ready(object).holds()
                && ready(object).observedGeneration() == object.getMetadata().getGeneration());
    assertThat(user.calls("UpdateCallback")).hasSize(200);
    assertThat(liveCalls()).allMatch(call -> call.path("code").asText().isEmpty());
    assertThat(CallTimes.mostInASecond(scene.sent(user.calls("UpdateCallback"))))
        .isLessThanOrEqualTo(QUOTA);
    assertThat(versions(untouched)).isEqualTo(versions);
    accounts.awaitReady("gated");
  }

  @Test
  void thatMayNotWriteOneVhostHasItsObjectsWaitAndGoesOnWithTheOthers() {
    List<String> waiting = names("denied", 40);
    String scope = "vhost/denied.example.com";
    String denial = user.deny("UpdateCallback", scope);
    waiting.forEach(name -> callbacks.create(name, spec(scope, name, "push", "https://h/a")));
    awaitAll(40, object -> ready(object).reason().equals(Reason.ACCOUNT_NOT_READY.word()));
    List<String> others = names("other", 20);
    others.forEach(this::create);
    others.forEach(name -> callbacks.awaitReadyFor(name, Reason.IN_SYNC));

    long first = scene.puts(scope);
    long read = scene.reads(scope);
    assertThat(first)
        .as("those in flight before it is known, and perhaps some steps since")
        .isLessThan(CallQueue.MAX_IN_FLIGHT + 5);
    awaitThat("the next step", () -> assertThat(scene.puts(scope)).isGreaterThan(first));
    assertThat(scene.puts(scope)).isEqualTo(first + 1);
    assertThat(scene.reads(scope)).isEqualTo(read);
    assertThat(ready(callbacks.get(waiting.getFirst())).message())
        .contains("UpdateCallback", scope);
    accounts.awaitReady("gated");

    callbacks.edit(others.getFirst(), EDITED);
    callbacks.awaitReadyFor(others.getFirst(), Reason.IN_SYNC);
    scene.simulator().allow(denial);
    waiting.forEach(name -> callbacks.awaitReadyFor(name, Reason.IN_SYNC));
    assertThat(scene.calls(scope).stream().filter("UpdateCallback"::equals)).hasSize(40);
  }

  @Test
  void staysOpenForTheOthersWhileSomeVhostsFail() {
    List<String> failing = names("failing", 2 * Gate.UNAVAILABLE_IN_A_ROW);
    List<String> others = names("other", 20);
    others.forEach(this::create);
    others.forEach(name -> callbacks.awaitReadyFor(name, Reason.IN_SYNC));
    String fault =
        scene
            .simulator()
            .addFault(
                "{\"action\":\"DescribeCallback\",\"effect\":\"error\",\"status\":503,\"code\":\"Busy\"}");
    failing.forEach(
        name -> callbacks.create(name, spec(failingScope(name), "a", "push", "https://h/a")));
    failing.forEach(name -> callbacks.awaitReason(name, Reason.API_UNAVAILABLE));
    scene.simulator().removeFault(fault);

    callbacks.edit(others.getFirst(), EDITED);
    failing.forEach(name -> callbacks.awaitReadyFor(name, Reason.IN_SYNC));
    callbacks.awaitReadyFor(others.getFirst(), Reason.IN_SYNC);
    assertThat(operator.logWith("can't be used")).isEmpty();
  }

  private static String failingScope(String name) {
    return "vhost/" + name + ".example.com";
  }

  private static List<String> names(String stem, int count) {
    return IntStream.range(0, count).mapToObj(i -> stem + "-" + i).toList();
  }

  /** Ten objects have a vhost in common. */
  private void create(String name) {
    String number = name.substring(name.indexOf('-') + 1);
    String vhost =
        name.substring(0, name.indexOf('-') + 1) + number.substring(0, number.length() - 1);
    callbacks.create(name, spec("vhost/" + vhost + "x.example.com", name, "push", "https://h/a"));
  }

  /** To look at so many takes a while itself. */
  private void awaitAll(int count, Predicate<LiveCallback> like) {
    await("all objects")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(callbacks.all())
                    .hasSize(count)
                    .allMatch(
                        object ->
                            !object.statusOrEmpty().conditions().isEmpty() && like.test(object)));
  }

  private Map<String, String> versions(List<String> names) {
    return callbacks.all().stream()
        .filter(object -> names.contains(object.getMetadata().getName()))
        .collect(
            Collectors.toMap(
                object -> object.getMetadata().getName(),
                object -> object.getMetadata().getResourceVersion()));
  }

  private List<String> notReady() {
    return callbacks.all().stream()
        .filter(object -> !ready(object).holds())
        .map(object -> object.getMetadata().getName())
        .toList();
  }

  private List<JsonNode> liveCalls() {
    return user.calls().stream()
        .filter(call -> call.path("action").asText().endsWith("Callback"))
        .toList();
  }
}
