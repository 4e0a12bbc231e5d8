package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each object meets its trouble in a vhost of its own, all of them at once. */
@Flow(operator = false)
@DisplayName("The operator gets along with")
class CloudFailuresIT {
  private final Scene scene;
  private final Callbacks callbacks;
  private long began;
  private List<String> known = Stream.of(1, 2, 3).map("marker%d.example.com"::formatted).toList();

  CloudFailuresIT(Scene scene) {
    this.scene = scene;
    callbacks = scene.callbacks();
  }

  @BeforeAll
  void meetsAllTroubleAtOnce() {
    know(
        Stream.concat(
            passing().map(each -> (String) each.get()[1]), Stream.of("content", "stale")));
    passing()
        .map(Arguments::get)
        .forEach(
            each -> {
              String name = (String) each[1];
              scene.spoil((String) each[2], scope(name), (String) each[3] + ",\"count\":1");
              callbacks.create(name, spec(scope(name), "a", "push", URL));
            });
    callbacks.create("nowhere-a", spec(scope("nowhere"), "a", "push", URL));
    callbacks.create("nowhere-b", spec(scope("nowhere"), "b", "push", URL));
    began = System.nanoTime();
    scene.start();
  }

  @ParameterizedTest(name = "{0}: {4} writes")
  @MethodSource
  void passing(String trouble, String name, String action, String effect, long puts) {
    callbacks.awaitReady(name);

    assertThat(scene.records(scope(name))).hasSize(1);
    assertThat(scene.puts(scope(name))).isEqualTo(puts);
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        put("a throttled write (429)", "put429", "\"effect\":\"throttle\"", 2),
        put("a throttled write (400)", "put400", error(400, "AccountFlowLimitExceeded"), 2),
        read("a throttled read", "read429", "\"effect\":\"throttle\""),
        put("a write that fails with 503", "put503", "\"effect\":\"httpStatus\",\"status\":503", 2),
        read("a read that fails with 500", "read500", "\"effect\":\"httpStatus\",\"status\":500"),
        read(
            "a load balancer's page",
            "read502",
            "\"effect\":\"httpStatus\",\"status\":502,\"json\":false"),
        put("CommonErr for a write", "putcommon", "\"effect\":\"commonErr\"", 2),
        read("CommonErr for a read", "readcommon", "\"effect\":\"commonErr\",\"codeN\":true"),
        put(
            "a connection that is dropped on a write",
            "putdrop",
            "\"effect\":\"dropConnection\"",
            2),
        put(
            "a write that is carried out and not answered",
            "putlost",
            "\"effect\":\"appliedThenTimeout\",\"delayMillis\":0",
            1),
        put(
            "a write that is carried out after its connection broke",
            "putlate",
            "\"effect\":\"appliedLate\",\"delayMillis\":1500",
            1),
        put("half an answer to a write", "puthalf", "\"effect\":\"truncated\"", 1),
        read("half an answer to a read", "readhalf", "\"effect\":\"truncated\""),
        put("a slow write", "putslow", "\"effect\":\"slow\",\"delayMillis\":2000", 1),
        read("a slow read", "readslow", "\"effect\":\"slow\",\"delayMillis\":2000"));
  }

  @Test
  void aVhostThatIsNotThereOneObjectAsksNowAndThenAndAllOfItComesRight() {
    LiveCallback oldest = callbacks.awaitReason("nowhere-a", Reason.SCOPE_NOT_FOUND);
    callbacks.awaitReason("nowhere-b", Reason.SCOPE_NOT_FOUND);
    assertThat(ready(oldest).message()).contains(scope("nowhere"));
    assertThat(oldest.statusOrEmpty().condition(ConditionType.RECONCILING)).isPresent();
    callbacks.awaitQuiet();
    assertThat(appsRefused()).isNotEmpty().containsOnly("a");

    know(Stream.of("nowhere"));
    callbacks.awaitLong("nowhere-a", object -> assertThat(ready(object).holds()).isTrue());
    callbacks.awaitLong("nowhere-b", object -> assertThat(ready(object).holds()).isTrue());

    assertThat(scene.records(scope("nowhere"))).hasSize(2);
    assertThat(appsRefused())
        .containsOnly("a")
        .hasSizeLessThanOrEqualTo(
            Steps.SCOPE_MISSING.most(Duration.ofNanos(System.nanoTime() - began)));
    assertThat(scene.puts(scope("nowhere"))).isEqualTo(appsRefused().size() + 2);
  }

  /** The app of each write to the vhost that isn't there. */
  private List<String> appsRefused() {
    return scene.simulator().calls("UpdateCallback").stream()
        .filter(call -> call.path("scope").asText().equals(scope("nowhere")))
        .filter(call -> !call.path("code").asText("").isEmpty())
        .map(call -> call.path("app").asText())
        .toList();
  }

  @Test
  void contentThatTheApiRefusesUntilTheObjectIsEdited() {
    String fault = scene.spoil("UpdateCallback", scope("content"), error(400, "InvalidParam.Url"));
    callbacks.create("content", spec(scope("content"), "a", "push", "https://bad/x"));
    LiveCallback refused = callbacks.awaitReason("content", Reason.REJECTED_BY_API);
    assertThat(refused.statusOrEmpty().condition(ConditionType.STALLED)).isPresent();
    assertThat(refused.statusOrEmpty().records()).isEmpty();
    assertThat(ready(refused).message()).contains("InvalidParam.Url");
    scene.simulator().removeFault(fault);

    callbacks.edit("content", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(URL));
    callbacks.awaitReady("content");

    assertThat(scene.calls(scope("content")))
        .containsSubsequence("UpdateCallback InvalidParam.Url", "UpdateCallback");
    assertThat(scene.puts(scope("content"))).isEqualTo(2);
    Callbacks.awaitThat(
        "the events to be told",
        () -> assertThat(callbacks.events("content")).containsExactly("RejectedByApi", "Created"));
  }

  @Test
  void readsThatAreOlderThanItsWritesWithoutWritingTwice() {
    passing().map(each -> (String) each.get()[1]).forEach(callbacks::awaitReady);
    scene.simulator().turn("{\"staleReadMillis\":1500}");
    try {
      callbacks.create("stale", spec(scope("stale"), "a", "push", URL));
      callbacks.awaitReady("stale");
      assertThat(scene.puts(scope("stale"))).isEqualTo(1);

      callbacks.edit("stale", "{\"callbackDetailList\":[{\"url\":\"https://h/2\"}]}");
      callbacks.awaitReady("stale");
      assertThat(scene.puts(scope("stale"))).isEqualTo(2);

      callbacks.delete("stale");
      callbacks.awaitGone("stale");
      assertThat(scene.records(scope("stale"))).isEmpty();
      assertThat(scene.removes(scope("stale"))).isEqualTo(1);
    } finally {
      scene.simulator().turn("{\"staleReadMillis\":0}");
    }
  }

  /** From now on the account knows these vhosts too, and no others but those that it knew. */
  private void know(Stream<String> names) {
    known = Stream.concat(known.stream(), names.map(name -> name + ".example.com")).toList();
    scene
        .simulator()
        .addAccount(
            "{\"account\":\"%s\",\"vhosts\":[%s]}"
                .formatted(
                    SimulatorUnderTest.ACCOUNT,
                    known.stream()
                        .map(vhost -> "\"" + vhost + "\"")
                        .collect(Collectors.joining(","))));
  }

  private static Arguments put(String trouble, String name, String effect, long puts) {
    return arguments(trouble, name, "UpdateCallback", effect, puts);
  }

  private static Arguments read(String trouble, String name, String effect) {
    return arguments(trouble, name, "DescribeCallback", effect, 1L);
  }

  private static String error(int status, String code) {
    return "\"effect\":\"error\",\"status\":%d,\"code\":\"%s\"".formatted(status, code);
  }

  private static String scope(String name) {
    return "vhost/" + name + ".example.com";
  }
}
