package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Start to ready, and memory, with a thousand objects in sync. */
final class Starts implements Scenario {
  private static final int OBJECTS = 1000;
  private static final int SCOPES = 50;
  private static final int STARTS = 5;

  @Override
  public String name() {
    return "start";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) throws IOException {
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "start")) {
      stage.settle(simulator, objects, Callback.spread("start", OBJECTS, SCOPES));
      List<Double> seconds = new ArrayList<>();
      List<Double> megabytes = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        long began = System.nanoTime();
        try (OperatorUnderTest operator =
            stage.operator(simulator, List.of(objects.namespace())).start()) {
          seconds.add((System.nanoTime() - began) / 1e9);
          Stage.pause(Duration.ofSeconds(30)); // 50 reads, ten a second, and some peace
          megabytes.add(residentMegabytes(operator.process().pid()));
        }
      }
      stage
          .figures()
          .addSpread(
              name(),
              "the process to Ready, 1,000 objects in 50 scopes",
              Figures.NOTHING,
              Figures.NOTHING,
              seconds,
              "s");
      stage
          .figures()
          .addSpread(
              name(),
              "memory (RSS), 1,000 objects",
              Figures.NOTHING,
              Figures.NOTHING,
              megabytes,
              "MB");
    }
  }

  /** The memory that a process has, in megabytes. */
  static double residentMegabytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
