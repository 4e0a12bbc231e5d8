package dev.livecallback.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Collects figures, prints them as a table and writes them as JSON. */
final class Figures {

  /** What is asked of a figure that nothing is asked of. */
  static final String NOTHING = "";

  private record Figure(String scenario, String what, String wanted, double value, String unit) {}

  private final List<Figure> figures = new ArrayList<>();

  /**
   * Adds one.
   *
   * @param scenario whose it is
   * @param what it says
   * @param wanted what it should be, or {@link #NOTHING}
   */
  synchronized void add(String scenario, String what, String wanted, double value, String unit) {
    figures.add(new Figure(scenario, what, wanted, value, unit));
    System.err.printf(Locale.ROOT, "%s: %s: %s %s%n", scenario, what, text(value), unit);
  }

  /** The median, the 95th percentile and the greatest of some values, and how many they are. */
  void addSpread(
      String scenario, String what, String p50, String p95, List<Double> values, String unit) {
    List<Double> sorted = values.stream().sorted().toList();
    String of = what + ", " + sorted.size() + " times";
    add(scenario, of + ", p50", p50, percentile(sorted, 50), unit);
    add(scenario, of + ", p95", p95, percentile(sorted, 95), unit);
    add(scenario, of + ", most", NOTHING, sorted.getLast(), unit);
  }

  /** Prints all and writes all. */
  void write(Path file) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("machine", machine());
    ArrayNode list = json.putArray("figures");
    System.out.println("| scenario | what | wanted | measured |");
    System.out.println("| --- | --- | --- | --- |");
    for (Figure figure : figures) {
      list.addObject()
          .put("scenario", figure.scenario())
          .put("what", figure.what())
          .put("wanted", figure.wanted())
          .put("value", Math.round(figure.value() * 1000) / 1000.0)
          .put("unit", figure.unit());
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %s %s |%n",
          figure.scenario(),
          figure.what(),
          figure.wanted(),
          text(figure.value()),
          figure.unit());
    }
    System.out.println("\nMachine: " + machine());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json.toPrettyString() + "\n");
  }

  private static double percentile(List<Double> sorted, int percent) {
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
    return sorted.get(Math.max(0, rank - 1));
  }

  private static String text(double value) {
    if (value == Math.rint(value)) {
      return "%,d".formatted((long) value);
    }
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  private static String machine() throws IOException {
    return "%d cores, %s, %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            cpu(),
            System.getProperty("os.name"),
            Runtime.version().feature());
  }

  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
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
