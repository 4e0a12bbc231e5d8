package dev.livecallback.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Collects figures, prints them as a table and writes them as JSON. */
final class Figures {
  private final ObjectNode json = new ObjectMapper().createObjectNode();

  /** Says which machine they are from. */
  Figures() throws IOException {
    Runtime runtime = Runtime.getRuntime();
    json.put(
        "machine",
        "%d cores, %s, Java %s, %s"
            .formatted(
                runtime.availableProcessors(),
                System.getProperty("os.arch"),
                Runtime.version().feature(),
                cpu()));
  }

  void add(String what, double value, String unit) {
    json.put(what + " (" + unit + ")", Math.round(value * 100) / 100.0);
  }

  /** Three of the values, by size. */
  void addSpread(String what, List<Double> values, String unit) {
    List<Double> sorted = values.stream().sorted().toList();
    add(what + ", p50", sorted.get(sorted.size() / 2), unit);
    add(what + ", p95", sorted.get((int) (sorted.size() * 0.95)), unit);
    add(what + ", max", sorted.getLast(), unit);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json.toPrettyString() + "\n");
    json.properties()
        .forEach(
            figure ->
                System.out.printf(
                    Locale.ROOT, "%-58s %s%n", figure.getKey(), figure.getValue().asText()));
  }

  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.name");
    }
    try (Stream<String> lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown CPU");
    }
  }
}
