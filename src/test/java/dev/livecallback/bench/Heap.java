package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What 10,000 objects in sync take of the operator's heap: the live bytes with them, less those of
 * the same operator with one object. {@code jcmd GC.class_histogram} counts them all, after a full
 * collection; a heap dump says which part of the operator holds how much of it.
 */
final class Heap implements Scenario {
  private static final int OBJECTS = 10_000;
  private static final int SCOPES = 200;

  /** So many more, each in a scope of its own, tell what a scope takes beside its objects. */
  private static final int LONERS = 2_000;

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  @Override
  public String name() {
    return "heap";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) throws IOException {
    try (SimulatorUnderTest simulator = stage.simulator("--quota=" + Stage.PLENTY);
        Objects objects = new Objects(stage.client(), "heap");
        OperatorUnderTest operator =
            stage
                .operator(simulator, List.of(objects.namespace()))
                .with("LIVE_QUOTA", String.valueOf(Stage.PLENTY))
                .start()) {
      List<Callback> callbacks = Callback.spread("heap", OBJECTS, SCOPES);
      Parallel.each(callbacks, callback -> simulator.putRecord(callback.record()));
      warm(stage, simulator, objects);
      long pid = operator.process().pid();
      long before = liveBytes(pid);
      Map<String, Long> partsBefore = parts(pid);
      objects.create(callbacks);
      objects.awaitReady(callbacks);
      stage.awaitQuiet(objects);
      long bytes = liveBytes(pid) - before;
      add(stage, "heap per object, 10,000 objects in 200 scopes", "<= 3,072", bytes);
      long rest = bytes;
      for (Map.Entry<String, Long> part : parts(pid).entrySet()) {
        long own = part.getValue() - partsBefore.getOrDefault(part.getKey(), 0L);
        add(stage, "of it " + part.getKey(), Figures.NOTHING, own);
        rest -= own;
      }
      add(stage, "of it the rest", Figures.NOTHING, rest);
      List<Callback> loners = Callback.spread("loner", LONERS, LONERS);
      Parallel.each(loners, callback -> simulator.putRecord(callback.record()));
      objects.create(loners);
      objects.awaitReady(loners);
      stage.awaitQuiet(objects);
      double withScope = (double) (liveBytes(pid) - before - bytes) / LONERS;
      double scope = Math.rint(withScope - (double) bytes / OBJECTS);
      stage.figures().add(name(), "heap per scope", Figures.NOTHING, scope, "bytes");
      stage.figures().add(name(), "heap without objects", Figures.NOTHING, before / 1e6, "MB");
    }
  }

  private void add(Stage stage, String what, String wanted, long bytes) {
    stage.figures().add(name(), what, wanted, Math.rint((double) bytes / OBJECTS), "bytes");
  }

  /** One object first: classes that are loaded for it are nothing that the others cost. */
  private static void warm(Stage stage, SimulatorUnderTest simulator, Objects objects) {
    List<Callback> one = Callback.spread("warm", 1, 1);
    simulator.putRecord(one.getFirst().record());
    objects.create(one);
    objects.awaitReady(one);
    stage.awaitQuiet(objects);
  }

  private static long liveBytes(long pid) throws IOException {
    Matcher total = TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
    if (!total.find()) {
      throw new IOException("jcmd shows no histogram of process " + pid);
    }
    return Long.parseLong(total.group(1));
  }

  private static Map<String, Long> parts(long pid) throws IOException {
    Path folder = Files.createTempDirectory("livecallback-heap");
    Path file = folder.resolve("heap.hprof");
    try {
      jcmd(pid, "GC.heap_dump", file.toString());
      return HeapParts.of(HeapDump.read(file));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static String jcmd(long pid, String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(Long.toString(pid));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
