package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@NeedsControlPlane
@DisplayName("Of accounts, kubectl")
class LiveAccountKubectlIT {
  private static final String SEEN =
      """
      apiVersion: livecallback.dev/v1
      kind: LiveAccount
      metadata: {name: seen}
      status:
        observedGeneration: 1
        accountId: "2100000001"
        objects: 12
        scopes: 3
        conditions:
        - type: Ready
          status: "True"
          reason: CredentialsValid
          message: The service accepts the credentials.
          lastTransitionTime: "2026-01-31T23:59:58Z"
          observedGeneration: 1
        - type: DeleteLimitReached
          status: "True"
          reason: DeleteLimitReached
          message: The account's limit of deletes is used up for now.
          lastTransitionTime: "2026-01-31T23:59:58Z"
          observedGeneration: 1
      """;

  private static final String ACCOUNTS =
      """
      apiVersion: livecallback.dev/v1
      kind: LiveAccount
      metadata: {name: seen}
      spec:
        profile: Volcengine
        credentials: {secretRef: {name: live}}
      ---
      apiVersion: livecallback.dev/v1
      kind: LiveAccount
      metadata: {name: unseen}
      spec:
        profile: BytePlus
        credentials: {environment: {}}
      """;

  private TestCluster cluster;

  @BeforeEach
  void hasOneAccountWithAStatusAndOneWithout(TestCluster ofTheTest) {
    cluster = ofTheTest;
    cluster.kubectlWithInput(ACCOUNTS, "apply", "--server-side", "-f", "-").succeeded();
    cluster
        .kubectlWithInput(
            SEEN, "apply", "--server-side", "--subresource=status", "--field-manager=a", "-f", "-")
        .succeeded();
  }

  @Test
  void getShowsWhatThereIsToKnowAtAGlance() {
    List<List<String>> table = table("get", "lacc");

    assertThat(table.getFirst())
        .containsExactly("NAME", "PROFILE", "ACCOUNT-ID", "READY", "REASON", "OBJECTS", "AGE");
    assertThat(table.get(1).subList(0, 6))
        .containsExactly("seen", "Volcengine", "2100000001", "True", "CredentialsValid", "12");
    assertThat(table.get(2).subList(0, 2)).containsExactly("unseen", "BytePlus");
  }

  @Test
  void getWideAddsTheScopesAndTheMessage() {
    List<List<String>> table = table("get", "lacc", "seen", "-o", "wide");

    assertThat(table.getFirst().subList(7, 9)).containsExactly("SCOPES", "MESSAGE");
    assertThat(table.get(1).subList(7, 9))
        .containsExactly("3", "The service accepts the credentials.");
  }

  @Test
  void getKnowsTheShortNameThePluralAndTheSingularAndNoCategory() {
    for (String name :
        List.of("lacc", "liveaccounts", "liveaccount", "liveaccounts.livecallback.dev")) {
      assertThat(lines("get", name, "-o", "name"))
          .as(name)
          .containsExactly(
              "liveaccount.livecallback.dev/seen", "liveaccount.livecallback.dev/unseen");
    }
    assertThat(lines("get", "livecallback", "-o", "name")).isEmpty();
  }

  @Test
  void waitReturnsAtOnceForAnAccountThatIsReadyOrHoldsDeletes() {
    cluster.kubectl("wait", "--for=condition=Ready", "lacc/seen", "--timeout=30s").succeeded();
    cluster
        .kubectl("wait", "--for=condition=DeleteLimitReached", "lacc/seen", "--timeout=30s")
        .succeeded();
  }

  @Test
  void applyWithoutAStatusGivesAnAccountThatNeverReadsAsCurrent() {
    assertThat(lines("get", "lacc", "unseen", "-o", "jsonpath={.status}"))
        .containsExactly("{\"observedGeneration\":-1}");
    assertThat(lines("get", "lacc", "unseen", "-o", "jsonpath={.spec.credentials}"))
        .as("and credentials that have nothing to say stay")
        .containsExactly("{\"environment\":{}}");

    cluster.kubectlWithInput(ACCOUNTS, "apply", "--server-side", "-f", "-").succeeded();

    assertThat(lines("get", "lacc", "seen", "-o", "jsonpath={.status.observedGeneration}"))
        .as("and leaves a status that is there alone")
        .containsExactly("1");
  }

  @Test
  void applyRefusesAFieldThatDoesNotExist() {
    String keysInTheOpen = ACCOUNTS.replace("environment: {}", "environment: {accessKeyId: AK}");

    assertThat(cluster.kubectlWithInput(keysInTheOpen, "apply", "-f", "-").stderr())
        .contains("unknown field \"spec.credentials.environment.accessKeyId\"");
  }

  @Test
  void explainSaysWhatEveryFieldIsFor() {
    // The API server publishes a new CRD's OpenAPI a moment after it serves its objects.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> cluster.kubectl("explain", "liveaccount.spec").exitCode() == 0);

    assertThat(explain("lacc")).contains("the way to a cloud account");
    assertThat(explain("liveaccount.spec.profile"))
        .contains("FIELD: profile <string>")
        .contains("Can't be changed");
    assertThat(explain("liveaccount.spec.credentials")).contains("exactly one of");
    assertThat(explain("liveaccount.spec.credentials.environment"))
        .contains("FIELD: environment <Object>")
        .contains("ACCESS_KEY_ID");
    assertThat(explain("liveaccount.spec.credentials.secretRef.sessionTokenKey"))
        .contains("Absent = sessionToken");
    assertThat(explain("liveaccount.spec.callsPerSecond.update"))
        .contains("FIELD: update <integer>")
        .contains("1 to 10, on BytePlus 1");
    assertThat(explain("liveaccount.spec.syncPeriod")).contains("Example: 10m");
    assertThat(explain("liveaccount.spec.deleteLimit.perHour")).contains("0 holds every delete");
    assertThat(explain("liveaccount.spec.allow.urls"))
        .contains("FIELD: urls <[]string>")
        .contains("Absent = anywhere");
    assertThat(explain("liveaccount.status.objects")).contains("How many LiveCallbacks");
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
