package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@NeedsControlPlane
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("The operator")
class QuietIT {
  private static final String ONE = "vhost/one.example.com";
  private static final String TWO = "domain/two.example.com";
  private static final List<String> OBJECTS = List.of("one-a", "one-b", "two");

  private Scene scene;
  private Callbacks callbacks;
  private OperatorUnderTest operator;

  @BeforeAll
  void hasThreeObjectsInTwoScopesInSync(TestCluster cluster) {
    scene = Scene.open(cluster);
    callbacks = scene.callbacks();
    operator = scene.start();
    callbacks.secret("signing", "quiet-key-1");
    callbacks.create("one-a", spec(ONE, "a", "push", "https://h/a", signedBy("signing")));
    callbacks.create("one-b", spec(ONE, "b", "push", "https://h/b"));
    callbacks.create("two", spec(TWO, "", "record", "https://h/c"));
    OBJECTS.forEach(callbacks::awaitReady);
  }

  @AfterAll
  void ends() {
    scene.close();
  }

  @Test
  @DisplayName("costs one read a scope and no status write when it is started anew")
  void restarts() {
    callbacks.awaitQuiet();
    List<String> versions = versions();
    scene.simulator().forgetCalls();

    operator.terminate();
    operator = scene.start();
    awaitThat(
        "both scopes to be read",
        () -> assertThat(Stream.of(ONE, TWO).map(scene::reads)).doesNotContain(0L));
    callbacks.awaitQuiet();

    assertThat(scene.calls(ONE)).containsExactly("DescribeCallback");
    assertThat(scene.calls(TWO)).containsExactly("DescribeCallback");
    assertThat(versions()).isEqualTo(versions);
  }

  @Test
  @DisplayName("neither calls nor writes when another tool labels and annotates an object")
  void otherTools() {
    callbacks.awaitQuiet();
    scene.simulator().forgetCalls();

    LiveCallback annotated = callbacks.annotate("one-a", "argocd.argoproj.io/tracking-id", "x");
    scene.cluster().kubectl("label", "livecallback", "two", "team=sports").succeeded();
    String labelled = callbacks.version("two");
    callbacks.awaitQuiet();

    assertThat(callbacks.version("one-a")).isEqualTo(annotated.getMetadata().getResourceVersion());
    assertThat(callbacks.version("two")).isEqualTo(labelled);
    assertThat(scene.calls(ONE)).isEmpty();
    assertThat(scene.calls(TWO)).isEmpty();
  }

  @Test
  @DisplayName("writes a new object's status for what happens and for each step that lasts")
  void ownWrites() {
    List<LiveCallback> history = new CopyOnWriteArrayList<>();
    var objects = scene.cluster().client().resources(LiveCallback.class);
    try (var _ = objects.withName("watched").watch(into(history))) {
      callbacks.create("watched", spec("vhost/watched.example.com", "a", "push", "https://h/w"));
      callbacks.awaitReady("watched");
      callbacks.awaitQuiet();
      String last = callbacks.version("watched");
      awaitThat(
          "the watch to catch up",
          () -> assertThat(history.getLast().getMetadata().getResourceVersion()).isEqualTo(last));
    }

    // Each version is one write: the creation and the finalizer, then one for each that is told.
    List<String> reasons =
        history.stream()
            .filter(object -> !object.statusOrEmpty().conditions().isEmpty())
            .map(object -> ready(object).reason())
            .toList();
    assertThat(reasons).contains("Writing", "InSync").doesNotHaveDuplicates();
    assertThat(List.of("Queued", "Writing", "Verifying", "InSync")).containsSubsequence(reasons);
    assertThat(history).hasSize(2 + reasons.size());
  }

  @Test
  @DisplayName("verifies several writes to a scope with one read")
  void sharesReads() {
    String scope = "vhost/shared.example.com";
    scene.spoil("UpdateCallback", scope, "\"effect\":\"slow\",\"delayMillis\":2000");
    List<String> names = IntStream.range(0, 8).mapToObj(i -> "shared-" + i).toList();
    names.forEach(name -> callbacks.create(name, spec(scope, name, "push", "https://h/s")));
    names.forEach(name -> callbacks.awaitReason(name, Reason.WRITING));
    long readsBefore = scene.reads(scope);

    names.forEach(callbacks::awaitReady);

    assertThat(scene.puts(scope)).isEqualTo(8);
    assertThat(scene.reads(scope) - readsBefore).isBetween(1L, 4L);
  }

  private List<String> versions() {
    return OBJECTS.stream().map(callbacks::version).toList();
  }

  private static Watcher<LiveCallback> into(List<LiveCallback> history) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, LiveCallback object) {
        history.add(object);
      }

      @Override
      public void onClose(WatcherException cause) {
        // What is missing then is noticed by the assertions.
      }
    };
  }
}
