package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The one writer is the operator: the order of its calls says which records there ever were. */
@Flow(quota = 100)
@DisplayName("A record is moved by an edit")
record MoveIT(Scene scene, Callbacks callbacks, Console console) {
  /**
   * @param from {@code SCOPE APP MESSAGETYPE}, as the calls of it end
   */
  @ParameterizedTest(name = "of {0}: the new one is seen before the old one goes")
  @MethodSource
  void moves(String part, String name, String from, String edit, String to) {
    String oldScope = from.substring(0, from.indexOf(' '));
    String newScope = to.substring(0, to.indexOf(' '));
    create(name, from);
    scene.simulator().forgetCalls();

    callbacks.edit(name, edit);
    LiveCallback moved = callbacks.awaitReadyFor(name, Reason.IN_SYNC);
    callbacks.awaitQuiet();

    List<String> calls = calls(oldScope, newScope);
    String look = "DescribeCallback " + newScope;
    assertThat(calls)
        .containsSubsequence("UpdateCallback " + to, look, "DeleteCallback " + from, look);
    assertThat(calls.stream().filter(call -> !call.startsWith("Describe"))).hasSize(2);
    assertThat(moved.statusOrEmpty().records()).hasSize(1);
    assertThat(moved.statusOrEmpty().scope()).isEqualTo(newScope);
    assertThat(console.list(newScope)).hasSize(1);
    assertThat(oldScope.equals(newScope) || console.list(oldScope).isEmpty()).isTrue();
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events(name))
                .containsExactlyInAnyOrder("Created", "Created", "Deleted"));
  }

  static Stream<Arguments> moves() {
    return Stream.of(
        arguments(
            "the app",
            "of-app",
            "vhost/app.example.com a push",
            "{\"app\":\"b\"}",
            "vhost/app.example.com b push"),
        arguments(
            "the message type",
            "of-type",
            "vhost/type.example.com a push",
            "{\"messageType\":\"record\"}",
            "vhost/type.example.com a record"),
        arguments(
            "the vhost",
            "of-vhost",
            "vhost/vhost1.example.com a push",
            "{\"vhost\":\"vhost2.example.com\"}",
            "vhost/vhost2.example.com a push"),
        arguments(
            "the domain",
            "of-domain",
            "domain/domain1.example.com push",
            "{\"domain\":\"domain2.example.com\"}",
            "domain/domain2.example.com push"),
        arguments(
            "a vhost to a domain",
            "to-domain",
            "vhost/todomain.example.com a push",
            "{\"vhost\":null,\"app\":null,\"domain\":\"todomain.example.com\"}",
            "domain/todomain.example.com push"),
        arguments(
            "one app to the whole vhost",
            "to-whole",
            "vhost/towhole.example.com a push",
            "{\"app\":null}",
            "vhost/towhole.example.com push"));
  }

  @Test
  void fromTheWholeVhostToOneAppWhoseRecordGoesAlongOneReadAndItIsBack() {
    String scope = "vhost/taken.example.com";
    create("taken", scope + " push");
    scene.simulator().forgetCalls();

    callbacks.edit("taken", "{\"app\":\"a\"}");
    callbacks.awaitReadyFor("taken", Reason.IN_SYNC);
    callbacks.awaitQuiet();

    List<String> calls = calls(scope);
    String put = "UpdateCallback " + scope + " a push";
    String look = "DescribeCallback " + scope;
    String delete = "DeleteCallback " + scope + " push";
    assertThat(calls.stream().filter(call -> !call.equals(look))).containsExactly(put, delete, put);
    assertThat(calls.subList(calls.indexOf(delete), calls.size()))
        .containsExactly(delete, look, put, look);
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(callbacks.get("taken").statusOrEmpty().lastDrift()).isNull();
  }

  @Test
  void fromTheWholeVhostToOneAppWhereTheServiceDeletesOnlyWhatIsNamedItIsPutOnce() {
    String scope = "vhost/strict.example.com";
    create("strict", scope + " push");
    scene.simulator().turn("{\"strictDelete\":true}");
    try {
      callbacks.edit("strict", "{\"app\":\"a\"}");
      callbacks.awaitReadyFor("strict", Reason.IN_SYNC);
    } finally {
      scene.simulator().turn("{\"strictDelete\":false}");
    }

    assertThat(scene.puts(scope)).isEqualTo(2);
    assertThat(scene.removes(scope)).isEqualTo(1);
    assertThat(console.list(scope)).containsExactly("a push " + URL);
  }

  @Test
  void thatTheApiRefusesTheOldOneStaysTheStatusNamesItTheNextEditMoves() {
    String scope = "vhost/refused.example.com";
    create("refused", scope + " a push");
    String fault =
        scene
            .simulator()
            .addFault(
                """
                {"action":"UpdateCallback","scope":"%s","app":"bad","effect":"error",
                 "status":400,"code":"InvalidParam.App"}
                """
                    .formatted(scope));

    callbacks.edit("refused", "{\"app\":\"bad\"}");
    LiveCallback refused = callbacks.awaitReason("refused", Reason.REJECTED_BY_API);
    callbacks.awaitQuiet();
    assertThat(ready(refused).message()).contains("InvalidParam.App").contains("app a stays");
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(scene.removes(scope)).isZero();

    callbacks.edit("refused", "{\"app\":\"good\"}");
    callbacks.awaitReadyFor("refused", Reason.IN_SYNC);
    scene.simulator().removeFault(fault);
    assertThat(console.list(scope)).containsExactly("good push " + URL);
    assertThat(callbacks.get("refused").statusOrEmpty().records()).hasSize(1);
  }

  @Test
  void andBackAgainBeforeItIsDoneAndEndsAsItWas() {
    String scope = "vhost/back.example.com";
    create("back", scope + " a push");
    String noRemoves = scene.holdRemoves(scope);
    callbacks.edit("back", "{\"app\":\"b\"}");
    Callbacks.awaitThat(
        "the new record to be there, and a try to remove the old one",
        () -> assertThat(scene.calls(scope)).contains("DeleteCallback FlowLimitExceeded"));
    assertThat(console.list(scope)).hasSize(2);
    assertThat(callbacks.get("back").statusOrEmpty().records()).hasSize(2);

    callbacks.edit("back", "{\"app\":\"a\"}");
    scene.simulator().removeFault(noRemoves);
    LiveCallback back = callbacks.awaitReadyFor("back", Reason.IN_SYNC);

    assertThat(back.statusOrEmpty().records()).hasSize(1);
    assertThat(console.list(scope)).containsExactly("a push " + URL);
    assertThat(scene.puts(scope)).isEqualTo(2);
  }

  /** Creates an object of {@code SCOPE APP MESSAGETYPE} or {@code SCOPE MESSAGETYPE}. */
  private void create(String name, String key) {
    List<String> words = List.of(key.split(" "));
    String app = words.size() == 3 ? words.get(1) : "";
    callbacks.create(name, spec(words.getFirst(), app, words.getLast(), URL));
    callbacks.awaitReady(name);
  }

  /** Reads name no app and no message type. */
  private List<String> calls(String... scopes) {
    return scene.callsInFull(scopes);
  }
}
