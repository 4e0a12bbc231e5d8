package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.DriftedField;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Flow(quota = 100)
@DisplayName("A LiveCallback")
record LifeCycleIT(Scene scene, Callbacks callbacks) {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void isReadyOnlyOnceItsRecordWasReadBack() {
    String scope = "vhost/readback.example.com";
    String noPuts = scene.holdPuts(scope);
    callbacks.create("readback", spec(scope, "a", "push", URL));
    LiveCallback throttled = callbacks.awaitReason("readback", Reason.THROTTLED);

    assertThat(throttled.statusOrEmpty().records())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.written()).isNotNull();
              assertThat(entry.held()).isNull();
            });

    String noReads = scene.holdReads(scope);
    scene.simulator().removeFault(noPuts);
    awaitThat(
        "the record to be written, and two reads in vain",
        () ->
            assertThat(scene.calls(scope))
                .containsSubsequence(
                    "UpdateCallback",
                    "DescribeCallback FlowLimitExceeded",
                    "DescribeCallback FlowLimitExceeded"));
    assertThat(ready(callbacks.get("readback")).status()).isEqualTo(Condition.FALSE);

    scene.simulator().removeFault(noReads);
    callbacks.awaitReady("readback");
    assertThat(scene.calls(scope))
        .endsWith("DescribeCallback FlowLimitExceeded", "DescribeCallback");
  }

  @Test
  void mayHaveASchemeInUpperCaseWhichTheApiGetsInLowerCase() {
    callbacks.create("shouted", spec("vhost/shouted.example.com", "a", "push", "HTTPS://h/Path"));

    callbacks.awaitReady("shouted");
    assertThat(scene.console().list("vhost/shouted.example.com"))
        .containsExactly("a push https://h/Path");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void lives(String situation, String name, String scope, String app, String messageType) {
    callbacks.create(name, spec(scope, app, messageType, URL));
    kubectl("wait", "--for=condition=Ready", "--timeout=60s", "livecallback/" + name);

    LiveCallback created = callbacks.get(name);
    LedgerEntry written = inSync(created, scope, app, messageType);
    assertThat(urls(scope)).containsExactly(URL);
    assertThat(scene.calls(scope))
        .containsExactly("DescribeCallback", "UpdateCallback", "DescribeCallback");

    callbacks.edit(name, "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));
    LedgerEntry moved = inSync(callbacks.awaitReady(name), scope, app, messageType);
    assertThat(urls(scope)).containsExactly(OTHER_URL);

    callbacks.edit(
        name,
        "{\"callbackDetailList\":[{\"url\":\"%s\"},{\"url\":\"%s\"}]}".formatted(OTHER_URL, URL));
    LedgerEntry both = inSync(callbacks.awaitReady(name), scope, app, messageType);
    assertThat(urls(scope)).containsExactlyInAnyOrder(URL, OTHER_URL);

    assertThat(Stream.of(written, moved, both).map(LedgerEntry::written)).doesNotHaveDuplicates();
    assertThat(Stream.of(written, moved, both).map(LedgerEntry::requestId)).doesNotHaveDuplicates();
    assertThat(scene.puts(scope)).isEqualTo(3);

    callbacks.delete(name);
    kubectl("wait", "--for=delete", "--timeout=60s", "livecallback/" + name);

    assertThat(scene.records(scope)).isEmpty();
    assertThat(scene.removes(scope)).isEqualTo(1);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events(name))
                .containsExactly("Created", "Updated", "Updated", "Deleted"));
  }

  static Stream<Arguments> lives() {
    return Stream.of(
        arguments("of an app lives", "of-app", "vhost/lives.example.com", "sports", "push"),
        arguments("of a whole vhost lives", "of-vhost", "vhost/whole.example.com", "", "record"),
        arguments("of a domain lives", "of-domain", "domain/push.example.com", "", "push_end"));
  }

  @Test
  void hasItsFlagsWrittenOneAfterAnother() {
    String scope = "vhost/flags.example.com";
    callbacks.create("flags", spec(scope, "a", "push", URL, "transcodeCallback: true"));
    callbacks.awaitReady("flags");
    assertThat(scene.records(scope).getFirst().path("TranscodeCallback").asInt()).isEqualTo(1);

    callbacks.edit("flags", "{\"transcodeCallback\":null}");
    callbacks.awaitReady("flags");
    assertThat(scene.records(scope).getFirst().path("TranscodeCallback").asInt()).isZero();
  }

  @Test
  void withDeletionPolicyOrphanGoesAndLeavesItsRecord() {
    String scope = "vhost/orphan.example.com";
    callbacks.create("orphan", spec(scope, "a", "push", URL, "deletionPolicy: Orphan"));
    callbacks.awaitReady("orphan");

    callbacks.delete("orphan");
    callbacks.awaitGone("orphan");

    assertThat(urls(scope)).containsExactly(URL);
    assertThat(scene.removes(scope)).isZero();
    Callbacks.awaitThat(
        "the events to be told",
        () -> assertThat(callbacks.events("orphan")).containsExactly("Created", "RecordKept"));
  }

  @Test
  void whoseAppLessDeleteCouldTakeAStrangersRecordAlongIsBlockedUntilOrphan() {
    String scope = "vhost/blocked.example.com";
    foreignRecord("blocked.example.com", "stranger");
    callbacks.create("blocked", spec(scope, "", "push", URL));
    callbacks.awaitReady("blocked");

    callbacks.delete("blocked");
    LiveCallback blocked = callbacks.awaitReason("blocked", Reason.DELETE_BLOCKED);
    assertThat(ready(blocked).message())
        .contains("stranger")
        .contains("-n " + callbacks.namespace() + " patch livecallback blocked");
    assertThat(blocked.statusOrEmpty().condition(ConditionType.STALLED)).isPresent();

    callbacks.edit("blocked", "{\"deletionPolicy\":\"Orphan\"}");
    callbacks.awaitGone("blocked");

    assertThat(scene.records(scope)).hasSize(2);
    assertThat(scene.removes(scope)).isZero();
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("blocked"))
                .containsExactly("Created", "DeleteBlocked", "RecordKept"));
  }

  @Test
  void whoseDeleteWasBlockedGoesOnceAReadShowsThatTheStrangersRecordIsGone() {
    String scope = "vhost/freed.example.com";
    foreignRecord("freed.example.com", "stranger");
    callbacks.create("freed", spec(scope, "", "push", URL));
    callbacks.awaitReady("freed");
    callbacks.delete("freed");
    callbacks.awaitReason("freed", Reason.DELETE_BLOCKED);

    scene.simulator().deleteRecord("freed.example.com", "stranger", "push");
    callbacks.create("passer-by", spec(scope, "b", "record", URL));
    callbacks.awaitGone("freed");

    assertThat(scene.removes(scope)).isEqualTo(1);
    callbacks.awaitReady("passer-by");
    assertThat(scene.records(scope)).hasSize(1);
  }

  @Test
  void ofAWholeVhostGoesAtOnceWithThoseOfItsAppsDeletedInOneGo() {
    String scope = "vhost/together.example.com";
    callbacks.create("together", spec(scope, "", "push", URL));
    callbacks.create("together-a", spec(scope, "a", "push", URL));
    callbacks.create("together-b", spec(scope, "b", "push", URL));
    List<String> names = List.of("together", "together-a", "together-b");
    names.forEach(callbacks::awaitReady);

    names.forEach(callbacks::delete);
    names.forEach(callbacks::awaitGone);

    assertThat(scene.records(scope)).isEmpty();
  }

  @Test
  void takesOverARecordThatIsAsItSaysWithoutWriting() {
    String scope = "vhost/adopted.example.com";
    scene.simulator().putRecord(record("adopted.example.com", "a", URL));
    callbacks.create("adopted", spec(scope, "a", "push", URL));

    inSync(callbacks.awaitReady("adopted"), scope, "a", "push");
    assertThat(scene.calls(scope)).containsExactly("DescribeCallback");

    callbacks.delete("adopted");
    callbacks.awaitGone("adopted");
    assertThat(scene.records(scope)).isEmpty();
  }

  @Test
  void leavesADifferentRecordAloneAndTakesItOverOnceTheObjectIsEditedToIt() {
    String scope = "vhost/differs.example.com";
    scene.simulator().putRecord(record("differs.example.com", "a", OTHER_URL));
    callbacks.create("differs", spec(scope, "a", "push", URL));

    LiveCallback stopped = callbacks.awaitReason("differs", Reason.ALREADY_EXISTS);
    assertThat(stopped.statusOrEmpty().drift())
        .containsExactly(new DriftedField("callbackDetailList", URL, OTHER_URL));
    assertThat(stopped.statusOrEmpty().records()).isEmpty();

    callbacks.edit("differs", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));
    LiveCallback taken = callbacks.awaitReady("differs");
    assertThat(taken.statusOrEmpty().drift()).isEmpty();
    assertThat(taken.statusOrEmpty().observed()).isNull();
    assertThat(urls(scope)).containsExactly(OTHER_URL);
    assertThat(scene.puts(scope)).isZero();
    Callbacks.awaitThat(
        "the events to be told",
        () -> assertThat(callbacks.events("differs")).containsExactly("AlreadyExists"));
  }

  @Test
  void takesADifferentRecordOverOnceItIsMadeEqualInTheConsole() {
    String scope = "vhost/madeequal.example.com";
    scene.simulator().putRecord(record("madeequal.example.com", "a", OTHER_URL));
    callbacks.create("madeequal", spec(scope, "a", "push", URL));
    callbacks.awaitReason("madeequal", Reason.ALREADY_EXISTS);

    scene.simulator().putRecord(record("madeequal.example.com", "a", URL));
    // Somebody else's read of the scope brings it to light before the next look in minutes.
    callbacks.create("neighbour", spec(scope, "b", "push", URL));

    callbacks.awaitReady("madeequal");
    callbacks.awaitReady("neighbour");
    assertThat(scene.puts(scope)).isEqualTo(1);
  }

  @Test
  void thatIsDeletedBeforeAnythingWasWrittenLeavesNothing() {
    String scope = "vhost/early.example.com";
    String noReads = scene.holdReads(scope);
    callbacks.create("early", spec(scope, "a", "push", URL));
    callbacks.awaitReason("early", Reason.THROTTLED);

    callbacks.delete("early");
    callbacks.awaitGone("early");
    scene.simulator().removeFault(noReads);

    assertThat(scene.puts(scope)).isZero();
    assertThat(scene.removes(scope)).isZero();
  }

  @Test
  void isNamedWithNamespaceAndGenerationInEveryLogLineAboutItAllInJson() throws Exception {
    String scope = "vhost/logged.example.com";
    callbacks.create("logged", spec(scope, "a", "push", URL));
    callbacks.awaitReady("logged");
    callbacks.edit("logged", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));
    callbacks.awaitReady("logged");
    callbacks.delete("logged");
    callbacks.awaitGone("logged");

    for (String line : scene.logs()) {
      JsonNode json = JSON.readTree(line);
      assertThat(json.path("formattedMessage").asText()).as(line).isNotEmpty();
      if (line.contains("example.com")) {
        assertThat(json.path("mdc").path("namespace").asText())
            .as(line)
            .isEqualTo(callbacks.namespace());
        assertThat(json.path("mdc").path("name").asText()).as(line).isNotEmpty();
        assertThat(json.path("mdc").path("generation").asText()).as(line).matches("\\d+");
      }
    }
    List<String> generations =
        scene.logs().stream()
            .filter(line -> line.contains("UPDATE of ") && line.contains("logged.example.com"))
            .map(LifeCycleIT::generation)
            .toList();
    assertThat(generations).containsExactly("1", "2");
  }

  private static String generation(String line) {
    try {
      return JSON.readTree(line).path("mdc").path("generation").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LedgerEntry inSync(LiveCallback object, String scope, String app, String messageType) {
    var status = object.statusOrEmpty();
    assertThat(status.observedGeneration()).isEqualTo(object.getMetadata().getGeneration());
    assertThat(status.scope()).isEqualTo(scope);
    assertThat(status.conditions())
        .extracting(Condition::type, Condition::status, Condition::reason)
        .containsExactlyInAnyOrder(
            tuple("Ready", "True", "InSync"), tuple("Drifted", "False", "InSync"));
    assertThat(status.records()).hasSize(1);
    LedgerEntry entry = status.records().getFirst();
    assertThat(entry.scope()).isEqualTo(scope);
    assertThat(entry.app()).isEqualTo(app.isEmpty() ? null : app);
    assertThat(entry.messageType()).isEqualTo(messageType);
    assertThat(entry.written()).isNotNull().isEqualTo(entry.held());
    assertThat(entry.heldSince()).isNotNull();
    if (scene.puts(scope) > 0) {
      List<String> requests =
          scene.simulator().calls("UpdateCallback").stream()
              .filter(call -> call.path("scope").asText().equals(scope))
              .map(call -> call.path("requestId").asText())
              .toList();
      assertThat(entry.requestId()).isEqualTo(requests.getLast());
      assertThat(Instant.parse(entry.effectiveBy())).isAfter(Instant.parse(entry.heldSince()));
    }
    return entry;
  }

  private void foreignRecord(String vhost, String app) {
    scene.simulator().putRecord(record(vhost, app, OTHER_URL));
  }

  private static String record(String vhost, String app, String url) {
    return """
    {"Vhost":"%s","App":"%s","MessageType":"push",
     "CallbackDetailList":[{"CallbackType":"http","URL":"%s"}]}
    """
        .formatted(vhost, app, url);
  }

  private List<String> urls(String scope) {
    List<JsonNode> records = scene.records(scope);
    assertThat(records).hasSize(1);
    return StreamSupport.stream(records.getFirst().path("CallbackDetailList").spliterator(), false)
        .map(detail -> detail.path("URL").asText())
        .toList();
  }

  private void kubectl(String... arguments) {
    scene.cluster().kubectl(arguments).succeeded();
  }
}
