package dev.livecallback.operator.metrics;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes {@code docs/metrics.md} of what the code says of its metrics. */
final class MetricsPage {
  static final String FILE = "docs/metrics.md";

  private static final String INTRODUCTION =
      """
      # Metrics

      Made from the code by `MetricsPageTest`; edit `Metric.java` instead.

      The operator serves these at `/metrics`, on the port of its health (`HTTP_PORT`, 8080), for Prometheus: as text, or as OpenMetrics for who asks for it. [monitoring.md](monitoring.md) has what to do with
      them: a dashboard, alerts and their runbooks.

      No name of an object is ever in them, so there are as many series as accounts have it, about a hundred for each, whatever number of objects there is. What is counted for an account goes when the account does.
      """;

  private MetricsPage() {}

  static String text() {
    return INTRODUCTION
        + "\n## Metrics\n"
        + "| name | type | unit | labels | what it says | what it is good for |\n"
        + "| --- | --- | --- | --- | --- | --- |\n"
        + Arrays.stream(Metric.values()).map(MetricsPage::row).collect(Collectors.joining())
        + "\n"
        + "A histogram has series that end in `_bucket` (with the label `le`), `_count`, `_sum` and"
        + " `_max` (a gauge of the last minutes); a summary has them without `_bucket`, and `"
        + Metric.GC_DURATION.metricName()
        + "` without `_max`, too.\n"
        + "\n## Labels\n| label | values |\n| --- | --- |\n"
        + Arrays.stream(MetricLabel.values())
            .map(label -> "| `" + label.word() + "` | " + label.meaning() + " |\n")
            .collect(Collectors.joining())
        + "\n## Outcomes of calls\n| outcome | meaning |\n| --- | --- |\n"
        + Arrays.stream(CallOutcome.values())
            .map(outcome -> "| `" + outcome.word() + "` | " + outcome.meaning() + " |\n")
            .collect(Collectors.joining());
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().stream()
            .map(label -> "`" + label.word() + "`")
            .collect(Collectors.joining(" "));
    return "| `%s` | %s | %s | %s | %s | %s |\n"
        .formatted(
            metric.metricName(),
            metric.kind().word(),
            metric.unit(),
            labels,
            metric.meaning(),
            metric.use());
  }
}
