package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.testing.OperatorUnderTest;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Flow
@DisplayName("The operator")
class QuietIT {
  private static final String ONE = "vhost/one.example.com";
  private static final String TWO = "domain/two.example.com";
  private static final List<String> OBJECTS = List.of("one-a", "one-b", "two");

  private final Scene scene;
  private final Callbacks callbacks;
  private OperatorUnderTest operator;

  QuietIT(Scene scene, OperatorUnderTest operator) {
    this.scene = scene;
    this.callbacks = scene.callbacks();
    this.operator = operator;
  }

  @BeforeAll
  void hasThreeObjectsInTwoScopesInSync() {
    callbacks.secret("signing", "quiet-key-1");
    callbacks.create("one-a", spec(ONE, "a", "push", "https://h/a", signedBy("signing")));
    callbacks.create("one-b", spec(ONE, "b", "push", "https://h/b"));
    callbacks.create("two", spec(TWO, "", "record", "https://h/c"));
    OBJECTS.forEach(callbacks::awaitReady);
  }

  @Test
  void costsOneReadAScopeAndNoStatusWriteWhenItIsStartedAnew() {
    callbacks.awaitQuiet();
    List<String> versions = versions();
    operator.terminate();
    scene.simulator().forgetCalls();

    operator = scene.start();
    awaitThat(
        "both scopes to be read",
        () -> assertThat(Stream.of(ONE, TWO).map(scene::reads)).doesNotContain(0L));
    callbacks.awaitQuiet();

    for (String scope : List.of(ONE, TWO)) {
      assertThat(scene.calls(scope)).containsOnly("DescribeCallback");
      // One whose answer doesn't come within 10 s is made once more: a machine may be that busy.
      awaitThat(
          "the log to tell of one answer",
          () -> assertThat(scene.answeredReads(scope)).isEqualTo(1));
    }
    assertThat(versions()).isEqualTo(versions);
  }

  @Test
  void neitherCallsNorWritesWhenAnotherToolLabelsAndAnnotatesAnObject() {
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
  void writesANewObjectsStatusForWhatHappensAndForEachStepThatLasts() {
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

    // Each version is one write: the creation, unless the watch begins with the next one, and the
    // finalizer, then one for each that is told.
    List<String> reasons =
        history.stream()
            .filter(object -> !object.statusOrEmpty().conditions().isEmpty())
            .map(object -> ready(object).reason())
            .toList();
    assertThat(reasons).contains("Writing", "InSync").doesNotHaveDuplicates();
    assertThat(List.of("Queued", "Writing", "Verifying", "InSync")).containsSubsequence(reasons);
    assertThat(history).hasSizeBetween(1 + reasons.size(), 2 + reasons.size());
  }

  @Test
  void verifiesSeveralWritesToAScopeWithOneRead() {
    String scope = "vhost/shared.example.com";
    scene.spoil("UpdateCallback", scope, "\"effect\":\"slow\",\"delayMillis\":3000,\"count\":8");
    List<String> names = IntStream.range(0, 8).mapToObj(i -> "shared-" + i).toList();
    names.forEach(name -> callbacks.create(name, spec(scope, name, "push", "https://h/s")));
    // It learns at once of the answers that come while it stands still.
    awaitThat("all writes to be sent", () -> assertThat(scene.simulator().faults()).isEmpty());
    operator.process().freeze();
    long readsBefore = scene.reads(scope);
    awaitThat("all to be answered", () -> assertThat(scene.puts(scope)).isEqualTo(8));
    operator.process().thaw();

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
