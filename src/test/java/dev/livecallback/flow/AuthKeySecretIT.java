package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@NeedsControlPlane
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("The Secret with the authentication key")
class AuthKeySecretIT {
  private static final String URL = "https://hooks.example.com/live";

  private Scene scene;
  private Callbacks callbacks;
  private OperatorUnderTest operator;

  @BeforeAll
  void runs(TestCluster cluster) {
    scene = Scene.open(cluster);
    callbacks = scene.callbacks();
    operator = scene.start();
  }

  @AfterAll
  void ends() {
    scene.close();
  }

  @Test
  @DisplayName("may be created after its object, which is Ready then")
  void createdLater() {
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
  @DisplayName("has a changed value written at once, and nothing done when only touched")
  void rotated() {
    String scope = "vhost/rotated.example.com";
    callbacks.secret("rotated", "rotated-key-1");
    callbacks.create("rotated", spec(scope, "a", "push", URL, signedBy("rotated")));
    callbacks.awaitReady("rotated");

    callbacks.secret("rotated", "rotated-key-2");
    awaitKey(scope, "rotated-key-2");
    awaitThat(
        "the rotation to be told",
        () -> assertThat(callbacks.events("rotated")).containsExactly("Created", "KeyRotated"));
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
  @DisplayName("may vanish while in sync: that costs no call, and the object can still be deleted")
  void vanished() {
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
  @DisplayName("that ends in a line break is named as the trouble, and works once it is put right")
  void lineBreak() {
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
  @DisplayName("of another type is not read, and a sentence says so")
  void anotherType() {
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
  @DisplayName("is no drift where the API hides keys, and a rotation is written all the same")
  void hidden() {
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
