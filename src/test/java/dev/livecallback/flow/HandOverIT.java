package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Flow(quota = 100)
@DisplayName("A record")
record HandOverIT(Scene scene, Callbacks callbacks, Console console) {
  @ParameterizedTest(name = "goes to the object that waits for it when its owner {0}")
  @MethodSource
  void goesToTheHeir(String situation, String name, String heirsUrl, long puts, Runnable leaves) {
    String scope = "vhost/" + name + ".example.com";
    callbacks.create(name, spec(scope, "a", "push", URL));
    callbacks.awaitReady(name);
    String heir = name + "-heir";
    callbacks.create(heir, spec(scope, "a", "push", heirsUrl));
    assertThat(ready(callbacks.awaitReason(heir, Reason.CONFLICT)).message())
        .contains(callbacks.namespace() + "/" + name);

    leaves.run();
    callbacks.awaitReadyFor(heir, Reason.IN_SYNC);
    callbacks.awaitQuiet();

    assertThat(console.list(scope)).contains("a push " + heirsUrl);
    assertThat(scene.removes(scope)).isZero();
    assertThat(scene.puts(scope)).isEqualTo(puts);
    assertThat(callbacks.get(heir).statusOrEmpty().records()).hasSize(1);
    Callbacks.awaitThat(
        "the events to be told",
        () -> assertThat(callbacks.events(name)).contains("HandedOver").doesNotContain("Deleted"));
  }

  Stream<Arguments> goesToTheHeir() {
    return Stream.of(
        arguments("is deleted", "deleted", URL, 1L, deleted("deleted")),
        arguments("is deleted, and is edited by it", "outdone", OTHER_URL, 2L, deleted("outdone")),
        arguments(
            "only watches from now on",
            "watching",
            OTHER_URL,
            2L,
            edited("watching", "{\"managementPolicy\":\"Observe\"}")),
        arguments("wants another one", "moved", URL, 2L, edited("moved", "{\"app\":\"b\"}")));
  }

  private Runnable deleted(String name) {
    return () -> {
      callbacks.delete(name);
      callbacks.awaitGone(name);
    };
  }

  private Runnable edited(String name, String fields) {
    return () -> {
      callbacks.edit(name, fields);
      callbacks.awaitObject(name, object -> assertThat(held(name)).doesNotContain("a push"));
    };
  }

  @Test
  void isSwappedWithAnotherOneByTwoEditsInOneGoAndNeitherIsEverMissing() {
    String scope = "vhost/swapped.example.com";
    callbacks.create("swap-a", spec(scope, "a", "push", "https://h/a"));
    callbacks.create("swap-b", spec(scope, "b", "push", "https://h/b"));
    callbacks.awaitReady("swap-a");
    callbacks.awaitReady("swap-b");

    callbacks.edit("swap-a", "{\"app\":\"b\"}");
    callbacks.edit("swap-b", "{\"app\":\"a\"}");
    callbacks.awaitReadyFor("swap-a", Reason.IN_SYNC);
    callbacks.awaitReadyFor("swap-b", Reason.IN_SYNC);
    callbacks.awaitQuiet();

    assertThat(console.list(scope))
        .containsExactlyInAnyOrder("a push https://h/b", "b push https://h/a");
    assertThat(held("swap-a")).containsExactly("b push");
    assertThat(held("swap-b")).containsExactly("a push");
    assertThat(scene.removes(scope)).isZero();
    assertThat(scene.puts(scope)).isEqualTo(4);
  }

  @Test
  void staysItsOwnersWhenAnOlderObjectIsEditedToWantItWhichKeepsItsOwn() {
    String scope = "vhost/elders.example.com";
    callbacks.create("elder", spec(scope, "x", "push", URL));
    callbacks.awaitReady("elder");
    callbacks.create("owner", spec(scope, "y", "push", OTHER_URL));
    callbacks.awaitReady("owner");

    callbacks.edit("elder", "{\"app\":\"y\"}");
    assertThat(ready(callbacks.awaitReason("elder", Reason.CONFLICT)).message())
        .contains(callbacks.namespace() + "/owner");
    callbacks.lookAgain("owner");
    callbacks.awaitQuiet();
    assertThat(ready(callbacks.get("owner")).holds()).isTrue();
    assertThat(console.list(scope))
        .containsExactlyInAnyOrder("x push " + URL, "y push " + OTHER_URL);
    assertThat(held("elder")).containsExactly("x push");
    assertThat(scene.puts(scope)).isEqualTo(2);

    callbacks.delete("owner");
    callbacks.awaitGone("owner");
    callbacks.awaitReadyFor("elder", Reason.IN_SYNC);
    assertThat(console.list(scope)).containsExactly("y push " + URL);
    assertThat(held("elder")).containsExactly("y push");
    assertThat(scene.callsInFull(scope).stream().filter(call -> call.startsWith("Delete")))
        .containsExactly("DeleteCallback " + scope + " x push");
  }

