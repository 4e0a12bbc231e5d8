package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.util.List;

/** A thousand new objects, at the service's limit of 10 calls a second. */
final class FirstSync implements Scenario {
  private static final int OBJECTS = 1000;
  private static final int SCOPES = 50;
  private static final double LIMIT = 10;

  @Override
  public String name() {
    return "first-sync";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) {
    List<Callback> callbacks = Callback.spread("new", OBJECTS, SCOPES);
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "first-sync");
        OperatorUnderTest operator =
            stage.operator(simulator, List.of(objects.namespace())).start()) {
      objects.create(callbacks);
      objects.awaitReady(callbacks);
      Calls calls = Calls.of(simulator);
      double seconds = calls.span(Calls.UPDATE).toNanos() / 1e9;
      double rate = (calls.count(Calls.UPDATE) - 1) / seconds;
      add(stage, "rate from the first Put to the last", ">= 98", 100 * rate / LIMIT, "% of 10/s");
      add(stage, "most Puts in any second", "<= 10", calls.densest(Calls.UPDATE), "calls");
      add(stage, "most reads in any second", "<= 10", calls.densest(Calls.DESCRIBE), "calls");
      add(stage, "throttled answers", "0", calls.throttled(), "calls");
      add(stage, "Puts", "1,000", calls.count(Calls.UPDATE), "calls");
      add(stage, "reads", Figures.NOTHING, calls.count(Calls.DESCRIBE), "calls");
    }
  }

  private void add(Stage stage, String what, String wanted, double value, String unit) {
    stage.figures().add(name(), what, wanted, value, unit);
  }
}
