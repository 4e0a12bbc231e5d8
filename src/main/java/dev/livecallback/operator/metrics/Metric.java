package dev.livecallback.operator.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * All metrics, by their names in Prometheus. {@code docs/metrics.md} is made from this list, and
 * only these metrics are exported.
 */
@SuppressWarnings("ImmutableEnumChecker") // a list that List.of returns doesn't change
public enum Metric {
  API_CALLS(
      "livecallback_api_calls_total",
      Type.COUNTER,
      "calls",
      "Calls of the cloud's APIs that were answered, or failed",
      "Whether it works: every outcome but `success` costs quota and brings nothing.",
      MetricLabel.ACCOUNT,
      MetricLabel.ACTION,
      MetricLabel.OUTCOME),
  API_CALL_DURATION(
      "livecallback_api_call_duration_seconds",
      Type.HISTOGRAM,
      "seconds",
      "How long calls of the cloud's APIs took",
      "Whether the service is slow. A call is given up after 10 s.",
      MetricLabel.ACCOUNT,
      MetricLabel.ACTION),
  LANE_CALLS(
      "livecallback_lane_calls_total",
      Type.COUNTER,
      "calls",
      "Calls of the Live API by the lane of their order",
      "What the quota is spent on. Lane `sweep` over one sync period is what a sweep costs:"
          + " one call a scope.",
      MetricLabel.ACCOUNT,
      MetricLabel.LANE),
  CALLS_IN_FLIGHT(
      "livecallback_calls_in_flight",
      Type.GAUGE,
      "calls",
      "Calls of the Live API whose answer is awaited",
      "16 at most.",
      MetricLabel.CLOUD_ACCOUNT),
  RATE_LIMIT_USED(
      "livecallback_rate_limit_used_calls",
      Type.GAUGE,
      "calls",
      "Calls that count in the present second",
      "Close to the limit for long: the quota is what everything waits for.",
      MetricLabel.CLOUD_ACCOUNT,
      MetricLabel.ACTION),
  RATE_LIMIT_CURRENT(
      "livecallback_rate_limit_current_calls",
      Type.GAUGE,
      "calls a second",
      "Calls that a second may hold now",
      "Below what is configured: the API said that it is too many, somebody else spends the quota"
          + " too.",
      MetricLabel.CLOUD_ACCOUNT,
      MetricLabel.ACTION),
  RATE_LIMIT_CONFIGURED(
      "livecallback_rate_limit_configured_calls",
      Type.GAUGE,
      "calls a second",
      "Calls that a second may hold when there is no trouble",
      "The lowest `spec.callsPerSecond` of the accounts that lead there.",
      MetricLabel.CLOUD_ACCOUNT,
      MetricLabel.ACTION),
  QUEUE_ORDERS(
      "livecallback_queue_orders",
      Type.GAUGE,
      "orders",
      "Orders that aren't sent yet, due or not",
      "Divided by the limit: how many seconds of calls wait.",
      MetricLabel.CLOUD_ACCOUNT,
      MetricLabel.LANE),
  QUEUE_OLDEST(
      "livecallback_queue_oldest_seconds",
      Type.GAUGE,
      "seconds",
      "For how long the oldest order that is due has waited; 0 = none is due",
      "In lane `edit` a person waits: it should stay below seconds.",
      MetricLabel.CLOUD_ACCOUNT,
      MetricLabel.LANE),
  SCOPES(
      "livecallback_scopes",
      Type.GAUGE,
      "scopes",
      "Vhosts and domains that are read for objects",
      "A sweep costs one call for each.",
      MetricLabel.CLOUD_ACCOUNT),
  SCOPES_UNREAD(
      "livecallback_scopes_unread",
      Type.GAUGE,
      "scopes",
      "Those of them that this process has not read yet",
      "More than 0 for minutes: the API refuses them, or the account can't be used.",
      MetricLabel.CLOUD_ACCOUNT),
  SWEEP_OLDEST_READ(
      "livecallback_sweep_oldest_read_seconds",
      Type.GAUGE,
      "seconds",
      "How long ago that scope was read that was read longest ago",
      "Outside changes are seen that late at most; should be about the sync period.",
      MetricLabel.CLOUD_ACCOUNT),
  SYNC_PERIOD(
      "livecallback_sync_period_seconds",
      Type.GAUGE,
      "seconds",
      "How often each scope is to be read",
      "The shortest `spec.syncPeriod` of the accounts that lead there.",
      MetricLabel.CLOUD_ACCOUNT),
  CLAIMS_CONFLICTING(
      "livecallback_claims_conflicting",
      Type.GAUGE,
      "objects",
      "Objects that claim a record that another object has",
      "They say `Conflict` and name the other one.",
      MetricLabel.CLOUD_ACCOUNT),
  OBJECTS(
      "livecallback_objects",
      Type.GAUGE,
      "objects",
      "LiveCallbacks by the account that they name and the reason of their condition Ready",
      "How it all stands. A reason that no object has is missing, but for `InSync`.",
      MetricLabel.ACCOUNT,
      MetricLabel.REASON),
  OBJECTS_DRIFTED(
      "livecallback_objects_drifted",
      Type.GAUGE,
      "objects",
      "LiveCallbacks whose record differs from them (condition Drifted)",
      "Drift that is put back is gone in seconds; what stays was asked to be left, or can't be"
          + " put back.",
      MetricLabel.ACCOUNT),
  DRIFT_CORRECTIONS(
      "livecallback_drift_corrections_total",
      Type.COUNTER,
      "corrections",
      "Records that were changed outside and were put back",
      "Who else writes here? `status.lastDrift` of the objects says when and what.",
      MetricLabel.ACCOUNT),
  ACCOUNT_READY(
      "livecallback_account_ready",
      Type.GAUGE,
      "1 or 0",
      "Whether a LiveAccount is Ready",
      "0: its objects make no calls, or it isn't known yet.",
      MetricLabel.ACCOUNT),
  ACCOUNT_REASON(
      "livecallback_account_reason",
      Type.GAUGE,
      "always 1",
      "The reason of a LiveAccount's condition Ready",
      "`docs/reasons.md` has cause and remedy of each.",
      MetricLabel.ACCOUNT,
      MetricLabel.REASON),
  ACCOUNT_INFO(
      "livecallback_account_info",
      Type.INFO,
      "always 1",
      "To which cloud account a LiveAccount leads",
      "To join what is told by `account` with what is told by `cloud_account`.",
      MetricLabel.ACCOUNT,
      MetricLabel.CLOUD_ACCOUNT),
  CALLS_SUSPENDED(
      "livecallback_account_calls_suspended",
      Type.GAUGE,
      "1 or 0",
      "Whether an account's calls are held back because the API refuses it or is out of reach",
      "1: one probe a minute is all that is sent.",
      MetricLabel.ACCOUNT),
  STATUS_WRITES(
      "livecallback_status_writes_total",
      Type.COUNTER,
      "writes",
      "Writes of a status to the API server",
      "Quiet objects cost none. `outdated`: it had changed meanwhile, and is planned again.",
      MetricLabel.KIND,
      MetricLabel.OUTCOME),
  INTERNAL_ERRORS(
      "livecallback_internal_errors_total",
      Type.COUNTER,
      "errors",
      "Objects, Secrets and timed tasks that a bug kept from being dealt with",
      "Above 0: the log names the object; report it. Everything else goes on.",
      MetricLabel.KIND),
  CACHE_STALE(
      "livecallback_cache_stale_objects",
      Type.GAUGE,
      "objects",
      "Objects, accounts and Secrets of which the cache has another version than the API server",
      "Compared once a minute, also by a standby. One that stays so for two minutes"
          + " ends the process, so that another reads all anew."),
  CACHE_OLDEST_CHECK(
      "livecallback_cache_oldest_check_seconds",
      Type.GAUGE,
      "seconds",
      "Time since the cache that waits longest was compared with the API server",
      "About a minute. More: the API server can't be asked, or the operator may not list something"
          + " any more; the log says what. Then nobody knows whether that cache is stale."),
  NAMESPACE_SERVED(
      "livecallback_namespace_served",
      Type.GAUGE,
      "1 or 0",
      "Whether the objects of a namespace of `WATCH_NAMESPACES` are dealt with",
      "0: the operator has no rights there yet. The log and `/readyz` say which are missing. It is"
          + " looked at again every minute.",
      MetricLabel.WATCHED_NAMESPACE),
  POLICY_IN_FORCE(
      "livecallback_admission_policy_in_force",
      Type.GAUGE,
      "0 or 1",
      "Whether an admission policy of the manifests is in force as this version ships it",
      "Looked at every five minutes, by a standby too. 0: the log and `/readyz` say why.",
      MetricLabel.POLICY),
  RECONCILE_DURATION(
      "livecallback_reconcile_duration_seconds",
      Type.SUMMARY,
      "seconds",
      "Reconciles and how long they took, status writes included",
      "`_count` is how many there were. Quiet objects need none.",
      MetricLabel.KIND),
  PLANNING_DURATION(
      "livecallback_planning_duration_seconds",
      Type.HISTOGRAM,
      "seconds",
      "How long planning an object took: gathering facts and judging them",
      "A millisecond or so. It is the operator's own work, without any call or write."),
  LEADER(
      "livecallback_leader",
      Type.GAUGE,
      "1 or 0",
      "Whether this process is the one that works",
      "The sum over all replicas is 1, or for moments 0. Those with 0 export neither objects nor"
          + " accounts nor queues, so that sums over replicas are right."),
  BUILD_INFO(
      "livecallback_build_info",
      Type.INFO,
      "always 1",
      "The version that runs",
      "Two versions for longer than an upgrade: one of the replicas is stuck.",
      MetricLabel.VERSION),
  MEMORY_USED(
      "jvm_memory_used_bytes",
      Type.GAUGE,
      "bytes",
      "Memory of the JVM that is used",
      "Heap that stays close to its maximum after collections: raise `-Xmx` and the limit.",
      MetricLabel.AREA,
      MetricLabel.ID),
  MEMORY_MAX(
      "jvm_memory_max_bytes",
      Type.GAUGE,
      "bytes",
      "Memory of the JVM that may be used; -1 = no bound",
      "See `jvm_memory_used_bytes`.",
      MetricLabel.AREA,
      MetricLabel.ID),
  GC_DURATION(
      "jvm_gc_collection_seconds",
      Type.TOTALS,
      "seconds",
      "Garbage collections and how long they took",
      "More than a tenth of the time: too little heap.",
      MetricLabel.GC),
  THREADS(
      "jvm_threads_live_threads",
      Type.GAUGE,
      "threads",
      "Platform threads; the virtual ones don't count",
      "Stays about the same. One that grows is a bug."),
  CPU(
      "process_cpu_seconds_total",
      Type.COUNTER,
      "seconds",
      "CPU time of the process",
      "Quiet: a few hundredths of a core."),
  STARTED(
      "process_start_time_seconds",
      Type.GAUGE,
      "seconds",
      "When the process started, as Unix time",
      "Restarts."),
  FILES(
      "process_files_open_files",
      Type.GAUGE,
      "files",
      "Open files and connections",
      "Stays about the same. One that grows is a bug.");

