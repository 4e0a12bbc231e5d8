package dev.livecallback.operator.metrics;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What {@link Metric} says there is, for tests elsewhere. */
public final class MetricNames {
  private MetricNames() {}

  /** The names of all series. */
  public static Set<String> allSeries() {
    return Arrays.stream(Metric.values())
        .flatMap(metric -> metric.seriesNames().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same, with what those of a histogram or summary begin with. */
  public static Set<String> allNames() {
    Set<String> names = allSeries();
    Arrays.stream(Metric.values()).map(Metric::metricName).forEach(names::add);
    return names;
  }

  /** The names of the operator's own metrics, as {@link Metric} has them. */
  public static Set<String> own() {
    return Arrays.stream(Metric.values())
        .map(Metric::metricName)
        .filter(name -> name.startsWith("livecallback_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The labels that a series of that name has. */
  public static Set<String> labelsOf(String series) {
    Metric metric =
        Arrays.stream(Metric.values())
            .filter(each -> each.seriesNames().contains(series))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no series " + series));
    Set<String> labels =
        metric.labels().stream()
            .map(MetricLabel::word)
            .collect(Collectors.toCollection(TreeSet::new));
    if (series.endsWith("_bucket")) {
      labels.add("le");
    }
    return labels;
  }
}
