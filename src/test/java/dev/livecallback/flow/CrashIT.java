package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.OperatorUnderTest;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * One operator is killed while objects of all kinds are under way, each of them held at its point
 * by what the API answers in its scope. The tests look at what the next operator makes of each.
 */
@Flow(operator = false)
@DisplayName("When the operator is killed")
record CrashIT(Scene scene, Callbacks callbacks) {
  private static final String FOREVER = "\"delayMillis\":60000";

  @BeforeAll
  void isKilledAndStartedAnew() {
    // What a Put wrote isn't seen then, and a rotation is the hardest to get right.
    scene.simulator().turn("{\"maskKey\":true}");
    OperatorUnderTest operator = scene.start();
    List<String> settled = List.of("removing", "removed", "lostremove", "edited", "rotated");
    callbacks.secret("rotated", "rotated-key-1");
    settled.forEach(
        name ->
            callbacks.create(
                name,
                spec(scope(name), "a", "push", URL, name.equals("rotated") ? signedBy(name) : "")));
    settled.forEach(callbacks::awaitReady);

    holdBetweenPutAndRead();
    holdBeforeTheLedger();
    holdBetweenLedgerAndPut();
    holdAfterALostPut();
    holdDeletes();
    holdEdits();

    operator.kill();
    scene.simulator().removeFaults();
    callbacks.edit("edited", urls("https://hooks.example.com/after"));
    scene.start();
  }

  @Test
  void beforeItHasReadANewObjectsScopeTheObjectIsCreatedByTheNextOne() {
    callbacks.awaitReady("unread");

    assertThat(scene.records(scope("unread"))).hasSize(1);
    assertThat(acceptedPuts("unread")).isEqualTo(1);
  }

  @Test
  void betweenLedgerAndPutThePutIsMadeByTheNextOne() {
    callbacks.awaitReady("unwritten");

    assertThat(scene.records(scope("unwritten"))).hasSize(1);
    assertThat(acceptedPuts("unwritten")).isEqualTo(1);
  }

  @Test
  void betweenPutAndReadTheNextOneReadsAndDoesNotPutAgain() {
    LedgerEntry entry = callbacks.awaitReady("unverified").statusOrEmpty().records().getFirst();

    assertThat(entry.held()).isEqualTo(entry.written());
    assertThat(acceptedPuts("unverified")).isEqualTo(1);
  }

  @Test
  void whileItWaitsForTheAnswerToAPutThatWasCarriedOutItIsNotPutAgain() {
    callbacks.awaitReady("lostput");

    assertThat(scene.records(scope("lostput"))).hasSize(1);
    assertThat(scene.puts(scope("lostput"))).isEqualTo(1);
  }

  @Test
  void duringAnEditTheRecordBecomesAsTheObjectSaysByThen() {
    callbacks.awaitReady("edited");

    assertThat(
            scene
                .records(scope("edited"))
                .getFirst()
                .path("CallbackDetailList")
                .path(0)
                .path("URL")
                .asText())
        .isEqualTo("https://hooks.example.com/after");
  }

  @Test
  void duringARotationTheNewKeyIsWrittenByTheNextOneThoughKeysAreHidden() {
    awaitThat(
        "the new key",
        () ->
            assertThat(scene.records(scope("rotated")))
                .extracting(record -> record.path("AuthKeyPrimary").asText())
                .containsExactly("rotated-key-2"));
    callbacks.awaitReady("rotated");

    Callbacks.awaitThat(
        "the events to be told",
        () -> assertThat(callbacks.events("rotated")).containsExactly("Created", "KeyRotated"));
  }

  @Test
  void atAnyPointOfADeleteRecordAndObjectAreGoneInTheEnd() {
    for (String name : List.of("removing", "removed", "lostremove")) {
      callbacks.awaitGone(name);
      assertThat(scene.records(scope(name))).isEmpty();
    }

    assertThat(scene.calls(scope("removing")).stream().filter("DeleteCallback"::equals)).hasSize(1);
    assertThat(scene.removes(scope("removed"))).isEqualTo(1);
    assertThat(scene.removes(scope("lostremove"))).isEqualTo(1);
    assertNothingIsOrphaned();
  }

  private void assertNothingIsOrphaned() {
    List<String> wanted =
        callbacks.all().stream().map(object -> object.getSpec().scope()).sorted().toList();
    awaitThat(
        "records and objects to agree",
        () ->
            assertThat(
                    scene.simulator().records().stream()
                        .map(record -> "vhost/" + record.path("Vhost").asText())
                        .sorted())
                .isEqualTo(wanted));
  }

  private void holdBeforeTheLedger() {
    scene.spoil("DescribeCallback", scope("unread"), "\"effect\":\"slow\"," + FOREVER);
    callbacks.create("unread", spec(scope("unread"), "a", "push", URL));
    LiveCallback queued = callbacks.awaitReason("unread", Reason.QUEUED);
    assertThat(queued.statusOrEmpty().records()).isEmpty();
  }

  private void holdBetweenLedgerAndPut() {
    scene.holdPuts(scope("unwritten"));
    callbacks.create("unwritten", spec(scope("unwritten"), "a", "push", URL));
    LiveCallback held = callbacks.awaitReason("unwritten", Reason.THROTTLED);
    assertThat(held.statusOrEmpty().records()).hasSize(1);
  }

  private void holdBetweenPutAndRead() {
    String noPuts = scene.holdPuts(scope("unverified"));
    callbacks.create("unverified", spec(scope("unverified"), "a", "push", URL));
    callbacks.awaitReason("unverified", Reason.THROTTLED);
    scene.holdReads(scope("unverified"));
    scene.simulator().removeFault(noPuts);
    awaitThat(
        "the Put of unverified",
        () -> assertThat(scene.calls(scope("unverified"))).contains("UpdateCallback"));
  }

  private void holdAfterALostPut() {
    scene.spoil("UpdateCallback", scope("lostput"), "\"effect\":\"appliedThenTimeout\"," + FOREVER);
    callbacks.create("lostput", spec(scope("lostput"), "a", "push", URL));
    awaitThat("the Put of lostput", () -> assertThat(scene.records(scope("lostput"))).hasSize(1));
  }

  private void holdDeletes() {
    scene.holdRemoves(scope("removing"));
    scene.holdReads(scope("removed"));
    scene.spoil(
        "DeleteCallback", scope("lostremove"), "\"effect\":\"appliedThenTimeout\"," + FOREVER);
    List.of("removing", "removed", "lostremove").forEach(callbacks::delete);
    awaitThat(
        "each delete to have come as far as it may",
        () -> {
          assertThat(scene.calls(scope("removing"))).contains("DeleteCallback FlowLimitExceeded");
          assertThat(scene.calls(scope("removed"))).contains("DeleteCallback");
          assertThat(scene.records(scope("lostremove"))).isEmpty();
        });
  }

  private void holdEdits() {
    scene.holdPuts(scope("edited"));
    scene.holdPuts(scope("rotated"));
    callbacks.edit("edited", urls("https://hooks.example.com/before"));
    callbacks.secret("rotated", "rotated-key-2");
    awaitThat(
        "both writes to be held",
        () ->
            assertThat(List.of("edited", "rotated"))
                .allSatisfy(
                    name ->
                        assertThat(scene.calls(scope(name)))
                            .contains("UpdateCallback FlowLimitExceeded")));
  }

  private long acceptedPuts(String name) {
    return scene.calls(scope(name)).stream().filter("UpdateCallback"::equals).count();
  }

  private static String scope(String name) {
    return "vhost/" + name + ".example.com";
  }

  private static String urls(String url) {
    return "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(url);
  }
}
