package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What 10,000 objects in sync take of the operator's heap: the live bytes with them, less those of
 * the same operator without any object, as {@code jcmd GC.class_histogram} counts them after a full
 * collection.
 */
final class Heap implements Scenario {
  private static final int OBJECTS = 10_000;
  private static final int SCOPES = 200;
  private static final int LARGEST = 12;
  private static final Pattern LINE = Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)");

  @Override
  public String name() {
    return "heap";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) throws IOException {
    try (SimulatorUnderTest simulator =
            stage.simulator("--quota=" + Stage.PLENTY);
        Objects objects = new Objects(stage.client(), "heap");
        OperatorUnderTest operator =
            stage
                .operator(simulator, List.of(objects.namespace()))
                .with("LIVE_QUOTA", String.valueOf(Stage.PLENTY))
                .start()) {
      List<Callback> callbacks = Callback.spread("heap", OBJECTS, SCOPES);
      Parallel.each(callbacks, callback -> simulator.putRecord(callback.record()));
      warm(stage, simulator, objects);
      Map<String, Long> before = histogram(operator.process().pid());
      objects.create(callbacks);
      objects.awaitReady(callbacks);
      stage.awaitQuiet(objects);
      Map<String, Long> after = histogram(operator.process().pid());
      stage
          .figures()
          .add(
              name(),
              "heap per object in sync, 10,000 objects in 200 scopes",
              "<= 3,072",
              (double) (total(after) - total(before)) / OBJECTS,
              "bytes");
      stage
          .figures()
          .add(name(), "heap without objects", Figures.NOTHING, total(before) / 1e6, "MB");
      before.forEach((type, bytes) -> after.merge(type, -bytes, Long::sum));
      after.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .limit(LARGEST)
          .forEach(
              entry ->
                  stage
                      .figures()
                      .add(
                          name(),
                          "of it, " + entry.getKey(),
                          Figures.NOTHING,
                          (double) entry.getValue() / OBJECTS,
                          "bytes"));
    }
  }

  /** One object first: classes that are loaded for it are nothing that the others cost. */
  private static void warm(Stage stage, SimulatorUnderTest simulator, Objects objects) {
    List<Callback> one = Callback.spread("warm", 1, 1);
    simulator.putRecord(one.getFirst().record());
    objects.create(one);
    objects.awaitReady(one);
    stage.awaitQuiet(objects);
  }

  private static long total(Map<String, Long> histogram) {
    return histogram.values().stream().mapToLong(bytes -> bytes).sum();
  }

  private static Map<String, Long> histogram(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, Long> bytes = new TreeMap<>();
    for (MatchResult line : LINE.matcher(text).results().toList()) {
      bytes.merge(line.group(2), Long.parseLong(line.group(1)), Long::sum);
    }
    if (bytes.isEmpty()) {
      throw new IllegalStateException("jcmd says: " + text);
    }
    return bytes;
  }
}
