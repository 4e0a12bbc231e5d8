package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.holds;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.DriftedField;
import dev.livecallback.api.LastDrift;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scope is read once a second; nothing but these sweeps looks at what is in sync. */
@Order(2) // it takes long: it begins early
@Flow(
    quota = 100,
    sync = "1s",
    simulator = {"--domain=*", "--domain=in.example.com=several.example.com"})
@DisplayName("The sweep")
record DriftIT(Scene scene, Callbacks callbacks, Console console) {
  private static final String SECOND_URL = "https://second.example.com/live";
  private static final String MANY = "vhost/many.example.com";
  private static final String ONE = "domain/one.example.com";

  @ParameterizedTest(name = "finds a record that somebody {0}, and it is put back")
  @MethodSource
  void repairs(String situation, String name, DriftedField difference, Runnable outside) {
    String scope = "vhost/" + name + ".example.com";
    scene.adopt(name, scope, "a", URL, "");
    String noPuts = scene.holdPuts(scope);

    outside.run();
    LiveCallback drifted =
        callbacks.awaitObject(
            name, object -> assertThat(holds(object, ConditionType.DRIFTED)).isTrue());
    assertThat(drifted.statusOrEmpty().drift()).containsExactly(difference);
    LastDrift seen = lastDrift(drifted);
    assertThat(seen.fields()).containsExactly(difference.field());
    assertThat(seen.correctedAt()).isNull();
    awaitThat(
        "a try to put it back",
        () -> assertThat(scene.calls(scope)).contains("UpdateCallback FlowLimitExceeded"));
    LiveCallback waiting = callbacks.awaitReason(name, Reason.THROTTLED);
    assertThat(holds(waiting, ConditionType.DRIFTED)).isTrue();
    assertThat(waiting.statusOrEmpty().drift()).containsExactly(difference);

    scene.simulator().removeFault(noPuts);
    LiveCallback repaired = callbacks.awaitReadyFor(name, Reason.IN_SYNC);
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(repaired.statusOrEmpty().condition(ConditionType.DRIFTED)).isPresent();
    assertThat(holds(repaired, ConditionType.DRIFTED)).isFalse();
    assertThat(repaired.statusOrEmpty().drift()).isEmpty();
    assertThat(repaired.statusOrEmpty().observed()).isNull();
    LastDrift told = lastDrift(repaired);
    assertThat(told.detectedAt()).isEqualTo(seen.detectedAt());
    assertThat(told.fields()).isEqualTo(seen.fields());
    assertThat(Instant.parse(Objects.requireNonNull(told.correctedAt())))
        .isAfterOrEqualTo(Instant.parse(told.detectedAt()));
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events(name)).containsExactly("DriftDetected", "DriftCorrected"));
  }

  Stream<Arguments> repairs() {
    return Stream.of(
        arguments(
            "edited",
            "edited",
            new DriftedField("callbackDetailList", URL, OTHER_URL),
            (Runnable) () -> console.put("vhost/edited.example.com", "a", "push", OTHER_URL)),
        arguments(
            "deleted",
            "deleted",
            new DriftedField("record", "present", "absent"),
            (Runnable) () -> console.delete("vhost/deleted.example.com", "a", "push")));
  }

  @Test
  void costsOneReadAScopeWhateverIsInItAndNothingElseIfNothingChanged() {
    List<String> many = IntStream.range(0, 8).mapToObj(i -> "many-" + i).toList();
    many.forEach(name -> callbacks.create(name, spec(MANY, name, "push", URL)));
    callbacks.create("one", spec(ONE, "", "push", URL));
    callbacks.create("left", spec("vhost/left.example.com", "a", "push", URL));
    callbacks.create("asleep", spec("vhost/asleep.example.com", "a", "push", URL));
    List<String> swept = Stream.concat(many.stream(), Stream.of("one")).toList();
    swept.forEach(callbacks::awaitReady);
    callbacks.awaitReady("left");
    callbacks.awaitReady("asleep");
    callbacks.annotate("asleep", WellKnown.PAUSED, "true");
    callbacks.awaitReadyFor("asleep", Reason.PAUSED);
    callbacks.delete("left");
    callbacks.awaitGone("left");
    callbacks.awaitQuiet();
    List<String> versions = swept.stream().map(callbacks::version).toList();
    int events = callbacks.events().size();
    scene.simulator().forgetCalls();

    awaitSweeps(ONE, 4);
    awaitSweeps(MANY, 4);

    for (String scope : List.of(MANY, ONE)) {
      assertThat(scene.calls(scope)).containsOnly("DescribeCallback");
      // Each scope has its own clock, give or take a tenth.
      assertThat(CallTimes.shortestGap(scene.sent(readsOf(scope))))
          .isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }
    assertThat(swept.stream().map(callbacks::version)).isEqualTo(versions);
    Callbacks.awaitThat(
        "the events to be told", () -> assertThat(callbacks.events()).hasSize(events));
    assertThat(scene.calls("vhost/left.example.com")).as("a scope out of use").isEmpty();
    assertThat(scene.calls("vhost/asleep.example.com")).as("a paused object's scope").isEmpty();
  }

  @Test
  void takesNeitherAnotherOrderOfUrlsNorAKeyThatIsNotShownForDrift() {
    String ordered = "vhost/ordered.example.com";
    String hidden = "vhost/hidden.example.com";
    scene.simulator().turn("{\"maskKey\":true}");
    try {
      callbacks.secret("signing", "drift-key-1");
      callbacks.create(
          "ordered",
          "{vhost: ordered.example.com, app: a, messageType: push, callbackDetailList: [{url: '%s'},"
                  .formatted(URL)
              + " {url: '%s'}]}".formatted(SECOND_URL));
      callbacks.create("hidden", spec(hidden, "a", "push", URL, signedBy("signing")));
      List<String> both = List.of("ordered", "hidden");
      both.forEach(callbacks::awaitReady);
      callbacks.awaitQuiet();
      List<String> versions = both.stream().map(callbacks::version).toList();
      String stored = console.list(ordered).getFirst();

      console.put(ordered, "a", "push", SECOND_URL, URL);
      assertThat(console.list(ordered)).doesNotContain(stored);
      awaitSweeps(ordered, 2);
      awaitSweeps(hidden, 2);

      assertThat(both.stream().map(callbacks::version)).isEqualTo(versions);
      assertThat(scene.puts(ordered)).isEqualTo(1);
      assertThat(scene.puts(hidden)).isEqualTo(1);
    } finally {
      scene.simulator().turn("{\"maskKey\":false}");
    }
  }

  @Test
  void findsSeveralRecordsForOneObjectOfWhichNoneIsTouched() {
    String scope = "vhost/several.example.com";
    scene.adopt("several", scope, "", URL, "");
    console.put("domain/in.example.com", "", "push", OTHER_URL);
    scene.simulator().turn("{\"vhostListsDomainRecords\":true}");
    try {
      awaitSweeps(scope, 2);
      // One of them is as the object says.
      assertThat(ready(callbacks.get("several")).holds()).isTrue();
      console.put(scope, "", "push", SECOND_URL);
      LiveCallback ambiguous = callbacks.awaitReason("several", Reason.AMBIGUOUS);
      assertThat(holds(ambiguous, ConditionType.STALLED)).isTrue();
      assertThat(holds(ambiguous, ConditionType.DRIFTED)).isTrue();
      assertThat(ready(ambiguous).message()).contains("several records");
      awaitSweeps(scope, 2);
      assertThat(scene.puts(scope)).isZero();
    } finally {
      scene.simulator().turn("{\"vhostListsDomainRecords\":false}");
    }

    callbacks.awaitReadyFor("several", Reason.IN_SYNC);
    assertThat(console.list(scope)).containsExactly("push " + URL);
    assertThat(console.list("domain/in.example.com")).containsExactly("push " + OTHER_URL);
  }

  @Test
  void findsForAMinuteWhatWasNotWrittenItIsStoredDifferentlyAndLeftSo() {
    String scope = "vhost/odd.example.com";
    String noPuts = scene.holdPuts(scope);
    callbacks.create("odd", spec(scope, "a", "push", URL));
    callbacks.awaitReason("odd", Reason.THROTTLED);
    String noReads = scene.holdReads(scope);
    scene.simulator().removeFault(noPuts);
    awaitThat("the Put", () -> assertThat(console.list(scope)).containsExactly("a push " + URL));
    console.put(scope, "a", "push", URL + "/?");
    scene.simulator().removeFault(noReads);
    long puts = scene.puts(scope);

    LiveCallback odd =
        callbacks.awaitLong(
            "odd",
            object ->
                assertThat(ready(object).reason()).isEqualTo(Reason.STORED_DIFFERENTLY.word()));
    assertThat(holds(odd, ConditionType.STALLED)).isTrue();
    assertThat(odd.statusOrEmpty().drift())
        .containsExactly(new DriftedField("callbackDetailList", URL, URL + "/?…"));
    awaitSweeps(scope, 3);
    assertThat(scene.puts(scope)).isEqualTo(puts);

    callbacks.edit("odd", "{\"callbackDetailList\":[{\"url\":\"%s/?\"}]}".formatted(URL));
    callbacks.awaitReadyFor("odd", Reason.IN_SYNC);
    callbacks.delete("odd");
    callbacks.awaitGone("odd");
    assertThat(console.list(scope)).isEmpty();
  }

  private List<JsonNode> readsOf(String scope) {
    return scene.simulator().calls("DescribeCallback").stream()
        .filter(call -> call.path("scope").asText().equals(scope))
        .toList();
  }

  private void awaitSweeps(String scope, int more) {
    long before = scene.reads(scope);
    awaitThat(
        "sweeps of " + scope,
        () -> assertThat(scene.reads(scope)).isGreaterThanOrEqualTo(before + more));
  }

  private static LastDrift lastDrift(LiveCallback object) {
    return Objects.requireNonNull(object.statusOrEmpty().lastDrift(), "status.lastDrift");
  }
}
