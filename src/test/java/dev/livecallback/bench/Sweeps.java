package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Objects in sync that nobody touches, over some sync periods. */
final class Sweeps implements Scenario {
  private static final int OBJECTS = 1000;
  private static final int SCOPES = 50;
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int PERIODS = 4;

  /** What the operator's debug log says once for each object that it plans. */
  private static final String PLANNED = "Planned: ";

  @Override
  public String name() {
    return "sweep";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) {
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "sweep")) {
      stage.settle(simulator, objects, Callback.spread("sweep", OBJECTS, SCOPES));
      try (OperatorUnderTest operator =
          stage
              .operator(simulator, List.of(objects.namespace()))
              .with("SYNC_PERIOD", PERIOD.toSeconds() + "s")
              .with("LOG_LEVEL", "debug")
              .start()) {
        Stage.pause(PERIOD.multipliedBy(2));
        List<String> before = objects.versions();
        long writes = KubernetesWrites.count(stage.client());
        int planned = operator.logWith(PLANNED).size();
        simulator.forgetCalls();
        Stage.pause(PERIOD.multipliedBy(PERIODS));
        Calls calls = Calls.of(simulator);
        int planning = operator.logWith(PLANNED).size() - planned;
        add(
            stage,
            "calls in one sync period, mean of 4",
            "50",
            (double) calls.count(Calls.DESCRIBE) / PERIODS,
            "calls");
        List<Double> gaps = gaps(calls);
        add(stage, "shortest pause between two reads of a scope", ">= 9", min(gaps), "s");
        add(stage, "longest pause between two reads of a scope", "<= 11", max(gaps), "s");
        add(
            stage,
            "writes to the API",
            "0",
            calls.count(Calls.UPDATE) + calls.count(Calls.DELETE),
            "calls");
        add(
            stage,
            "writes to Kubernetes",
            "0",
            (double) (KubernetesWrites.count(stage.client()) - writes),
            "requests");
        List<String> after = new ArrayList<>(objects.versions());
        after.removeAll(before);
        add(stage, "objects whose resourceVersion changed", "0", after.size(), "objects");
        add(stage, "reconciles", "0", planning, "rounds");
      }
    }
  }

  private void add(Stage stage, String what, String wanted, double value, String unit) {
    stage.figures().add(name(), what, wanted, value, unit);
  }

  private static List<Double> gaps(Calls calls) {
    List<Double> gaps = new ArrayList<>();
    for (List<Instant> reads : calls.reads().values()) {
      for (int i = 1; i < reads.size(); i++) {
        gaps.add(Objects.millis(reads.get(i - 1), reads.get(i)) / 1000);
      }
    }
    return gaps;
  }

  private static double min(List<Double> values) {
    return values.stream().mapToDouble(value -> value).min().orElse(Double.NaN);
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(value -> value).max().orElse(Double.NaN);
  }
}
