package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A first sync of 2,000 objects in one namespace, which takes more than three minutes; and during
 * the first part of it, its creation included, edits of objects that are in sync in another
 * namespace, and single new objects in a third.
 */
final class Overtaking implements Scenario {
  private static final int IMPORTED = 2000;
  private static final int SCOPES = 100;
  private static final int EDITS = 100;
  private static final int NEW = 40;
  private static final Duration EDIT_PAUSE = Duration.ofSeconds(1);
  private static final long SEED = 4;

  @Override
  public String name() {
    return "overtaking";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) {
    List<Callback> steady = Callback.spread("steady", EDITS, 20);
    List<Callback> fresh = Callback.spread("fresh", NEW, NEW);
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects edited = new Objects(stage.client(), "steady");
        Objects others = new Objects(stage.client(), "others");
        Objects imported = new Objects(stage.client(), "imported")) {
      stage.settle(simulator, edited, steady);
      try (OperatorUnderTest operator =
          stage.operator(simulator, List.of("steady", "others", "imported")).start()) {
        Stage.pause(Duration.ofSeconds(4)); // its first reads
        CompletableFuture<Void> importing =
            CompletableFuture.runAsync(
                () -> imported.create(Callback.spread("import", IMPORTED, SCOPES)));
        CompletableFuture<List<Instant>> edits =
            CompletableFuture.supplyAsync(() -> edit(edited, steady));
        CompletableFuture<List<Double>> ready = new CompletableFuture<>();
        List<Instant> created = create(others, fresh, ready);
        List<Instant> asked = edits.join();
        importing.join();
        Stage.pause(Duration.ofSeconds(3));
        Calls calls = Calls.of(simulator);
        stage
            .figures()
            .addSpread(
                name(),
                "an edit to its Put, during a first sync of 2,000",
                "<= 150",
                "<= 1,000",
                delays(calls, steady, asked),
                "ms");
        stage
            .figures()
            .addSpread(
                name(),
                "a new object of another namespace to its Put, during the same",
                Figures.NOTHING,
                "<= 1,500",
                delays(calls, fresh, created),
                "ms");
        stage
            .figures()
            .addSpread(
                name(),
                "a new object of another namespace to Ready, during the same",
                Figures.NOTHING,
                Figures.NOTHING,
                ready.join(),
                "ms");
        stage.figures().add(name(), "throttled answers", "0", calls.throttled(), "calls");
        stage
            .figures()
            .add(name(), "most Puts in any second", "<= 10", calls.densest(Calls.UPDATE), "calls");
      }
    }
  }

  /** One edit of each, at odd times. */
  private static List<Instant> edit(Objects objects, List<Callback> callbacks) {
    Random random = new Random(SEED);
    List<Instant> asked = new ArrayList<>();
    for (Callback callback : callbacks) {
      Stage.pause(EDIT_PAUSE.dividedBy(2).plusMillis(random.nextInt((int) EDIT_PAUSE.toMillis())));
      asked.add(objects.edit(callback.name(), "https://hooks.example.com/edited").asked());
    }
    return asked;
  }

  /** One new object after the other, each once the one before is Ready. */
  private static List<Instant> create(
      Objects objects, List<Callback> callbacks, CompletableFuture<List<Double>> ready) {
    Random random = new Random(SEED);
    List<Instant> asked = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (Callback callback : callbacks) {
      Instant created = objects.create(callback);
      asked.add(created);
      millis.add(Objects.millis(created, objects.awaitReady(callback.name(), 1)));
      Stage.pause(Duration.ofMillis(1000 + random.nextInt(1000)));
    }
    ready.complete(millis);
    return asked;
  }

  private static List<Double> delays(Calls calls, List<Callback> callbacks, List<Instant> asked) {
    return IntStream.range(0, asked.size())
        .mapToObj(
            i ->
                Objects.millis(
                    asked.get(i), calls.written(callbacks.get(i), asked.get(i)).orElseThrow()))
        .toList();
  }
}
