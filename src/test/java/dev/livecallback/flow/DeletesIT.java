package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.holds;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.SimulatorUnderTest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Flow(quota = 100)
@DisplayName("An object that is deleted")
record DeletesIT(Scene scene, Callbacks callbacks, Console console) {
  @Test
  void waitsForAYesToWhatItsDeleteMayTakeAlongTheYesIsToNoMoreThanThat() {
    String scope = "vhost/confirmed.example.com";
    console.put(scope, "stranger", "push", OTHER_URL);
    console.put(scope, "bystander", "record", OTHER_URL);
    callbacks.create("confirmed", spec(scope, "", "push", URL));
    callbacks.create(
        "onchange", spec(scope, "onchange", "push", URL, "managementPolicy: ApplyOnChange"));
    callbacks.awaitReady("confirmed");
    callbacks.awaitReady("onchange");

    callbacks.delete("confirmed");
    String first = blocked("confirmed");
    assertThat(first).contains("stranger").contains("onchange").doesNotContain("bystander");
    String firstYes = MessageCommands.with("confirm-delete=", first);
    console.put(scope, "newcomer", "push", OTHER_URL);
    callbacks.lookAgain("confirmed");
    String second = blocked("confirmed");
    assertThat(second).contains("stranger").contains("onchange").contains("newcomer");

    scene.follow(firstYes);
    callbacks.awaitQuiet();
    assertThat(blocked("confirmed")).isEqualTo(second);
    assertThat(scene.removes(scope)).isZero();

    scene.follow(MessageCommands.with("confirm-delete=", second));
    callbacks.awaitGone("confirmed");
    assertThat(scene.removes(scope)).isEqualTo(1);
    assertThat(console.list(scope))
        .doesNotContain("push " + URL)
        .contains("bystander record " + OTHER_URL);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("confirmed"))
                .startsWith("Created", "DeleteBlocked")
                .endsWith("Deleted"));
  }

  @Test
  void doesNotWaitForAnEnforcedRecordBesideItsOwnThatIsPutBack() {
    String scope = "vhost/neighbour.example.com";
    callbacks.create("whole", spec(scope, "", "push", URL));
    callbacks.create("beside", spec(scope, "beside", "push", OTHER_URL));
    callbacks.awaitReady("whole");
    callbacks.awaitReady("beside");

    callbacks.delete("whole");
    callbacks.awaitGone("whole");
    Callbacks.awaitThat(
        "the neighbour's record to be put back",
        () -> assertThat(console.list(scope)).containsExactly("beside push " + OTHER_URL));
    callbacks.awaitReadyFor("beside", Reason.IN_SYNC);
    callbacks.awaitQuiet();

    assertThat(scene.removes(scope)).isEqualTo(1);
    assertThat(scene.puts(scope)).isEqualTo(3);
    // Nobody else changed anything.
    assertThat(callbacks.get("beside").statusOrEmpty().lastDrift()).isNull();
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(callbacks.events("beside")).containsExactly("Created", "CollateralDelete"));
  }

  @Test
  void goesThoughTheSecretOfItsKeyIsGone() {
    String scope = "vhost/secretless.example.com";
    callbacks.secret("signing", "deletes-key-1");
    callbacks.create("secretless", spec(scope, "a", "push", URL, signedBy("signing")));
    callbacks.awaitReady("secretless");

    callbacks.deleteSecret("signing");
    callbacks.awaitReason("secretless", Reason.SECRET_NOT_FOUND);
    callbacks.delete("secretless");
    callbacks.awaitGone("secretless");

    assertThat(console.list(scope)).isEmpty();
    assertThat(scene.removes(scope)).isEqualTo(1);
  }

  @Test
  void waitsWhileTheCredentialsDoNotWorkAndGoesAsItsMessageSays() {
    String scope = "vhost/keyless.example.com";
    List<String> both = List.of("keyless", "patient");
    both.forEach(name -> callbacks.create(name, spec(scope, name, "push", URL)));
    both.forEach(callbacks::awaitReady);
    scene.simulator().revoke(SimulatorUnderTest.ACCESS_KEY_ID);
    try {
      both.forEach(callbacks::delete);
      both.forEach(this::blocked);

      scene.follow(MessageCommands.with("Orphan", blocked("keyless")));
      callbacks.awaitGone("keyless");
      assertThat(ready(callbacks.get("patient")).reason()).isEqualTo("DeleteBlocked");
    } finally {
      scene
          .simulator()
          .addAccount(
              "{\"account\":\"%s\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\"}"
                  .formatted(
                      SimulatorUnderTest.ACCOUNT,
                      SimulatorUnderTest.ACCESS_KEY_ID,
                      SimulatorUnderTest.SECRET_ACCESS_KEY));
    }

    callbacks.awaitGone("patient");
    assertThat(console.list(scope)).containsExactly("keyless push " + URL);
    Callbacks.awaitThat(
        "the events to be told",
        () -> assertThat(callbacks.events("keyless")).endsWith("DeleteBlocked", "RecordKept"));
  }

  @Test
  void waitsIfTwoRemovalsDidNotHelpAndGoesAsItsMessageSays() {
    String scope = "vhost/sticky.example.com";
    callbacks.create("sticky", spec(scope, "a", "push", URL));
    callbacks.awaitReady("sticky");
    scene.spoil(
        "DeleteCallback",
        scope,
        "\"effect\":\"error\",\"status\":400,\"code\":\"InvalidParam.App\"");

    callbacks.delete("sticky");
    String message = blocked("sticky");
    assertThat(message).contains("two removals").contains("InvalidParam.App");
    callbacks.awaitQuiet();
    assertThat(scene.removes(scope)).isEqualTo(2);

    scene.follow(MessageCommands.with("Orphan", message));
    callbacks.awaitGone("sticky");
    assertThat(scene.removes(scope)).isEqualTo(2);
    assertThat(console.list(scope)).containsExactly("a push " + URL);
  }

  /** Waits until its deletion is blocked for good, and returns what it says. */
  private String blocked(String name) {
    LiveCallback object = callbacks.awaitReason(name, Reason.DELETE_BLOCKED);
    assertThat(holds(object, ConditionType.STALLED)).isTrue();
    assertThat(MessageCommands.with("Orphan", ready(object).message())).contains(name);
    return ready(object).message();
  }
}
