package dev.livecallback.api;

/**
 * The commands that {@link Advice} gives, for the object {@code sports-recordings} and the account
 * {@code live} in the namespace {@code streaming}.
 */
final class AdviceCommands {
  private static final String KUBECTL = "kubectl --namespace streaming ";
  private static final String OBJECT = " livecallback sports-recordings ";
  private static final String ACCOUNT = " liveaccount live ";
  private static final String PATCH = KUBECTL + "patch" + OBJECT + "--type merge --patch ";
  private static final String NOW =
      "--overwrite " + WellKnown.RECONCILE_REQUESTED_AT + "=\"$(date)\"";

  static final String MESSAGE =
      KUBECTL
          + "get"
          + OBJECT
          + "--output jsonpath='{.status.conditions[?(@.type==\"Ready\")].message}{\"\\n\"}'";
  static final String DIFFERENCE =
      KUBECTL
          + "get"
          + OBJECT
          + "--output jsonpath='{.status.lastDrift}{\"\\n\"}{.status.drift}{\"\\n\"}'";
  static final String EVENTS =
      KUBECTL + "get events --field-selector involvedObject.name=sports-recordings";
  static final String LOOK_NOW = KUBECTL + "annotate" + OBJECT + NOW;
  static final String END_ALLOWANCE =
      KUBECTL + "annotate" + OBJECT + WellKnown.ALLOW_DRIFT_UNTIL + "-";
  static final String RESUME = KUBECTL + "annotate" + OBJECT + WellKnown.PAUSED + "-";
  static final String OBSERVE = PATCH + "'{\"spec\":{\"managementPolicy\":\"Observe\"}}'";
  static final String ADOPT = PATCH + "'{\"spec\":{\"adoptionPolicy\":\"Adopt\"}}'";
  static final String ORPHAN = PATCH + "'{\"spec\":{\"deletionPolicy\":\"Orphan\"}}'";

  static final String ACCOUNTS = "kubectl get liveaccounts --all-namespaces -o wide";
  static final String ASK_ACCOUNT = KUBECTL + "annotate" + ACCOUNT + NOW;
  static final String SECRET = KUBECTL + "describe secret live";
  static final String WAIT = KUBECTL + "wait --for=condition=Ready liveaccount/live --timeout=60s";
  static final String RELEASE =
      KUBECTL
          + "annotate"
          + ACCOUNT
          + "--overwrite "
          + WellKnown.RELEASE_DELETES_UNTIL
          + "=\"$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ 2>/dev/null"
          + " || date -u -v+1H +%Y-%m-%dT%H:%M:%SZ)\"";

  private AdviceCommands() {}
}
