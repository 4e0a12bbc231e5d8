package dev.livecallback.testing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One series of a scrape in Prometheus' text format.
 *
 * @param name as it stands there, {@code _bucket} and the like included
 * @param labels by name
 */
public record Series(String name, Map<String, String> labels, double value) {
  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Every series of a scrape. */
  public static List<Series> of(String scrape) {
    return scrape
        .lines()
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(Series::parse)
        .toList();
  }

  private static Series parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a series: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    if (matcher.group(2) != null) {
      LABEL
          .matcher(matcher.group(2))
          .results()
          .forEach(label -> labels.put(label.group(1), label.group(2)));
    }
    return new Series(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
  }

  /** Whether it is of that name, and has at least these labels: {@code name=value}. */
  public boolean is(String wanted, String... having) {
    return name.equals(wanted)
        && List.of(having).stream()
            .map(each -> each.split("=", 2))
            .allMatch(each -> each[1].equals(labels.get(each[0])));
  }
}
