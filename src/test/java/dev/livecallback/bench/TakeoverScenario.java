package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Instant;
import java.util.List;

/**
 * The leader is told to end in the middle of a first sync of 1,000 objects, as in a rolling update.
 */
final class TakeoverScenario implements Scenario {
  private static final int OBJECTS = 1000;
  private static final int SCOPES = 50;
  private static final int PUTS_BEFORE = 100;

  @Override
  public String name() {
    return "takeover";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) {
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "takeover")) {
      Replicas replicas = new Replicas(stage, simulator, objects.namespace());
      List<Callback> callbacks = Callback.spread("takeover", OBJECTS, SCOPES);
      try (OperatorUnderTest one = replicas.start("one")) {
        Replicas.awaitLeads(one);
        try (OperatorUnderTest two = replicas.start("two")) {
          objects.create(callbacks);
          replicas.awaitPuts("one", PUTS_BEFORE);
          Instant told = Instant.now();
          one.terminate();
          Instant next = replicas.awaitCall("two");
          objects.awaitReady(callbacks);
          add(
              stage,
              "SIGTERM to the next one's first call",
              "≤ 2",
              Replicas.seconds(told, next),
              "s");
          add(stage, "Puts of a record that was put before", "0", replicas.repeated(), "calls");
          Calls calls = Calls.of(simulator);
          add(
              stage,
              "most Puts in any second, of both",
              "≤ 10",
              calls.densest(Calls.UPDATE),
              "calls");
          add(
              stage,
              "most reads in any second, of both",
              "≤ 10",
              calls.densest(Calls.DESCRIBE),
              "calls");
          add(stage, "throttled answers", "0", calls.throttled(), "calls");
        }
      }
    }
  }

  private void add(Stage stage, String what, String wanted, double value, String unit) {
    stage.figures().add(name(), what + ", during a first sync of 1,000", wanted, value, unit);
  }
}
