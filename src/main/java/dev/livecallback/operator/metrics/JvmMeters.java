package dev.livecallback.operator.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The state of the process and its JVM: those ready-made meters of Micrometer that {@link Metric}
 * names.
 */
public final class JvmMeters {
  /** The ready-made meters that are exported, by Micrometer's name for them. */
  private static final Set<String> TAKEN =
      Set.of(
          "jvm.memory.used",
          "jvm.memory.max",
          "jvm.threads.live",
          "process.start.time",
          "process.files.open");

  private JvmMeters() {}

  /** Returns whether a ready-made meter is exported. */
  static boolean takes(String meter) {
    return TAKEN.contains(meter);
  }

  /** Adds the meters of this JVM. */
  public static void bindTo(MeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      FunctionTimer.builder(
              Metric.GC_DURATION.metricName(),
              gc,
              GarbageCollectorMXBean::getCollectionCount,
              GarbageCollectorMXBean::getCollectionTime,
              TimeUnit.MILLISECONDS)
          .description(Metric.GC_DURATION.meaning())
          .tag(MetricLabel.GC.word(), gc.getName())
          .register(registry);
    }
    FunctionCounter.builder(Metric.CPU.metricName(), ProcessHandle.current(), JvmMeters::cpuSeconds)
        .description(Metric.CPU.meaning())
        .register(registry);
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }
}