  /** The type of a metric in Prometheus, and the suffixes of its series. */
  @SuppressWarnings("ImmutableEnumChecker") // a list that List.of returns doesn't change
  enum Type {
    COUNTER("counter", ""),
    GAUGE("gauge", ""),
    INFO("info", ""),
    HISTOGRAM("histogram", "_bucket", "_count", "_sum", "_max"),
    SUMMARY("summary", "_count", "_sum", "_max"),
    /** A summary of values that are counted elsewhere, so the maximum isn't known. */
    TOTALS("summary", "_count", "_sum");

    private final String word;
    private final List<String> suffixes;

    Type(String word, String... suffixes) {
      this.word = word;
      this.suffixes = List.of(suffixes);
    }

    /** Returns Prometheus's name of the type. */
    String word() {
      return word;
    }
  }

  private final String name;
  private final Type kind;
  private final String unit;
  private final String meaning;
  private final String use;
  private final List<MetricLabel> labels;

  Metric(String name, Type kind, String unit, String meaning, String use, MetricLabel... labels) {
    this.name = name;
    this.kind = kind;
    this.unit = unit;
    this.meaning = meaning;
    this.use = use;
    this.labels = List.of(labels);
  }

  /** Returns the name in Prometheus. The series of a histogram or summary begin with it. */
  String metricName() {
    return name;
  }

  /** Returns the name in Micrometer, which recognizes an info metric by the dot. */
  String meterName() {
    return kind == Type.INFO ? name.replaceFirst("_info$", ".info") : name;
  }

  Type kind() {
    return kind;
  }

  /** Returns the unit of the value. */
  String unit() {
    return unit;
  }

  /** Returns the meaning, for people. */
  String meaning() {
    return meaning;
  }

  /** Returns what the metric is useful for. */
  String use() {
    return use;
  }

  List<MetricLabel> labels() {
    return labels;
  }

  /** Returns the names of the series in Prometheus. */
  List<String> seriesNames() {
    return kind.suffixes.isEmpty()
        ? List.of(name)
        : kind.suffixes.stream().map(suffix -> name + suffix).toList();
  }

  /** Returns whether a metric has that name in Micrometer. */
  static boolean hasMeter(String name) {
    return Arrays.stream(values()).anyMatch(metric -> metric.meterName().equals(name));
  }
}
