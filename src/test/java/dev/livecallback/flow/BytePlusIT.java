package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.through;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.SimulatorUnderTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two clouds: the operator's own one is of Volcengine, the account's one of BytePlus. */
@Flow(operator = false)
@DisplayName("An account of BytePlus")
class BytePlusIT {
  private static final int OBJECTS = 15;
  private static final List<String> ON_THE_WAY =
      List.of(Reason.QUEUED.word(), Reason.WRITING.word(), Reason.VERIFYING.word());

  private final SimulatorUnderTest bytePlus;
  private final Scene scene;
  private final CloudUser user;
  private final Callbacks callbacks;
  private final Accounts accounts;

  BytePlusIT(Scene scene) {
    this.scene = scene;
    bytePlus = Scene.simulator("--profile=byteplus");
    user = CloudUser.create(bytePlus, "2100000041", "abroad");
    callbacks = scene.callbacks();
    accounts = scene.accounts();
    scene.start(scene.operator().with("ALLOWED_ENDPOINTS", bytePlus.endpoint().toString()));
    accounts.secret("abroad", user.entries());
    accounts.create("abroad", of(bytePlus.endpoint()));
    accounts.awaitReady("abroad");
  }

  @AfterAll
  void ends() {
    bytePlus.close();
  }

  @Test
  void makesOneCallASecondOfEachActionAndItsObjectsSayHowFarTheyAre() {
    List<String> names = IntStream.range(0, OBJECTS).mapToObj("slow-%d"::formatted).toList();
    for (int i = 0; i < OBJECTS; i++) {
      create(names.get(i), "vhost/slow%d.example.com".formatted(i % 3), "push");
    }
    awaitThat(
        "the account to count them",
        () -> assertThat(accounts.get("abroad").statusOrEmpty().objects()).isEqualTo(OBJECTS));
    awaitThat("all to say something", () -> assertThat(slow()).allMatch(this::saysSomething));
    await("all to be Ready")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              List<LiveCallback> now = slow();
              assertThat(now).allSatisfy(this::isHonest);
              return now.stream().allMatch(object -> ready(object).holds());
            });

    for (String action : List.of("UpdateCallback", "DescribeCallback")) {
      assertThat(user.calls(action)).allMatch(call -> call.path("code").asText().isEmpty());
      List<Instant> sent = scene.sent(user.calls(action));
      assertThat(CallTimes.mostInASecond(sent)).as(action).isEqualTo(1);
    }
    assertThat(user.calls("UpdateCallback")).hasSize(OBJECTS);
    assertThat(scene.simulator().calls())
        .noneMatch(call -> call.path("scope").asText().contains("slow"));
  }

  @Test
  void hasNoAuditsOfPicturesAndSaysSo() {
    create("audited", "vhost/audited.example.com", "audit_snapshot");

    String message =
        ready(callbacks.awaitReason("audited", Reason.MESSAGE_TYPE_UNSUPPORTED)).message();

    assertThat(message).contains("BytePlus", "audit_snapshot");
    assertThat(user.calls())
        .noneMatch(call -> call.path("scope").asText().equals("vhost/audited.example.com"));
    callbacks.delete("audited");
    callbacks.awaitGone("audited");
  }

  @Test
  void atAnEndpointThatTheOperatorWasNotToldOfGetsNoCall() {
    CloudUser other = CloudUser.create(bytePlus, "2100000042", "elsewhere");
    accounts.secret("elsewhere", other.entries());
    // The same place by another name.
    URI alias = URI.create("http://localhost:" + bytePlus.endpoint().getPort());
    accounts.create("elsewhere", of(alias).replace("name: abroad", "name: elsewhere"));
    callbacks.create(
        "elsewhere",
        spec("vhost/elsewhere.example.com", "a", "push", "https://h/a", through("elsewhere")));

    String message =
        Accounts.ready(accounts.awaitReason("elsewhere", AccountReason.ENDPOINT_NOT_ALLOWED))
            .message();
    callbacks.awaitReason("elsewhere", Reason.ACCOUNT_NOT_READY);
    callbacks.awaitQuiet();

    assertThat(message).contains(alias.toString(), "ALLOWED_ENDPOINTS");
    assertThat(other.calls()).isEmpty();
    callbacks.delete("elsewhere");
    callbacks.awaitGone("elsewhere");
  }

  private static String of(URI endpoint) {
    return "{profile: BytePlus, endpoint: '%s', credentials: {secretRef: {name: abroad}}}"
        .formatted(endpoint);
  }

  private void create(String name, String scope, String messageType) {
    callbacks.create(name, spec(scope, name, messageType, "https://h/a", through("abroad")));
  }

  private List<LiveCallback> slow() {
    return callbacks.all().stream()
        .filter(object -> object.getMetadata().getName().startsWith("slow-"))
        .toList();
  }

  private boolean saysSomething(LiveCallback object) {
    return object.statusOrEmpty().condition(ConditionType.READY).isPresent();
  }

  private void isHonest(LiveCallback object) {
    boolean isReady = ready(object).holds();
    assertThat(Callbacks.holds(object, ConditionType.RECONCILING)).isEqualTo(!isReady);
    assertThat(object.statusOrEmpty().condition(ConditionType.STALLED)).isEmpty();
    if (!isReady) {
      assertThat(ON_THE_WAY).contains(ready(object).reason());
    }
  }
}
