package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.OperatorUnderTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Flow
@DisplayName("The Secret with the authentication key")
class AuthKeySecretIT {
  private final Scene scene;
  private final Callbacks callbacks;
  private OperatorUnderTest operator;

  AuthKeySecretIT(Scene scene, OperatorUnderTest operator) {
    this.scene = scene;
    this.callbacks = scene.callbacks();
    this.operator = operator;
  }

  @Test
  void mayBeCreatedAfterItsObjectWhichIsReadyThen() {
    String scope = "vhost/later.example.com";
    callbacks.create("later", spec(scope, "a", "push", URL, signedBy("later")));
    LiveCallback waiting = callbacks.awaitReason("later", Reason.SECRET_NOT_FOUND);
    assertThat(ready(waiting).message())
        .contains("kubectl -n " + callbacks.namespace() + " create secret generic later");
    assertThat(waiting.statusOrEmpty().condition(ConditionType.RECONCILING)).isPresent();
    assertThat(waiting.statusOrEmpty().condition(ConditionType.STALLED)).isEmpty();
    assertThat(scene.puts(scope)).isZero();

    callbacks.secret("later", "later-key-1");
    callbacks.awaitReady("later");

    assertThat(key(scope)).isEqualTo("later-key-1");
    assertThat(scene.puts(scope)).isEqualTo(1);
  }

  @Test
  void hasAChangedValueWrittenAtOnceAndNothingDoneWhenOnlyTouched() {
    String scope = "vhost/rotated.example.com";
    callbacks.secret("rotated", "rotated-key-1");
    callbacks.create("rotated", spec(scope, "a", "push", URL, signedBy("rotated")));
    callbacks.awaitReady("rotated");

    callbacks.secret("rotated", "rotated-key-2");
    awaitKey(scope, "rotated-key-2");
    awaitThat(
        "the rotation to be told",
        () -> assertThat(callbacks.events("rotated")).containsExactly("Created", "KeyRotated"));
    callbacks.awaitQuiet();
    callbacks.awaitReady("rotated");

    String version = callbacks.version("rotated");
    long calls = scene.calls(scope).size();
    callbacks.annotateSecret("rotated", "example.com/touched", "yes");
    callbacks.awaitQuiet();

    assertThat(scene.calls(scope)).hasSize((int) calls);
    assertThat(callbacks.version("rotated")).isEqualTo(version);
    assertThat(scene.puts(scope)).isEqualTo(2);
  }

  @Test
  void mayVanishWhileInSyncThatCostsNoCallAndTheObjectCanStillBeDeleted() {
    String scope = "vhost/vanished.example.com";
    callbacks.secret("vanished", "vanished-key-1");
    callbacks.create("vanished", spec(scope, "a", "push", URL, signedBy("vanished")));
    callbacks.awaitReady("vanished");
    long calls = scene.calls(scope).size();

    callbacks.deleteSecret("vanished");
    callbacks.awaitReason("vanished", Reason.SECRET_NOT_FOUND);
    callbacks.awaitQuiet();
    assertThat(scene.calls(scope)).hasSize((int) calls);
    assertThat(key(scope)).isEqualTo("vanished-key-1");

    callbacks.delete("vanished");
    callbacks.awaitGone("vanished");
    assertThat(scene.records(scope)).isEmpty();
  }

  @Test
  void thatEndsInALineBreakIsNamedAsTheTroubleAndWorksOnceItIsPutRight() {
    String scope = "vhost/linebreak.example.com";
    callbacks.secret("linebreak", "linebreak-key-1\n");
    callbacks.create("linebreak", spec(scope, "a", "push", URL, signedBy("linebreak")));

    LiveCallback stopped = callbacks.awaitReason("linebreak", Reason.INVALID_AUTH_KEY);
    assertThat(ready(stopped).message())
        .contains("Secret " + callbacks.namespace() + "/linebreak")
        .contains("line break")
        .doesNotContain("linebreak-key-1");
    assertThat(stopped.statusOrEmpty().condition(ConditionType.STALLED)).isPresent();
    assertThat(scene.puts(scope)).isZero();

    callbacks.secret("linebreak", "linebreak-key-1");
    callbacks.awaitReady("linebreak");
    assertThat(key(scope)).isEqualTo("linebreak-key-1");
  }

  @Test
  void ofAnotherTypeIsNotReadAndASentenceSaysSo() {
    String scope = "vhost/typed.example.com";
    callbacks.secret("typed", "example.com/other", "typed-key-1");
    callbacks.create("typed", spec(scope, "a", "push", URL, signedBy("typed")));

    LiveCallback waiting = callbacks.awaitReason("typed", Reason.SECRET_NOT_FOUND);

    assertThat(ready(waiting).message())
        .contains("Secret " + callbacks.namespace() + "/typed")
        .contains("Opaque");
    assertThat(scene.puts(scope)).isZero();
  }

  @Test
  void isNoDriftWhereTheApiHidesKeysAndARotationIsWrittenAllTheSame() {
    String scope = "vhost/hidden.example.com";
    scene.simulator().turn("{\"maskKey\":true}");
    try {
      callbacks.secret("hidden", "hidden-key-1");
      callbacks.create("hidden", spec(scope, "a", "push", URL, signedBy("hidden")));
      callbacks.awaitReady("hidden");
      assertThat(scene.puts(scope)).isEqualTo(1);

      callbacks.secret("hidden", "hidden-key-2");
      awaitKey(scope, "hidden-key-2");
      callbacks.awaitReady("hidden");
      assertThat(scene.puts(scope)).isEqualTo(2);
      awaitThat(
          "the rotation to be told",
          () -> assertThat(callbacks.events("hidden")).containsExactly("Created", "KeyRotated"));

      operator.terminate();
      operator = scene.start();
      callbacks.awaitQuiet();
      assertThat(scene.puts(scope)).isEqualTo(2);

      operator.terminate();
      callbacks.secret("hidden", "hidden-key-3");
      operator = scene.start();
      awaitKey(scope, "hidden-key-3");
      callbacks.awaitReady("hidden");
      callbacks.awaitQuiet();
      assertThat(scene.puts(scope)).isEqualTo(3);
      awaitThat(
          "the second rotation to be told",
          () ->
              assertThat(callbacks.events("hidden"))
                  .containsExactly("Created", "KeyRotated", "KeyRotated"));
    } finally {
      scene.simulator().turn("{\"maskKey\":false}");
    }
  }

  private void awaitKey(String scope, String expected) {
    awaitThat("the key of " + scope, () -> assertThat(key(scope)).isEqualTo(expected));
  }

  private String key(String scope) {
    return scene.records(scope).getFirst().path("AuthKeyPrimary").asText();
  }
}
