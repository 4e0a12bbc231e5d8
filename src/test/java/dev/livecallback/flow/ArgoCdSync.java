package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.gitops.TestData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One sync of Argo CD in waves, done step by step as its engine does it (gitops-engine's
 * sync_context.go): each {@link #step} looks at what is live, and goes as far as that allows. What
 * a sync has found Healthy or Degraded stays so for it; the last wave isn't waited for.
 */
final class ArgoCdSync {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String OPTIONS = "argocd.argoproj.io/sync-options";

  /** How far it is. */
  enum Phase {
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  private enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  private final ArgoCd argo;
  private final List<Task> tasks = new ArrayList<>();
  private boolean confirmed;

  /** Nothing yet; the tasks are added, then {@link #step} is called. */
  ArgoCdSync(ArgoCd argo) {
    this.argo = argo;
  }

  /** What is in Git. */
  ArgoCdSync with(String... manifests) {
    for (String manifest : manifests) {
      JsonNode object = TestData.parse(manifest);
      tasks.add(new Task(name(object), ArgoCd.wave(object), manifest));
    }
    tasks.sort(Comparator.comparingInt(task -> task.wave));
    return this;
  }

  /** What left Git: pruned in the reverse order of their waves. */
  ArgoCdSync without(String... objects) {
    List<Integer> waves = List.of(objects).stream().map(this::wave).distinct().sorted().toList();
    for (String object : objects) {
      int mirrored = waves.size() - 1 - waves.indexOf(wave(object));
      tasks.add(new Task(object, waves.get(mirrored), null));
    }
    tasks.sort(Comparator.comparingInt(task -> task.wave));
    return this;
  }

  /** The same with {@code PruneLast=true}: in a wave of their own after all others. */
  ArgoCdSync withoutAtLast(String... objects) {
    int last = tasks.stream().mapToInt(task -> task.wave).max().orElse(0) + 1;
    for (String object : objects) {
      tasks.add(new Task(object, last, null));
    }
    return this;
  }

  /** A person answers yes to {@code Prune=confirm}. */
  void confirm() {
    confirmed = true;
  }

  /** Goes as far as it can now. */
  Phase step() {
    boolean waves = tasks.getFirst().wave != tasks.getLast().wave;
    tasks.forEach(this::judge);
    if ((waves && has(State.RUNNING)) || tasks.stream().anyMatch(this::leaving)) {
      return Phase.RUNNING;
    }
    if (has(State.FAILED)) {
      return Phase.FAILED;
    }
    List<Task> left = tasks.stream().filter(task -> task.state == State.PENDING).toList();
    if (left.isEmpty()) {
      return Phase.SUCCEEDED;
    }
    List<Task> wave = left.stream().filter(task -> task.wave == left.getFirst().wave).toList();
    if (!confirmed && wave.stream().anyMatch(this::asksFirst)) {
      return Phase.RUNNING;
    }
    wave.stream().filter(Task::prunes).forEach(this::prune);
    wave.stream().filter(task -> !task.prunes()).forEach(this::apply);
    return wave.size() == left.size() ? Phase.SUCCEEDED : Phase.RUNNING;
  }

  /** Goes on until it is over, which has to be so. */
  void awaitEnd(Phase end) {
    Phase[] last = new Phase[1];
    await("the sync to be over, of " + tasks)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> (last[0] = step()) != Phase.RUNNING);
    assertThat(last[0]).as("the sync of %s", tasks).isEqualTo(end);
  }

  /** Goes on until an object is there. */
  void awaitThere(String object) {
    await(object + " to be applied by the sync of " + tasks)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              assertThat(step()).as("the sync of %s", tasks).isNotEqualTo(Phase.FAILED);
              return argo.live(object).isPresent();
            });
  }

  /** However often it is called, it gets no further. */
  void assertWaits() {
    for (int i = 0; i < 3; i++) {
      assertThat(step()).as("the sync of %s", tasks).isEqualTo(Phase.RUNNING);
    }
  }

  private void judge(Task task) {
    if (task.state != State.RUNNING) {
      return;
    }
    JsonNode live = argo.live(task.object).orElseThrow();
    if (!live.path("apiVersion").asText().startsWith("livecallback.dev/")) {
      task.state = State.SUCCEEDED;
      return;
    }
    task.state =
        switch (ArgoCd.health(live)) {
          case "Healthy" -> State.SUCCEEDED;
          case "Degraded" -> State.FAILED;
          default -> State.RUNNING;
        };
  }

  /** Pruned by this sync, and still there. */
  private boolean leaving(Task task) {
    return task.prunes()
        && task.state == State.SUCCEEDED
        && argo.live(task.object).filter(ArgoCd::beingDeleted).isPresent();
  }

  private boolean asksFirst(Task task) {
    return task.prunes()
        && argo.live(task.object)
            .map(each -> each.path("metadata").path("annotations").path(OPTIONS).asText())
            .filter(options -> options.contains("Prune=confirm"))
            .isPresent();
  }

  private void prune(Task task) {
    argo.prune(task.object);
    task.state = State.SUCCEEDED;
  }

  private void apply(Task task) {
    if (task.manifest != null) {
      argo.sync(task.manifest);
      task.state = State.RUNNING;
    }
  }

  private boolean has(State state) {
    return tasks.stream().anyMatch(task -> task.state == state);
  }

  private int wave(String object) {
    return argo.live(object).map(ArgoCd::wave).orElseThrow();
  }

  private static String name(JsonNode object) {
    return object.path("kind").asText().toLowerCase(Locale.ROOT)
        + "/"
        + object.path("metadata").path("name").asText();
  }

  /** An object to be applied, or to be pruned, and what came of it. */
  private static final class Task {
    private final String object;
    private final int wave;
    private final @Nullable String manifest;
    private State state = State.PENDING;

    Task(String object, int wave, @Nullable String manifest) {
      this.object = object;
      this.wave = wave;
      this.manifest = manifest;
    }

    boolean prunes() {
      return manifest == null;
    }

    @Override
    public String toString() {
      return "%s (wave %d, %s)".formatted(object, wave, state);
    }
  }
}
