package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a scrape of the metrics costs with 10,000 objects in sync: bytes, and time to answer. */
final class Scrapes implements Scenario {
  private static final int OBJECTS = 10_000;
  private static final int SCOPES = 200;
  private static final int TIMES = 100;

  /** Until the JVM has compiled what is asked for often. */
  private static final int WARMING = 50;

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) {
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "metrics")) {
      stage.settle(simulator, objects, Callback.spread("metrics", OBJECTS, SCOPES));
      try (OperatorUnderTest operator =
          stage
              .operator(simulator, List.of(objects.namespace()))
              .with("LIVE_QUOTA", String.valueOf(Stage.PLENTY))
              .start()) {
        stage.awaitQuiet(objects);
        for (int i = 0; i < WARMING; i++) {
          operator.metrics();
        }
        List<Double> times = new ArrayList<>();
        String page = "";
        for (int i = 0; i < TIMES; i++) {
          Instant asked = Instant.now();
          page = operator.metrics();
          times.add(Objects.millis(asked, Instant.now()));
        }
        stage
            .figures()
            .add(
                name(),
                "a scrape, 10,000 objects in 200 scopes",
                "< 100",
                page.getBytes(StandardCharsets.UTF_8).length / 1e3,
                "kB");
        stage.figures().addSpread(name(), "time of a scrape", "< 20", "< 20", times, "ms");
      }
    }
  }
}
