package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.Slow;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Versions that were given out are given out again: the caches come from a future that isn't. */
@Order(1) // it waits for minutes: it begins early
@NeedsControlPlane(own = true)
@Flow
@Tag("abuse")
@DisplayName("When etcd is restored from a backup")
@Slow
class RestoredEtcdIT {
  private static final String SCOPE = "vhost/restored.example.com";
  private static final String THIRD_URL = "https://third.example.com/live";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Scene scene;
  private final Callbacks callbacks;
  private final OperatorUnderTest operator;

  RestoredEtcdIT(Scene scene, OperatorUnderTest operator) {
    this.scene = scene;
    this.callbacks = scene.callbacks();
    this.operator = operator;
  }

  @Test
  void theOperatorSeesThatItsCachesAreOfAnotherWorldAndGivesWayToOneThatReadsAllAnew() {
    callbacks.create("edited", spec(SCOPE, "a", "push", URL));
    callbacks.awaitReady("edited");

    scene
        .cluster()
        .restoreEtcdAfter(
            () -> {
              edit(OTHER_URL);
              callbacks.awaitReady("edited");
              // What the cache knows is far ahead.
              IntStream.range(0, 30).forEach(i -> callbacks.annotate("edited", "a/b", "" + i));
            });
    edit(THIRD_URL);

    int exit = operator.process().awaitExit(PATIENCE);
    assertThat(exit).isEqualTo(1);
    assertThat(operator.logWith("A cache doesn't follow the API server: livecallbacks "))
        .hasSize(1);
    scene.start();
    // The test's own cache is from the future, too.
    Callbacks.awaitThat(
        "the edit to be written",
        () -> assertThat(scene.records(SCOPE).toString()).contains(THIRD_URL));
  }

  private void edit(String url) {
    callbacks.edit("edited", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(url));
  }
}
