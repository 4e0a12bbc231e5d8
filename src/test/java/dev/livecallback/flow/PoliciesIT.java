package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.holds;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ConditionType;
import dev.livecallback.api.DriftedField;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No sweep comes along here: a look at the record is taken when a test asks for one. */
@Flow(quota = 100)
@DisplayName("A person can have")
record PoliciesIT(Scene scene, Callbacks callbacks, Console console) {
  private static final String THIRD_URL = "https://third.example.com/live";

  @Test
  void aRecordWatchedAndNeverWrittenUntilTheObjectIsToldToEnforceIt() {
    String scope = "vhost/observed.example.com";
    console.put(scope, "a", "push", OTHER_URL);
    callbacks.create(
        "observed",
        spec(scope, "a", "push", URL, "managementPolicy: Observe, adoptionPolicy: Adopt"));

    LiveCallback watching = callbacks.awaitReadyFor("observed", Reason.DRIFT_TOLERATED);
    assertThat(holds(watching, ConditionType.DRIFTED)).isTrue();
    assertThat(watching.statusOrEmpty().drift())
        .containsExactly(new DriftedField("callbackDetailList", URL, OTHER_URL));
    assertThat(observedUrls(watching)).containsExactly(OTHER_URL);
    assertThat(watching.statusOrEmpty().records()).isEmpty();
    console.put(scope, "a", "push", THIRD_URL);
    assertThat(observedUrls(callbacks.lookAgain("observed"))).containsExactly(THIRD_URL);
    assertThat(scene.calls(scope)).containsOnly("DescribeCallback");

    callbacks.edit("observed", "{\"managementPolicy\":\"Enforce\"}");
    LiveCallback enforcing = callbacks.awaitReadyFor("observed", Reason.IN_SYNC);
    assertThat(holds(enforcing, ConditionType.DRIFTED)).isFalse();
    assertThat(enforcing.statusOrEmpty().drift()).isEmpty();
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(scene.puts(scope)).isEqualTo(1);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.told("observed", "ReplacedExisting"))
                .singleElement()
                .asString()
                .contains(THIRD_URL));
  }

  @Test
  void anEnforcedRecordWatchedForAWhileThenRepairedAndInTheEndLeft() {
    String scope = "vhost/watched.example.com";
    scene.adopt("watched", scope, "a", URL, "");

    callbacks.edit("watched", "{\"managementPolicy\":\"Observe\"}");
    callbacks.awaitReadyFor("watched", Reason.IN_SYNC);
    console.put(scope, "a", "push", OTHER_URL);
    callbacks.lookAgain("watched");
    callbacks.awaitReadyFor("watched", Reason.DRIFT_TOLERATED);
    assertThat(scene.puts(scope)).isZero();

    callbacks.edit("watched", "{\"managementPolicy\":\"Enforce\"}");
    callbacks.awaitReadyFor("watched", Reason.IN_SYNC);
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(scene.puts(scope)).isEqualTo(1);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("watched"))
                .containsExactly("DriftTolerated", "DriftCorrected"));

    callbacks.edit("watched", "{\"managementPolicy\":\"Observe\"}");
    callbacks.awaitReadyFor("watched", Reason.IN_SYNC);
    callbacks.delete("watched");
    callbacks.awaitGone("watched");
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(scene.removes(scope)).isZero();
  }

  @Test
  void editsWrittenAndOutsideChangesLeftUntilDriftedIsWaitedForToBeFalse() {
    String scope = "vhost/onchange.example.com";
    scene.adopt("onchange", scope, "a", URL, "managementPolicy: ApplyOnChange");

    console.put(scope, "a", "push", OTHER_URL);
    callbacks.lookAgain("onchange");
    LiveCallback left = callbacks.awaitReadyFor("onchange", Reason.DRIFT_TOLERATED);
    assertThat(holds(left, ConditionType.DRIFTED)).isTrue();
    assertThat(left.statusOrEmpty().condition(ConditionType.STALLED)).isEmpty();
    assertThat(scene.puts(scope)).isZero();

    callbacks.edit("onchange", urls(THIRD_URL));
    scene
        .cluster()
        .kubectl("wait", "--for=condition=Drifted=False", "--timeout=60s", "lcb/onchange")
        .succeeded();
    callbacks.awaitReadyFor("onchange", Reason.IN_SYNC);
    assertThat(console.list(scope)).containsExactly("a push " + THIRD_URL);
    assertThat(scene.puts(scope)).isEqualTo(1);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("onchange")).containsExactly("DriftTolerated", "Updated"));
  }

  @Test
  void aRecordThatWasThereReplacedWithTheCommandOfTheMessageThatStoppedIt() {
    String scope = "vhost/replaced.example.com";
    console.put(scope, "a", "push", OTHER_URL);
    callbacks.create("replaced", spec(scope, "a", "push", URL));
    LiveCallback stopped = callbacks.awaitReason("replaced", Reason.ALREADY_EXISTS);
    assertThat(ready(stopped).message()).contains("callbackDetailList");
    assertThat(stopped.statusOrEmpty().drift())
        .containsExactly(new DriftedField("callbackDetailList", URL, OTHER_URL));
    assertThat(scene.puts(scope)).isZero();

    scene.follow(MessageCommands.with("Adopt", ready(stopped).message()));
    callbacks.awaitReadyFor("replaced", Reason.IN_SYNC);

    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(scene.puts(scope)).isEqualTo(1);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("replaced"))
                .containsExactly("AlreadyExists", "ReplacedExisting", "Created"));
    assertThat(callbacks.told("replaced", "ReplacedExisting").getFirst()).contains(OTHER_URL);
  }

  @Test
  void nothingDoneAtAllForAnObjectNeitherEditsNorDeletionUntilItIsResumed() {
    String scope = "vhost/paused.example.com";
    List<String> both = List.of("paused-edited", "paused-deleted");
    both.forEach(name -> callbacks.create(name, spec(scope, name, "push", URL)));
    both.forEach(callbacks::awaitReady);
    both.forEach(name -> callbacks.annotate(name, WellKnown.PAUSED, "true"));
    both.forEach(name -> callbacks.awaitReadyFor(name, Reason.PAUSED));
    long generation = callbacks.get("paused-edited").getMetadata().getGeneration();
    int calls = scene.calls(scope).size();

    callbacks.edit("paused-edited", urls(THIRD_URL));
    callbacks.annotate("paused-edited", WellKnown.RECONCILE_REQUESTED_AT, "now");
    callbacks.delete("paused-deleted");
    callbacks.awaitQuiet();

    assertThat(scene.calls(scope)).hasSize(calls);
    LiveCallback paused = callbacks.get("paused-edited");
    assertThat(paused.getMetadata().getGeneration()).isGreaterThan(generation);
    assertThat(paused.statusOrEmpty().observedGeneration()).isEqualTo(generation);
    assertThat(ready(paused).reason()).isEqualTo(Reason.PAUSED.word());
    assertThat(ready(callbacks.get("paused-deleted")).reason()).isEqualTo(Reason.PAUSED.word());
    assertThat(console.list(scope))
        .containsExactlyInAnyOrder("paused-edited push " + URL, "paused-deleted push " + URL);

    callbacks.removeAnnotation("paused-edited", WellKnown.PAUSED);
    callbacks.annotate("paused-deleted", WellKnown.PAUSED, "false");
    callbacks.awaitReadyFor("paused-edited", Reason.IN_SYNC);
    callbacks.awaitGone("paused-deleted");
    assertThat(console.list(scope)).containsExactly("paused-edited push " + THIRD_URL);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("paused-edited"))
                .containsExactly("Created", "Paused", "Resumed", "Updated"));
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("paused-deleted"))
                .containsExactly("Created", "Paused", "Resumed", "Deleted"));
  }

  @Test
  void aRecordReadAtOnceForOneReadAndAnEchoInTheStatus() {
    String scope = "vhost/asked.example.com";
    callbacks.create("asked", spec(scope, "a", "push", URL));
    LiveCallback before = callbacks.awaitReadyFor("asked", Reason.IN_SYNC);
    int calls = scene.calls(scope).size();

    LiveCallback after = callbacks.lookAgain("asked");
    callbacks.awaitQuiet();

    assertThat(scene.calls(scope).subList(calls, scene.calls(scope).size()))
        .containsExactly("DescribeCallback");
    assertThat(callbacks.version("asked")).isEqualTo(after.getMetadata().getResourceVersion());
    assertThat(after.statusOrEmpty().conditions()).isEqualTo(before.statusOrEmpty().conditions());
    Callbacks.awaitThat(
        "the events to be told",
        () -> assertThat(callbacks.events("asked")).containsExactly("Created"));
  }

  @Test
  void driftLeftDuringAnIncidentWhileEditsOfTheObjectAreWritten() {
    String scope = "vhost/incident.example.com";
    scene.adopt("incident", scope, "a", URL, "");
    callbacks.annotate("incident", WellKnown.ALLOW_DRIFT_UNTIL, after(Duration.ofHours(1)));

    console.put(scope, "a", "push", OTHER_URL);
    callbacks.lookAgain("incident");
    callbacks.awaitReadyFor("incident", Reason.DRIFT_TOLERATED);
    assertThat(scene.puts(scope)).isZero();

    callbacks.edit("incident", urls(THIRD_URL));
    callbacks.awaitReadyFor("incident", Reason.IN_SYNC);
    assertThat(console.list(scope)).containsExactly("a push " + THIRD_URL);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("incident")).containsExactly("DriftTolerated", "Updated"));
  }

  @Test
  void driftLeftUntilAnInstantAndRepairedThenWithoutAnybodysDoing() {
    String scope = "vhost/until.example.com";
    scene.adopt("until", scope, "a", URL, "");
    callbacks.annotate("until", WellKnown.ALLOW_DRIFT_UNTIL, after(Duration.ofHours(1)));
    console.put(scope, "a", "push", OTHER_URL);
    callbacks.lookAgain("until");
    callbacks.awaitReadyFor("until", Reason.DRIFT_TOLERATED);

    callbacks.annotate("until", WellKnown.ALLOW_DRIFT_UNTIL, after(Duration.ofSeconds(2)));
    callbacks.awaitReadyFor("until", Reason.IN_SYNC);

    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(scene.puts(scope)).isEqualTo(1);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("until"))
                .startsWith("DriftTolerated")
                .endsWith("DriftCorrected"));
  }

  @Test
  void allowanceThatIsTakenOffBeforeItsTimeIsToldOf() {
    String scope = "vhost/taken-off.example.com";
    scene.adopt("taken-off", scope, "a", URL, "");

    String end = after(Duration.ofHours(1));
    callbacks.annotate("taken-off", WellKnown.ALLOW_DRIFT_UNTIL, end);
    console.put(scope, "a", "push", OTHER_URL);
    callbacks.lookAgain("taken-off");
    callbacks.awaitReadyFor("taken-off", Reason.DRIFT_TOLERATED);
    callbacks.removeAnnotation("taken-off", WellKnown.ALLOW_DRIFT_UNTIL);
    callbacks.awaitReadyFor("taken-off", Reason.IN_SYNC);

    assertThat(console.list(scope)).containsExactly("a push " + URL);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("taken-off"))
                .containsOnlyOnce("AllowanceEnded")
                .endsWith("DriftCorrected"));
  }

  @Test
  void correctionsHeldByADeadlineThatCannotBeReadAndIsToldSo() {
    String scope = "vhost/unreadable.example.com";
    scene.adopt("unreadable", scope, "a", URL, "");

    // A day that there isn't: the admission policy of the manifests can't tell.
    callbacks.annotate("unreadable", WellKnown.ALLOW_DRIFT_UNTIL, "2027-02-29T18:00:00Z");
    callbacks.awaitObject(
        "unreadable",
        object -> assertThat(ready(object).message()).contains(WellKnown.ALLOW_DRIFT_UNTIL));
    console.put(scope, "a", "push", OTHER_URL);
    callbacks.lookAgain("unreadable");
    LiveCallback held = callbacks.awaitReadyFor("unreadable", Reason.DRIFT_TOLERATED);
    assertThat(ready(held).message()).contains(WellKnown.ALLOW_DRIFT_UNTIL + " isn't an instant");
    assertThat(scene.puts(scope)).isZero();

    callbacks.removeAnnotation("unreadable", WellKnown.ALLOW_DRIFT_UNTIL);
    LiveCallback repaired = callbacks.awaitReadyFor("unreadable", Reason.IN_SYNC);
    assertThat(ready(repaired).message()).doesNotContain(WellKnown.ALLOW_DRIFT_UNTIL);
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("unreadable"))
                .startsWith("InvalidAnnotation", "DriftTolerated")
                .endsWith("DriftCorrected"));
  }

  private static List<String> observedUrls(LiveCallback object) {
    return Objects.requireNonNull(object.statusOrEmpty().observed(), "status.observed")
        .callbackDetailList()
        .stream()
        .map(detail -> detail.url())
        .toList();
  }

  private static String urls(String url) {
    return "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(url);
  }

  private static String after(Duration duration) {
    return Instant.now().plus(duration).toString();
  }
}
