package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@NeedsControlPlane
@DisplayName("kubectl")
class LiveCallbackKubectlIT {
  private static final String SEEN =
      """
      apiVersion: livecallback.dev/v1
      kind: LiveCallback
      metadata: {name: seen}
      status:
        observedGeneration: 1
        scope: vhost/push.example.com
        conditions:
        - type: Ready
          status: "True"
          reason: InSync
          message: The record is as the object says.
          lastTransitionTime: "2026-01-31T23:59:58Z"
          observedGeneration: 1
        - type: Drifted
          status: "False"
          reason: InSync
          message: The record is as the object says.
          lastTransitionTime: "2026-01-31T23:59:58Z"
          observedGeneration: 1
        lastDrift: {detectedAt: "2026-01-31T23:59:58Z", fields: [callbackDetailList]}
      """;

  private static final String OBJECTS =
      """
      apiVersion: livecallback.dev/v1
      kind: LiveCallback
      metadata: {name: seen}
      spec:
        accountRef: {name: live, namespace: streaming}
        vhost: push.example.com
        app: sports
        messageType: push
        callbackDetailList: [{url: "https://hooks.example.com/a"}, {url: "https://a/b"}]
        managementPolicy: ApplyOnChange
      ---
      apiVersion: livecallback.dev/v1
      kind: LiveCallback
      metadata: {name: unseen}
      spec:
        domain: play.example.com
        messageType: record
        callbackDetailList: [{url: "https://hooks.example.com/b"}]
      """;

  private TestCluster cluster;

  @BeforeEach
  void hasOneObjectWithAStatusAndOneWithout(TestCluster ofTheTest) {
    cluster = ofTheTest;
    cluster.kubectlWithInput(OBJECTS, "apply", "--server-side", "-f", "-").succeeded();
    cluster
        .kubectlWithInput(
            SEEN, "apply", "--server-side", "--subresource=status", "--field-manager=a", "-f", "-")
        .succeeded();
  }

  @Test
  void getShowsWhatThereIsToKnowAtAGlance() {
    List<List<String>> table = table("get", "lcb");

    assertThat(table.getFirst())
        .containsExactly("NAME", "TYPE", "SCOPE", "APP", "READY", "STATUS", "DRIFTED", "AGE");
    assertThat(table.get(1).subList(0, 7))
        .containsExactly(
            "seen", "push", "vhost/push.example.com", "sports", "True", "InSync", "False");
    assertThat(table.get(2).subList(0, 2)).containsExactly("unseen", "record");
  }

  @Test
  void getWideAddsThePolicyTheFirstUrlTheLastDriftAndTheMessage() {
    List<List<String>> table = table("get", "lcb", "seen", "-o", "wide");

    assertThat(table.getFirst().subList(8, 12))
        .containsExactly("POLICY", "URL", "LAST-DRIFT", "MESSAGE");
    assertThat(table.get(1).get(8)).isEqualTo("ApplyOnChange");
    assertThat(table.get(1).get(9)).isEqualTo("https://hooks.example.com/a");
    assertThat(table.get(1).get(10)).matches("[0-9a-z]+");
    assertThat(table.get(1).get(11)).isEqualTo("The record is as the object says.");
  }

  @Test
  void getKnowsTheShortNameThePluralTheSingularAndTheCategory() {
    for (String name :
        List.of("lcb", "livecallbacks", "livecallback", "livecallbacks.livecallback.dev")) {
      assertThat(lines("get", name, "-o", "name"))
          .as(name)
          .containsExactly(
              "livecallback.livecallback.dev/seen", "livecallback.livecallback.dev/unseen");
    }
    assertThat(lines("api-resources", "--categories=livecallback", "--no-headers", "-o", "name"))
        .containsExactly("livecallbacks.livecallback.dev");
  }

  @Test
  void getSelectsByAccountByVhostAndByDomain() {
    assertThat(lines("get", "lcb", "-o", "name", "--field-selector", "spec.accountRef.name=live"))
        .containsExactly("livecallback.livecallback.dev/seen");
    assertThat(lines("get", "lcb", "-o", "name", "--field-selector", "spec.accountRef.name="))
        .as("those of the default account")
        .containsExactly("livecallback.livecallback.dev/unseen");
    assertThat(lines("get", "lcb", "-o", "name", "--field-selector", "spec.vhost=push.example.com"))
        .containsExactly("livecallback.livecallback.dev/seen");
    assertThat(
            lines("get", "lcb", "-o", "name", "--field-selector", "spec.domain=play.example.com"))
        .containsExactly("livecallback.livecallback.dev/unseen");
    assertThat(lines("get", "lcb", "-o", "name", "--field-selector", "spec.vhost=nothing"))
        .isEmpty();
    assertThat(cluster.kubectl("get", "lcb", "--field-selector", "spec.messageType=push").stderr())
        .contains("field label not supported");
  }

