package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.Timestamps;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsControlPlane(own = true)
@DisplayName("With the admission policy of the manifests")
class AdmissionPolicyIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String CALLBACK = "livecallback/started";
  private static final String ACCOUNT = "liveaccount/streaming";
  private static final String TOKEN = "0a1b2c3d4e5f";

  /** An annotation on an object, and what its refusal says; "" = it is taken. */
  private record Row(String object, String annotation, String value, String refusal) {}

  private static final List<Row> TABLE =
      List.of(
          row(CALLBACK, WellKnown.PAUSED, "true", ""),
          row(CALLBACK, WellKnown.PAUSED, "false", ""),
          row(CALLBACK, WellKnown.PAUSED, "since Tuesday, see #42", ""),
          row(CALLBACK, WellKnown.PAUSED, "", ""),
          row(CALLBACK, WellKnown.PAUSED, "no", "write \"true\" or \"false\""),
          row(CALLBACK, WellKnown.PAUSED, "Off", "write \"true\" or \"false\""),
          row(ACCOUNT, WellKnown.PAUSED, "0", "write \"true\" or \"false\""),
          row(ACCOUNT, WellKnown.PAUSED, "true", ""),
          row(CALLBACK, WellKnown.RECONCILE_REQUESTED_AT, "now, please", ""),
          row(ACCOUNT, WellKnown.RECONCILE_REQUESTED_AT, "", ""),
          row(CALLBACK, WellKnown.ALLOW_DRIFT_UNTIL, "tomorrow", "write one like 2026-01-31T18"),
          row(ACCOUNT, WellKnown.ALLOW_DRIFT_UNTIL, "1h", "write one like 2026-01-31T18"),
          row(ACCOUNT, WellKnown.RELEASE_DELETES_UNTIL, "2027-01-31T18:00:00Z", ""),
          row(ACCOUNT, WellKnown.RELEASE_DELETES_UNTIL, "true", "until isn't an instant"),
          row(CALLBACK, WellKnown.RELEASE_DELETES_UNTIL, "2027-01-31T18:00:00Z", "Nobody reads"),
          row(CALLBACK, WellKnown.CONFIRM_DELETE, TOKEN, ""),
          row(CALLBACK, WellKnown.CONFIRM_DELETE, " " + TOKEN + " ", ""),
          row(CALLBACK, WellKnown.CONFIRM_DELETE, "yes", "12 of 0-9 and a-f"),
          row(CALLBACK, WellKnown.CONFIRM_DELETE, TOKEN + "0", "12 of 0-9 and a-f"),
          row(ACCOUNT, WellKnown.CONFIRM_DELETE, TOKEN, ""),
          row(ACCOUNT, WellKnown.CONFIRM_DELETE, "all", "12 of 0-9 and a-f"),
          row(ACCOUNT, WellKnown.CONFIRM_ACCOUNT, "2100000001", ""),
          row(ACCOUNT, WellKnown.CONFIRM_ACCOUNT, "2.1e9", "number of a cloud account"),
          row(CALLBACK, WellKnown.CONFIRM_ACCOUNT, "2100000001", "Nobody reads"),
          row(CALLBACK, "livecallback.dev/pause", "true", "livecallback.dev/paused"),
          row(ACCOUNT, "livecallback.dev/allow-drift", "true", "livecallback.dev/pause"),
          row(CALLBACK, "example.com/allow-drift-until", "tomorrow", ""));

  private static Row row(String object, String annotation, String value, String refusal) {
    return new Row(object, annotation, value, refusal);
  }

  @BeforeEach
  void install(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();
    create(cluster);
    awaitPolicy(cluster);
    Path operator = operator(cluster);
    awaitRefusal(number -> label(cluster, operator, number));
  }

  @Test
  void anAnnotationThatCannotBeReadIsRefusedWithWhatToWriteAndNoOtherIs(TestCluster cluster) {
    List<String> wrong = new ArrayList<>();
    for (Row row : TABLE) {
      CommandResult result = annotate(cluster, row.object(), row.annotation(), row.value());
      boolean asItShould =
          row.refusal().isEmpty()
              ? result.exitCode() == 0
              : result.exitCode() != 0 && result.stderr().contains(row.refusal());
      if (!asItShould) {
        wrong.add(row + ": " + result);
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsTakenForAnInstantIsWhatTheOperatorReadsAsOne(TestCluster cluster) {
    List<String> texts =
        List.of(
            "2027-01-31T18:00:00Z",
            "2027-01-31t18:00:00z",
            " 2027-01-31T18:00:00Z ",
            "2027-01-31T18:00Z",
            "2027-01-31T18:00:00.123Z",
            "2027-01-31T18:00:00+08:00",
            "2027-01-31T18:00:00-0330",
            "2027-01-31T18:00:00+08",
            "2027-01-31T18:00:00",
            "2027-01-31",
            "2027-01-31 18:00:00Z",
            "2027-13-01T18:00:00Z",
            "2027-04-31T18:00:00Z",
            "2027-02-30T18:00:00Z",
            "2027-01-31T24:00:00Z",
            "2027-01-31T18:60:00Z",
            "2027-01-31T18:00:60Z",
            "2027-01-31T18:00:00+19:00",
            "1801418400",
            "Sun, 31 Jan 2027 18:00:00 GMT",
            "");

    assertThat(texts)
        .allSatisfy(
            text ->
                assertThat(
                        annotate(cluster, CALLBACK, WellKnown.ALLOW_DRIFT_UNTIL, text).exitCode()
                            == 0)
                    .as("\"%s\"", text)
                    .isEqualTo(Timestamps.instant(text.strip()).isPresent()));
  }

  @Test
  void anObjectThatHasAnUnreadableAnnotationAlreadyCanBeEditedAndGoes(TestCluster cluster) {
    try (var _ = withoutBinding(cluster)) {
      await()
          .atMost(SOON)
          .until(
              () ->
                  annotate(cluster, CALLBACK, WellKnown.ALLOW_DRIFT_UNTIL, "soon").exitCode() == 0);
    }
    awaitPolicy(cluster);

    annotate(cluster, CALLBACK, WellKnown.PAUSED, "true").succeeded();
    cluster
        .kubectl(
            "patch", CALLBACK, "--type=merge", "-p", "{\"spec\":{\"deletionPolicy\":\"Orphan\"}}")
        .succeeded();
    finalizers(cluster, cluster.kubeconfig(), "\"livecallback.dev/remote-record\"").succeeded();
    cluster.kubectl("delete", CALLBACK, "--wait=false").succeeded();
    finalizers(cluster, operator(cluster), "").succeeded();
    assertThat(cluster.kubectl("get", CALLBACK).stderr()).contains("NotFound");
  }

  @ParameterizedTest(name = "the operator can do nothing to a {0} but what it has to")
  @ValueSource(strings = {CALLBACK, ACCOUNT})
  void operator(String object, TestCluster cluster) {
    Path operator = operator(cluster);
    // Far more than its role gives it: only the policy stands in the way.
    cluster
        .kubectl(
            "create",
            "clusterrolebinding",
            "too-much-" + cluster.namespace(),
            "--clusterrole=cluster-admin",
            "--serviceaccount="
                + InstalledManifests.NAMESPACE
                + ":"
                + InstalledManifests.SERVICE_ACCOUNT)
        .succeeded();
    try {
      String spec =
          object.equals(CALLBACK)
              ? "{\"spec\":{\"deletionPolicy\":\"Orphan\"}}"
              : "{\"spec\":{\"region\":\"cn-north-2\"}}";
      refused(patch(cluster, operator, object, spec), "never changes spec");
      refused(
          patch(cluster, operator, object, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"),
          "never changes labels, annotations or owners");
      refused(
          patch(cluster, operator, object, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}"),
          "never changes labels, annotations or owners");
      refused(
          patch(cluster, operator, object, "{\"metadata\":{\"finalizers\":[\"example.com/x\"]}}"),
          "never changes others' finalizers");
      refused(as(cluster, operator, "delete", object), "neither creates nor deletes");
      patch(cluster, operator, object, "{\"metadata\":{\"finalizers\":[\"livecallback.dev/x\"]}}")
          .succeeded();
      patch(cluster, operator, object, "{\"metadata\":{\"finalizers\":null}}").succeeded();
      as(
              cluster,
              operator,
              "patch",
              object,
              "--subresource=status",
              "--type=merge",
              "-p",
              "{\"status\":{\"observedGeneration\":1}}")
          .succeeded();
      patch(cluster, cluster.kubeconfig(), object, spec).succeeded();
    } finally {
      cluster.kubectl("delete", "clusterrolebinding", "too-much-" + cluster.namespace());
    }
  }

  /** As a kustomization with a {@code namePrefix} makes it. */
  @Test
  void anOperatorOfAnotherNameIsKnownByItsRight(TestCluster cluster) {
    cluster.createServiceAccount("our-operator");
    for (String role : List.of("live-callback-operator", "live-callback-operator-admission")) {
      cluster
          .kubectl(
              "create",
              "clusterrolebinding",
              role + "-" + cluster.namespace(),
              "--clusterrole=" + role,
              "--serviceaccount=" + cluster.namespace() + ":our-operator")
          .succeeded();
    }
    Path operator = cluster.kubeconfigFor(cluster.namespace(), "our-operator");

    String finalizer = "{\"metadata\":{\"finalizers\":[\"livecallback.dev/x\"]}}";
    await().atMost(SOON).until(() -> patch(cluster, operator, CALLBACK, finalizer).exitCode() == 0);
    refused(
        patch(cluster, operator, CALLBACK, "{\"spec\":{\"deletionPolicy\":\"Orphan\"}}"),
        "never changes spec");
    patch(cluster, operator, CALLBACK, "{\"metadata\":{\"finalizers\":null}}").succeeded();
  }

  /** With a Role that includes all that there is in their namespace. */
  @ParameterizedTest(name = "a tenant writes no status of a {0}, and the operator does")
  @ValueSource(strings = {CALLBACK, ACCOUNT})
  void statuses(String object, TestCluster cluster) {
    // Nor by the operator's name, which is theirs to give.
    cluster
        .kubectlWithInput(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: all}
            rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: tenant}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: NAME}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: all}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: all}
            subjects:
            - {kind: ServiceAccount, name: tenant, namespace: NAMESPACE}
            - {kind: ServiceAccount, name: NAME, namespace: NAMESPACE}
            """
                .replace("NAMESPACE", cluster.namespace())
                .replace("NAME", InstalledManifests.SERVICE_ACCOUNT),
            "apply",
            "-f",
            "-")
        .succeeded();
    List<Path> tenants =
        List.of(
            cluster.kubeconfigFor(cluster.namespace(), "tenant"),
            cluster.kubeconfigFor(cluster.namespace(), InstalledManifests.SERVICE_ACCOUNT));

    awaitRefusal(number -> status(cluster, tenants.getFirst(), object, 1_000 + number));
    for (Path tenant : tenants) {
      refused(status(cluster, tenant, object, 2), "Only the operator writes statuses");
    }
    patch(cluster, tenants.getFirst(), object, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
        .succeeded();
    await().atMost(SOON).until(() -> status(cluster, operator(cluster), object, 3).exitCode() == 0);
    status(cluster, cluster.kubeconfig(), object, 4).succeeded();
  }

  /** As the operator does it: its role lets it get no status. */
  private static CommandResult status(
      TestCluster cluster, Path kubeconfig, String object, int generation) {
    String[] kindAndName = object.split("/", -1);
    String kind = object.equals(CALLBACK) ? "LiveCallback" : "LiveAccount";
    return cluster.kubectlWithInput(
        """
        apiVersion: livecallback.dev/v1
        kind: %s
        metadata: {name: %s}
        status: {observedGeneration: %d}
        """
            .formatted(kind, kindAndName[1], generation),
        "--kubeconfig=" + kubeconfig,
        "--namespace=" + cluster.namespace(),
        "apply",
        "--server-side",
        "--force-conflicts",
        "--subresource=status",
        "-f",
        "-");
  }

  /** The API server takes a policy into use a moment after it was created. */
  private static void awaitPolicy(TestCluster cluster) {
    awaitRefusal(number -> annotate(cluster, ACCOUNT, "livecallback.dev/x", "" + number));
  }

  /** With another number each time: what was taken before is no change, and isn't refused. */
  private static void awaitRefusal(IntFunction<CommandResult> change) {
    AtomicInteger tries = new AtomicInteger();
    await().atMost(SOON).until(() -> change.apply(tries.incrementAndGet()).exitCode() != 0);
  }

  private static void refused(CommandResult result, String message) {
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.stderr()).contains(message);
  }

  /** A LiveCallback, started, and a LiveAccount, streaming. */
  static void create(TestCluster cluster) {
    cluster
        .kubectlWithInput(
            """
            apiVersion: livecallback.dev/v1
            kind: LiveCallback
            metadata: {name: started}
            spec:
              vhost: push.example.com
              messageType: push
              callbackDetailList: [{url: "https://hooks.example.com/1"}]
            ---
            apiVersion: livecallback.dev/v1
            kind: LiveAccount
            metadata: {name: streaming}
            spec:
              profile: Volcengine
              credentials: {secretRef: {name: streaming}}
            """,
            "apply",
            "-f",
            "-")
        .succeeded();
  }

  /** What a person had before the policy came: without its binding nothing is refused. */
  private static Removed withoutBinding(TestCluster cluster) {
    cluster
        .kubectl("delete", "validatingadmissionpolicybinding", "live-callback-operator-annotations")
        .succeeded();
    return () -> InstalledManifests.apply(cluster).succeeded();
  }

  private interface Removed extends AutoCloseable {
    @Override
    void close();
  }

  private static Path operator(TestCluster cluster) {
    return cluster.kubeconfigFor(InstalledManifests.NAMESPACE, InstalledManifests.SERVICE_ACCOUNT);
  }

  private static CommandResult annotate(
      TestCluster cluster, String object, String annotation, String value) {
    return cluster.kubectl("annotate", "--overwrite", object, annotation + "=" + value);
  }

  private static CommandResult label(TestCluster cluster, Path operator, int number) {
    return patch(
        cluster,
        operator,
        CALLBACK,
        "{\"metadata\":{\"labels\":{\"a\":\"%d\"}}}".formatted(number));
  }

  private static CommandResult finalizers(TestCluster cluster, Path kubeconfig, String names) {
    return patch(cluster, kubeconfig, CALLBACK, "{\"metadata\":{\"finalizers\":[" + names + "]}}");
  }

  private static CommandResult patch(
      TestCluster cluster, Path kubeconfig, String object, String patch) {
    return as(cluster, kubeconfig, "patch", object, "--type=merge", "-p", patch);
  }

  /** In the test's namespace, whatever the kubeconfig's is. */
  private static CommandResult as(TestCluster cluster, Path kubeconfig, String... arguments) {
    return cluster.kubectl(
        Stream.concat(
                Stream.of("--kubeconfig=" + kubeconfig, "--namespace=" + cluster.namespace()),
                Stream.of(arguments))
            .toArray(String[]::new));
  }
}
