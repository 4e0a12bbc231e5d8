package dev.livecallback.operator.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.AccountName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The metrics of this process, which {@link Metric} lists. Safe for several threads. */
public final class Metrics {
  private static final Duration[] CALL_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(10)
  };
  private static final Duration[] PLANNING_BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ExpositionFormats formats = ExpositionFormats.init();

  @GuardedBy("this")
  private final Map<Metric, MultiGauge> gauges = new EnumMap<>(Metric.class);

  private volatile Source source = _ -> {};

  /** A source that is read at each scrape. */
  public interface Source {
    /** Sets the current values. */
    void read(Readings into);
  }

  /** The values of one scrape. A gauge has only the series that were set. */
  public static final class Readings {
    private final Map<Metric, List<MultiGauge.Row<?>>> rows = new EnumMap<>(Metric.class);

    /** Sets one series. */
    public void set(Metric metric, double value, String... labels) {
      rows.computeIfAbsent(metric, _ -> new ArrayList<>())
          .add(MultiGauge.Row.of(tags(metric, labels), value));
    }
  }

  /**
   * The answer to a scrape.
   *
   * @param contentType the content type of the body
   */
  public record Page(String contentType, String body) {}

  /** Creates metrics without any values. */
  public Metrics() {
    registry.config().meterFilter(MeterFilter.denyUnless(Metrics::isKnown));
  }

  private static boolean isKnown(Meter.Id id) {
    return Metric.hasMeter(id.getName()) || JvmMeters.takes(id.getName());
  }

  /** Returns the registry, for ready-made meters. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Sets the source that is read at each scrape. */
  public void source(Source asked) {
    source = asked;
  }

  /** Returns a counter. A new counter begins at 0 now. */
  public Counter counter(Metric metric, String... labels) {
    return Counter.builder(metric.meterName())
        .description(metric.meaning())
        .tags(tags(metric, labels))
        .register(registry);
  }

  /** Returns a histogram or summary of durations. */
  public Timer timer(Metric metric, String... labels) {
    Timer.Builder builder =
        Timer.builder(metric.metricName()).description(metric.meaning()).tags(tags(metric, labels));
    if (metric.kind() == Metric.Type.HISTOGRAM) {
      builder.serviceLevelObjectives(
          metric == Metric.PLANNING_DURATION ? PLANNING_BUCKETS : CALL_BUCKETS);
    }
    return builder.register(registry);
  }

  /** Registers a gauge with a constant value. */
  public void constant(Metric metric, double value, String... labels) {
    gauge(metric, () -> value, labels);
  }

  /** Registers a gauge that is read at each scrape, whether or not the process leads. */
  public void gauge(Metric metric, Supplier<Number> value, String... labels) {
    Gauge.builder(metric.meterName(), value)
        .description(metric.meaning())
        .tags(tags(metric, labels))
        .strongReference(true)
        .register(registry);
  }

  /** Drops the counters and timers of all accounts but these. */
  void keepAccounts(Set<AccountName> accounts) {
    Set<String> labels = accounts.stream().map(AccountName::text).collect(Collectors.toSet());
    for (Meter meter : registry.getMeters()) {
      String account = meter.getId().getTag(MetricLabel.ACCOUNT.word());
      boolean kept = account == null || account.equals(CallMetrics.UNUSED);
      if (!kept && !(meter instanceof Gauge) && !labels.contains(account)) {
        registry.remove(meter);
      }
    }
  }

  /**
   * Returns all metrics, as they are now.
   *
   * @param accept the reader's Accept header; "" = there is none
   */
  public synchronized Page scrape(String accept) {
    Readings readings = new Readings();
    source.read(readings);
    for (Metric metric : Metric.values()) {
      List<MultiGauge.Row<?>> rows = readings.rows.get(metric);
      if (rows != null || gauges.containsKey(metric)) {
        gauges
            .computeIfAbsent(metric, this::gauge)
            .register(Optional.ofNullable(rows).orElse(List.of()), true);
      }
    }
    String contentType = contentType(accept);
    return new Page(contentType, registry.scrape(contentType));
  }

  /**
   * Returns the content type of a scrape: one of two.
   *
   * @param accept the reader's Accept header; "" = there is none
   */
  public String contentType(String accept) {
    // If a reader prefers protobuf, the library would choose it, and fail because its writer is
    // missing.
    ExpositionFormatWriter writer =
        formats.getOpenMetricsTextFormatWriter().accepts(accept)
            ? formats.getOpenMetricsTextFormatWriter()
            : formats.getPrometheusTextFormatWriter();
    return writer.getContentType();
  }

  private MultiGauge gauge(Metric metric) {
    return MultiGauge.builder(metric.meterName()).description(metric.meaning()).register(registry);
  }

  private static Tags tags(Metric metric, String... values) {
    List<MetricLabel> labels = metric.labels();
    if (labels.size() != values.length) {
      throw new IllegalArgumentException(
          metric.metricName() + " has the labels " + labels + ", not " + List.of(values));
    }
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(labels.get(i).word(), values[i]));
    }
    return Tags.of(tags);
  }
}
