package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A start with 5,000 objects in sync, at the service's limit of 10 calls a second. */
final class Restart implements Scenario {
  private static final int OBJECTS = 5000;
  private static final int SCOPES = 100;

  @Override
  public String name() {
    return "restart";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) {
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "restart")) {
      stage.settle(simulator, objects, Callback.spread("restart", OBJECTS, SCOPES));
      List<String> before = objects.versions();
      long writes = KubernetesWrites.count(stage.client());
      try (OperatorUnderTest operator =
          stage.operator(simulator, List.of(objects.namespace())).start()) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> Calls.of(simulator).count(Calls.DESCRIBE) >= SCOPES);
        Stage.pause(Duration.ofSeconds(5));
        Calls calls = Calls.of(simulator);
        add(stage, "reads", "100", calls.count(Calls.DESCRIBE), "calls");
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
      }
    }
  }

  private void add(Stage stage, String what, String wanted, double value, String unit) {
    stage.figures().add(name(), what + ", 5,000 objects in 100 scopes", wanted, value, unit);
  }
}