  @Test
  void staysItsOwnersWhenThatObjectsStatusIsLostInARestore() {
    String scope = "vhost/restored.example.com";
    callbacks.create("restored", spec(scope, "a", "push", URL));
    callbacks.awaitReady("restored");
    callbacks.create("waiting", spec(scope, "a", "push", OTHER_URL));
    callbacks.awaitReason("waiting", Reason.CONFLICT);

    callbacks.loseStatus("restored");
    callbacks.awaitReadyFor("restored", Reason.IN_SYNC);
    callbacks.awaitQuiet();

    assertThat(held("restored")).containsExactly("a push");
    assertThat(ready(callbacks.get("waiting")).reason()).isEqualTo(Reason.CONFLICT.word());
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(scene.puts(scope)).isEqualTo(1);
    assertThat(scene.removes(scope)).isZero();
  }

  /** A restored object has its spec and no status; paused, it is left so until it is deleted. */
  @ParameterizedTest(name = "of an object that was restored without its status and deleted {0}")
  @MethodSource
  void statusLostAndDeleted(
      String fate, String name, String found, List<String> left, List<String> events) {
    String scope = "vhost/" + name + ".example.com";
    console.put(scope, "a", "push", found);
    scene
        .cluster()
        .kubectlWithInput(
            document(
                "{name: %s, annotations: {livecallback.dev/paused: 'true'}}".formatted(name),
                spec(scope, "a", "push", URL)),
            "create",
            "-f",
            "-")
        .succeeded();
    callbacks.awaitObject(
        name, object -> assertThat(ready(object).reason()).isEqualTo(Reason.PAUSED.word()));
    callbacks.delete(name);

    callbacks.removeAnnotation(name, WellKnown.PAUSED);
    callbacks.awaitGone(name);

    assertThat(console.list(scope)).isEqualTo(left);
    assertThat(scene.removes(scope)).isEqualTo(left.isEmpty() ? 1 : 0);
    Callbacks.awaitThat(
        "the events to be told",
        () -> assertThat(callbacks.events(name)).endsWith(events.toArray(String[]::new)));
  }

  static Stream<Arguments> statusLostAndDeleted() {
    return Stream.of(
        arguments(
            "goes, as it is what the object says", "lost-same", URL, List.of(), List.of("Deleted")),
        arguments(
            "stays, if it is another one",
            "lost-other",
            OTHER_URL,
            List.of("a push " + OTHER_URL),
            List.of("RecordKept")));
  }

  @Test
  void thatTwoObjectsOfOneKubectlApplyWantHasOneOwnerTheOtherIsToldWho() {
    String scope = "vhost/together.example.com";
    List<String> names = List.of("twin-a", "twin-b");
    scene
        .cluster()
        .kubectlWithInput(
            twin(names.getFirst(), scope) + twin(names.getLast(), scope),
            "apply",
            "--server-side",
            "-f",
            "-")
        .succeeded();

    Callbacks.awaitThat(
        "one to be Ready and one to be told so",
        () ->
            assertThat(names.stream().map(callbacks::get).map(object -> ready(object).reason()))
                .containsExactlyInAnyOrder("InSync", "Conflict"));
    callbacks.awaitQuiet();

    String owner = names.stream().filter(this::inSync).findFirst().orElseThrow();
    String other = names.stream().filter(name -> !name.equals(owner)).findFirst().orElseThrow();
    assertThat(ready(callbacks.get(other)).message()).contains(callbacks.namespace() + "/" + owner);
    assertThat(console.list(scope)).containsExactly("a push https://h/" + owner);
    assertThat(scene.puts(scope)).isEqualTo(1);
  }

  private boolean inSync(String name) {
    return ready(callbacks.get(name)).holds();
  }

  private static String twin(String name, String scope) {
    return document("{name: %s}".formatted(name), spec(scope, "a", "push", "https://h/" + name));
  }

  private static String document(String metadata, String spec) {
    return """
    ---
    apiVersion: livecallback.dev/v1
    kind: LiveCallback
    metadata: %s
    spec: %s
    """
        .formatted(metadata, spec);
  }

  /** What its ledger has: {@code APP MESSAGETYPE}. */
  private List<String> held(String name) {
    return callbacks.get(name).statusOrEmpty().records().stream().map(HandOverIT::line).toList();
  }

  private static String line(LedgerEntry entry) {
    return entry.app() + " " + entry.messageType();
  }
}
