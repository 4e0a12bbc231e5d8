package dev.livecallback.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** The figures of {@code docs/performance.md}. */
final class Benchmark {
  private static final int EDITS = 50;
  private static final int NEW_OBJECTS = 300;
  private static final int MANY_OBJECTS = 1000;
  private static final int STARTS = 5;

  private final KubernetesClient client;
  private final Path kubeconfig;
  private final Figures figures;

  private Benchmark(KubernetesClient client, Path kubeconfig, Figures figures) {
    this.client = client;
    this.kubeconfig = kubeconfig;
    this.figures = figures;
  }

  /** Takes a kubeconfig, and the file for the figures. */
  public static void main(String[] args) throws IOException {
    Path kubeconfig = Path.of(args[0]);
    Figures figures = new Figures();
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build()) {
      Benchmark benchmark = new Benchmark(client, kubeconfig, figures);
      benchmark.edits();
      benchmark.firstSync();
      benchmark.starts();
    }
    figures.write(Path.of(args[1]));
  }

  /** Edit to Ready with free budget: one edit at a time, each in a scope of its own. */
  @SuppressWarnings("try")
  private void edits() {
    try (SimulatorUnderTest simulator = SimulatorUnderTest.start();
        OperatorUnderTest operator =
            OperatorUnderTest.of(kubeconfig, simulator).watching("edits").start();
        Objects objects = new Objects(client, "edits")) {
      for (int i = 0; i < EDITS; i++) {
        objects.create("edit-" + i, "edit-" + i + ".example.com", "app");
      }
      objects.awaitReady(EDITS);
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < EDITS; i++) {
        LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        millis.add(objects.edit("edit-" + i, "https://hooks.example.com/edited"));
      }
      figures.addSpread("edit to Ready, free budget, no latency", millis, "ms");
    }
  }

  /** New objects at the limit of 10 calls a second. */
  @SuppressWarnings("try")
  private void firstSync() {
    try (SimulatorUnderTest simulator = SimulatorUnderTest.start();
        OperatorUnderTest operator =
            OperatorUnderTest.of(kubeconfig, simulator).watching("first-sync").start();
        Objects objects = new Objects(client, "first-sync")) {
      simulator.forgetCalls();
      for (int i = 0; i < NEW_OBJECTS; i++) {
        objects.create("new-" + i, "new-" + i % 10 + ".example.com", "app" + i);
      }
      objects.awaitReady(NEW_OBJECTS);
      List<JsonNode> writes = simulator.calls("UpdateCallback");
      List<Instant> arrivals =
          writes.stream().map(call -> Instant.parse(call.get("at").asText())).sorted().toList();
      double seconds = Duration.between(arrivals.getFirst(), arrivals.getLast()).toNanos() / 1e9;
      figures.add("300 new objects at 10 calls/s: writes", arrivals.size(), "calls");
      figures.add("300 new objects: first to last write", seconds, "s");
      figures.add("300 new objects: rate", (arrivals.size() - 1) / seconds, "calls/s");
      figures.add("300 new objects: most arrivals in any second", densest(arrivals), "calls");
      figures.add("300 new objects: reads", simulator.calls("DescribeCallback").size(), "calls");
      figures.add(
          "300 new objects: throttled answers",
          (double)
              simulator.calls().stream()
                  .filter(call -> call.get("code").asText().contains("FlowLimit"))
                  .count(),
          "calls");
    }
  }

  /** Start to ready and memory, with many objects in sync. */
  @SuppressWarnings("try")
  private void starts() throws IOException {
    try (SimulatorUnderTest simulator = SimulatorUnderTest.start("--quota=1000");
        Objects objects = new Objects(client, "many")) {
      try (OperatorUnderTest operator = operator(simulator).with("LIVE_QUOTA", "1000").start()) {
        for (int i = 0; i < MANY_OBJECTS; i++) {
          objects.create("many-" + i, "many-" + i % 50 + ".example.com", "app" + i);
        }
        objects.awaitReady(MANY_OBJECTS);
      }
      List<Double> seconds = new ArrayList<>();
      List<Double> megabytes = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        simulator.forgetCalls();
        long began = System.nanoTime();
        try (OperatorUnderTest operator = operator(simulator).start()) {
          seconds.add((System.nanoTime() - began) / 1e9);
          awaitReads(simulator, 50);
          LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
          megabytes.add(residentMegabytes(operator.process().pid()));
          figures.add(
              "start with 1,000 objects in 50 scopes, in sync: calls",
              (double)
                  simulator.calls().stream()
                      .filter(call -> !call.get("action").asText().equals("GetCallerIdentity"))
                      .count(),
              "calls");
        }
      }
      figures.addSpread("start to ready, 1,000 objects", seconds, "s");
      figures.addSpread("memory (RSS), 1,000 objects", megabytes, "MB");
    }
  }

  private OperatorUnderTest.Builder operator(SimulatorUnderTest simulator) {
    return OperatorUnderTest.of(kubeconfig, simulator).watching("many");
  }

  private static void awaitReads(SimulatorUnderTest simulator, int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> simulator.calls("DescribeCallback").size() >= count);
  }

  private static double residentMegabytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static int densest(List<Instant> sorted) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (Duration.between(sorted.get(first), sorted.get(last)).compareTo(Duration.ofSeconds(1))
          >= 0) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
