package dev.livecallback.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.api.AccountName;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a scrape finds. */
class MetricsTest {
  private static final AccountName ONE = new AccountName("a", "one");
  private static final AccountName TWO = new AccountName("a", "two");
  private static final String PROMETHEUS =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,"
          + PROMETHEUS;

  private final Metrics metrics = new Metrics();
  private final CallMetrics calls = new CallMetrics(metrics);

  private List<String> series() {
    return metrics.scrape("").body().lines().filter(line -> !line.startsWith("#")).toList();
  }

  @ParameterizedTest(name = "{0} is exported under its name")
  @EnumSource
  void names(Metric metric) {
    String[] labels = metric.labels().stream().map(MetricLabel::word).toArray(String[]::new);
    if (metric.kind() == Metric.Type.TOTALS || metric.metricName().startsWith("process_")) {
      JvmMeters.bindTo(metrics.registry());
    } else {
      switch (metric.kind()) {
        case COUNTER -> metrics.counter(metric, labels).increment();
        case GAUGE, INFO -> metrics.source(into -> into.set(metric, 1, labels));
        case HISTOGRAM, SUMMARY -> metrics.timer(metric, labels).record(Duration.ofMillis(3));
        case TOTALS -> {}
      }
    }

    List<String> names = series().stream().map(line -> line.split("[{ ]", 2)[0]).toList();

    assertThat(names).containsAll(metric.seriesNames());
  }

  @Test
  void whatAMetricSaysIsExportedToo() {
    calls.begin(ONE);

    assertThat(metrics.scrape("").body())
        .contains(
            "# HELP livecallback_drift_corrections_total "
                + Metric.DRIFT_CORRECTIONS.meaning()
                + "\n",
            "# TYPE livecallback_drift_corrections_total counter\n",
            "# TYPE livecallback_api_call_duration_seconds histogram\n");
  }

  @Test
  void nothingIsExportedThatIsNoMetricOfOurs() {
    JvmMeters.bindTo(metrics.registry());
    metrics.registry().counter("foreign").increment();
    List<String> known =
        Arrays.stream(Metric.values()).flatMap(each -> each.seriesNames().stream()).toList();

    assertThat(series())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(known).contains(line.split("[{ ]", 2)[0]));
  }

  @Test
  void theSeriesOfAGaugeAreThoseThatTheScrapeFound() {
    metrics.source(into -> into.set(Metric.CALLS_SUSPENDED, 1, "a/one"));
    assertThat(series())
        .containsExactly("livecallback_account_calls_suspended{account=\"a/one\"} 1.0");

    metrics.source(into -> into.set(Metric.CALLS_SUSPENDED, 0, "a/two"));
    assertThat(series())
        .containsExactly("livecallback_account_calls_suspended{account=\"a/two\"} 0.0");

    metrics.source(_ -> {});
    assertThat(series()).isEmpty();
  }

  @Test
  void whatIsCountedForAnAccountGoesWithIt() {
    calls.begin(ONE);
    calls.begin(TWO);
    metrics.counter(Metric.STATUS_WRITES, "LiveCallback", "written").increment();
    metrics.counter(Metric.API_CALLS, CallMetrics.UNUSED, "GetCallerIdentity", "success");

    metrics.keepAccounts(Set.of(TWO));

    assertThat(series())
        .noneMatch(line -> line.contains("a/one"))
        .anyMatch(line -> line.contains("a/two"))
        .anyMatch(line -> line.contains("account=\"unused\""))
        .anyMatch(line -> line.startsWith("livecallback_status_writes_total"));
  }

  @Test
  void whatIsCountedBeginsAtZeroAndIsNotSetBack() {
    calls.begin(ONE);
    calls.counted("a/one", "DescribeCallback", () -> new Answer.Ok<>("x", "id"));
    calls.begin(ONE);

    assertThat(series())
        .contains(
            "livecallback_api_calls_total{account=\"a/one\",action=\"DescribeCallback\",outcome=\"success\"}"
                + " 1.0",
            "livecallback_api_calls_total{account=\"a/one\",action=\"UpdateCallback\",outcome=\"throttled\"}"
                + " 0.0",
            "livecallback_api_call_duration_seconds_count{account=\"a/one\",action=\"DescribeCallback\"}"
                + " 1",
            "livecallback_lane_calls_total{account=\"a/one\",lane=\"sweep\"} 0.0",
            "livecallback_drift_corrections_total{account=\"a/one\"} 0.0");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource
  void outcomes(Failure failure, String word) {
    calls.counted("a/one", "UpdateCallback", () -> new Answer.Failed<>(failure));

    assertThat(series())
        .contains(
            "livecallback_api_calls_total{account=\"a/one\",action=\"UpdateCallback\",outcome=\"%s\"} 1.0"
                .formatted(word));
  }

  static Stream<Object[]> outcomes() {
    Failure.Detail detail = new Failure.Detail("what", 500, null, null);
    return Stream.of(
        new Object[] {new Failure.Throttled(detail, null), "throttled"},
        new Object[] {new Failure.Unavailable(detail), "unavailable"},
        new Object[] {new Failure.OutcomeUnknown(detail), "unknown"},
        new Object[] {new Failure.CredentialsRejected(detail), "credentials_rejected"},
        new Object[] {new Failure.NotPermitted(detail), "not_permitted"},
        new Object[] {new Failure.WrongEndpoint(detail), "wrong_endpoint"},
        new Object[] {new Failure.Rejected(detail), "rejected"},
        new Object[] {new Failure.ScopeMissing(detail, false), "scope_missing"});
  }

  @Test
  void whoeverAsksGetsWhatHeUnderstands() {
    metrics.constant(Metric.BUILD_INFO, 1, "1.2.3");

    assertThat(metrics.scrape("").contentType()).startsWith("text/plain; version=0.0.4");
    assertThat(metrics.scrape("*/*").contentType()).startsWith("text/plain; version=0.0.4");
    for (String accept : List.of(PROMETHEUS, PROTOBUF)) {
      Metrics.Page page = metrics.scrape(accept);
      assertThat(page.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
      assertThat(page.body())
          .contains("livecallback_build_info{version=\"1.2.3\"} 1\n")
          .endsWith("# EOF\n");
    }
  }

  @Test
  void aMetricTakesTheLabelsThatItHas() {
    assertThatThrownBy(() -> metrics.counter(Metric.DRIFT_CORRECTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("livecallback_drift_corrections_total");
  }
}
