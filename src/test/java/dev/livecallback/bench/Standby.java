package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Memory of a leader and of the standby, with a thousand objects in sync. */
final class Standby implements Scenario {
  private static final int OBJECTS = 1000;
  private static final int SCOPES = 50;

  @Override
  public String name() {
    return "standby";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) throws IOException {
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "standby")) {
      stage.settle(simulator, objects, Callback.spread("standby", OBJECTS, SCOPES));
      Replicas replicas = new Replicas(stage, simulator, objects.namespace());
      try (OperatorUnderTest one = replicas.start("one")) {
        Replicas.awaitLeads(one);
        try (OperatorUnderTest two = replicas.start("two")) {
          Stage.pause(Duration.ofSeconds(20)); // 50 reads, ten a second, and the collector's time
          double leads = Starts.residentMegabytes(one.process().pid());
          double standsBy = Starts.residentMegabytes(two.process().pid());
          stage
              .figures()
              .add(
                  name(),
                  "memory (RSS) of the leader, 1,000 objects",
                  Figures.NOTHING,
                  leads,
                  "MB");
          stage
              .figures()
              .add(
                  name(),
                  "memory (RSS) of the standby, 1,000 objects",
                  "≤ the leader's",
                  standsBy,
                  "MB");
          stage
              .figures()
              .add(
                  name(),
                  "calls of the standby",
                  "0",
                  replicas.of("two", List.of(Calls.DESCRIBE, Calls.UPDATE, Calls.DELETE)).size(),
                  "calls");
        }
      }
    }
  }
}
