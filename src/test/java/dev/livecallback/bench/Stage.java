package dev.livecallback.bench;

import dev.livecallback.testing.DefaultAccount;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What every scenario has: a real API server, and somewhere for its figures.
 *
 * @param client talks to the API server
 * @param kubeconfig of it, for the operator
 * @param figures where they go
 */
record Stage(KubernetesClient client, Path kubeconfig, Figures figures) {
  private static final String LATENCY = "--latency-ms=20";

  /** As many calls a second as can't be in the way while something is set up. */
  static final int PLENTY = 1000;

  /** A simulator whose calls take 20 ms. */
  SimulatorUnderTest simulator(String... options) {
    return SimulatorUnderTest.start(
        Stream.concat(Stream.of(LATENCY), Stream.of(options)).toArray(String[]::new));
  }

  /** An operator of these namespaces. */
  OperatorUnderTest.Builder operator(SimulatorUnderTest simulator, List<String> namespaces) {
    DefaultAccount.in(client, namespaces.getFirst());
    return OperatorUnderTest.of(kubeconfig, simulator).watching(namespaces.toArray(String[]::new));
  }

  /**
   * Makes objects in sync, with an operator and a budget that are gone afterwards: their records
   * are there before them.
   */
  @SuppressWarnings("try")
  void settle(SimulatorUnderTest simulator, Objects objects, List<Callback> callbacks) {
    simulator.turn("{\"quota\": " + PLENTY + "}");
    Parallel.each(callbacks, callback -> simulator.putRecord(callback.record()));
    try (OperatorUnderTest operator =
        operator(simulator, List.of(objects.namespace()))
            .with("LIVE_QUOTA", String.valueOf(PLENTY))
            .start()) {
      objects.create(callbacks);
      objects.awaitReady(callbacks);
      awaitQuiet(objects);
    }
    simulator.turn("{\"quota\": 10}");
    simulator.forgetCalls();
  }

  /** Waits until no object has been written for two seconds. */
  void awaitQuiet(Objects objects) {
    List<String> before = new ArrayList<>();
    for (List<String> now = objects.versions(); !now.equals(before); now = objects.versions()) {
      before = now;
      pause(Duration.ofSeconds(2));
    }
  }

  /** Lets time pass. */
  static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }
}
