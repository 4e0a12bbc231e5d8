package dev.livecallback.bench;

import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Instant;
import java.util.List;

/** The leader is killed in the middle of a first sync of 1,000 objects. */
final class Failover implements Scenario {
  private static final int OBJECTS = 1000;
  private static final int SCOPES = 50;
  private static final int PUTS_BEFORE = 100;
  private static final long SLACK_SECONDS = 12;

  @Override
  public String name() {
    return "failover";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) {
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "failover")) {
      Replicas replicas = new Replicas(stage, simulator, objects.namespace());
      List<Callback> callbacks = Callback.spread("failover", OBJECTS, SCOPES);
      try (OperatorUnderTest one = replicas.start("one")) {
        Replicas.awaitLeads(one);
        try (OperatorUnderTest two = replicas.start("two")) {
          objects.create(callbacks);
          replicas.awaitPuts("one", PUTS_BEFORE);
          Instant killed = Instant.now();
          one.kill();
          Instant next = replicas.awaitCall("two");
          replicas.awaitPuts("two", 1);
          Instant put = replicas.of("two", List.of(Calls.UPDATE)).getFirst();
          objects.awaitReady(callbacks);
          long wanted = OperatorSetting.LEASE_DURATION.defaultValue().toSeconds() + SLACK_SECONDS;
          add(
              stage,
              "SIGKILL to the next one's first call",
              "≤ " + wanted,
              Replicas.seconds(killed, next),
              "s");
          add(
              stage,
              "leading to the first write",
              "≥ 10",
              Replicas.seconds(Replicas.led(two), put),
              "s");
          add(stage, "Puts of a record that was put before", "0", replicas.repeated(), "calls");
        }
      }
    }
  }

  private void add(Stage stage, String what, String wanted, double value, String unit) {
    stage.figures().add(name(), what + ", during a first sync of 1,000", wanted, value, unit);
  }
}