  @Test
  void waitReturnsAtOnceForAReadyObjectAndNotForOneThatNobodyHasSeen() {
    cluster.kubectl("wait", "--for=condition=Ready", "lcb/seen", "--timeout=30s").succeeded();
    cluster
        .kubectl("wait", "--for=condition=Drifted=False", "lcb/seen", "--timeout=30s")
        .succeeded();
    CommandResult unseen =
        cluster.kubectl("wait", "--for=condition=Ready", "lcb/unseen", "--timeout=100ms");

    assertThat(unseen.exitCode()).isEqualTo(1);
    assertThat(unseen.stderr()).contains("timed out waiting for the condition");
  }

  @Test
  void applyWithoutAStatusGivesAnObjectThatNeverReadsAsCurrent() {
    assertThat(lines("get", "lcb", "unseen", "-o", "jsonpath={.status}"))
        .containsExactly("{\"observedGeneration\":-1}");
    assertThat(lines("get", "lcb", "unseen", "-o", "jsonpath={.metadata.generation}"))
        .containsExactly("1");

    cluster.kubectlWithInput(OBJECTS, "apply", "--server-side", "-f", "-").succeeded();

    assertThat(lines("get", "lcb", "seen", "-o", "jsonpath={.status.observedGeneration}"))
        .as("and leaves a status that is there alone")
        .containsExactly("1");
  }

  @Test
  void applyRefusesAFieldThatDoesNotExist() {
    CommandResult answer =
        cluster.kubectlWithInput(OBJECTS.replace("app:", "appName:"), "apply", "-f", "-");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.stderr()).contains("unknown field \"spec.appName\"");
  }

  @Test
  void annotateSetsAndRemovesEveryVerbAndAVerbIsNoEditOfTheObject() {
    Map<String, String> verbs =
        Map.of(
            WellKnown.PAUSED, "true",
            WellKnown.RECONCILE_REQUESTED_AT, "2026-01-31T23:59:58Z",
            WellKnown.ALLOW_DRIFT_UNTIL, "2026-02-01T06:00:00Z",
            WellKnown.CONFIRM_DELETE, "0a1b2c3d4e5f");

    verbs.forEach(
        (verb, value) ->
            cluster.kubectl("annotate", "lcb", "seen", verb + "=" + value).succeeded());
    assertThat(annotations()).containsAllEntriesOf(verbs);

    verbs.keySet().forEach(verb -> cluster.kubectl("annotate", "lcb", "seen", verb + "-"));
    assertThat(annotations()).doesNotContainKeys(verbs.keySet().toArray(String[]::new));
    assertThat(lines("get", "lcb", "seen", "-o", "jsonpath={.metadata.generation}"))
        .containsExactly("1");
  }

  private Map<String, String> annotations() {
    GenericKubernetesResource seen = Specs.object("seen", Map.of());
    Map<String, String> all = cluster.client().resource(seen).get().getMetadata().getAnnotations();
    return all == null ? Map.of() : all;
  }

  @Test
  void explainSaysWhatEveryFieldIsFor() {
    // The API server publishes a new CRD's OpenAPI a moment after it serves its objects.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> cluster.kubectl("explain", "livecallback.spec").exitCode() == 0);

    assertThat(explain("livecallback.spec.callbackDetailList.url"))
        .contains("FIELD: url <string>")
        .contains("1 to 100 ASCII characters")
        .contains("Example: https://hooks.example.com/live");
    assertThat(explain("livecallback.spec.messageType"))
        .contains("push_end (it ends)")
        .contains("audit_snapshot");
    assertThat(explain("livecallback.spec.authKeyPrimarySecretRef.key"))
        .contains("a key in its data");
    assertThat(explain("livecallback.spec.managementPolicy"))
        .contains("Observe never writes and only reports the difference")
        .contains("Absent = Enforce");
    assertThat(explain("livecallback.spec.adoptionPolicy")).contains("Absent = IfIdentical");
    assertThat(explain("livecallback.spec.accountRef"))
        .contains("Absent = the operator's default account");
    assertThat(explain("livecallback.spec.vhost"))
        .contains("puts and verifies the new one, then removes the old one");
    assertThat(explain("lcb.status.conditions.reason")).contains("one word for programs");
    assertThat(explain("lcb.status.records")).contains("Kept by the operator");
    assertThat(explain("lcb")).contains("one callback setting of Volcengine Live");
  }

  /** What it says, as one line. */
  private String explain(String path) {
    return cluster.kubectl("explain", path).succeeded().stdout().replaceAll("\\s+", " ");
  }

  private List<String> lines(String... arguments) {
    return cluster.kubectl(arguments).succeeded().stdout().lines().toList();
  }

  private List<List<String>> table(String... arguments) {
    return lines(arguments).stream()
        .map(line -> Arrays.asList(line.trim().split("\\s{2,}", -1)))
        .toList();
  }
}
