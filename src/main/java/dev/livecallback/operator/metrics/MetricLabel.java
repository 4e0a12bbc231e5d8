package dev.livecallback.operator.metrics;

/** The labels of metrics. No label has the name of an object as its value. */
enum MetricLabel {
  ACCOUNT(
      "account",
      "`namespace/name` of a LiveAccount that objects use; `absent` for objects whose account"
          + " isn't there; `unused` for calls of STS for all accounts that no object uses"),
  CLOUD_ACCOUNT(
      "cloud_account",
      "the cloud account's number; `of NAMESPACE/NAME` while nobody has said it. Several accounts"
          + " may lead to one"),
  ACTION("action", "what the API calls it, such as `UpdateCallback` or `GetCallerIdentity`"),
  OUTCOME("outcome", "of a call, see below; of a status write `written`, `outdated`, `failed`"),
  LANE("lane", "`edit`, `repair`, `first_sync`, `sweep`"),
  REASON("reason", "as in the condition; `NotSeen` for an object that has none yet"),
  KIND("kind", "`LiveCallback` or `LiveAccount`; of internal errors also `Secret` and `Timer`"),
  WATCHED_NAMESPACE("watched_namespace", "one of `WATCH_NAMESPACES`"),
  POLICY("policy", "`annotations`, `keeps-to-status` or `statuses`"),
  VERSION("version", "of the program"),
  AREA("area", "`heap` or `nonheap`"),
  ID("id", "the JVM's memory pool"),
  GC("gc", "the JVM's garbage collector");

  private final String word;
  private final String meaning;

  MetricLabel(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** Returns the name in Prometheus. */
  String word() {
    return word;
  }

  /** Returns the possible values, for people. */
  String meaning() {
    return meaning;
  }
}
