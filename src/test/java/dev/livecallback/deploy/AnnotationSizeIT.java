package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CEL gives up on what takes it too long, and the request would go on. */
@Tag("abuse")
@NeedsControlPlane(own = true)
@DisplayName("With the admission policy of the manifests")
class AnnotationSizeIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String CALLBACK = "livecallback/started";
  private static final String ACCOUNT = "liveaccount/streaming";

  @BeforeEach
  void install(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();
    AdmissionPolicyIT.create(cluster);
    // The API server takes a policy into use a moment after it was created. What it lets through
    // before then must not stay: nobody is refused what is there already.
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster
                        .kubectl("annotate", ACCOUNT, "livecallback.dev/x=?", "--dry-run=server")
                        .exitCode()
                    != 0);
  }

  @ParameterizedTest(name = "a value of {0} characters passes no rule that a short one doesn't")
  @ValueSource(ints = {1, 100, 1_024, 1_025, 10_000, 60_000, 120_000, 250_000})
  void valuesOfAnyLength(int length, TestCluster cluster) {
    Map<String, String> unreadable =
        Map.of(
            WellKnown.ALLOW_DRIFT_UNTIL,
            CALLBACK,
            WellKnown.RELEASE_DELETES_UNTIL,
            ACCOUNT,
            WellKnown.CONFIRM_DELETE,
            CALLBACK,
            WellKnown.CONFIRM_ACCOUNT,
            ACCOUNT,
            "livecallback.dev/nobodys",
            ACCOUNT);
    List<String> taken = new ArrayList<>();
    for (Map.Entry<String, String> each : unreadable.entrySet()) {
      for (String filling : List.of("x", " ", "9-")) {
        String value = filling.repeat(length).substring(0, length) + "?";
        if (merge(cluster, each.getValue(), Map.of(each.getKey(), value)).exitCode() == 0) {
          taken.add(each.getKey() + " of '" + filling + "'");
        }
      }
    }
    // Any value pauses, but none that is longer than what is read of it.
    boolean pauses =
        merge(cluster, CALLBACK, Map.of(WellKnown.PAUSED, "x".repeat(length))).exitCode() == 0;

    assertThat(taken).isEmpty();
    assertThat(pauses).isEqualTo(length <= 1_024);
  }

  /** As many as an object may have. */
  @ParameterizedTest(name = "{0} annotations of ours pass no rule that one doesn't")
  @ValueSource(ints = {2, 100, 1_000, 6_000})
  void annotationsOfAnyNumber(int number, TestCluster cluster) {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < number; i++) {
      many.put("livecallback.dev/x" + i + "-until", "soon");
    }

    CommandResult result = merge(cluster, CALLBACK, many);

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.stderr()).contains("Nobody reads the annotation");
  }

  private static CommandResult merge(
      TestCluster cluster, String object, Map<String, String> annotations) {
    String patch = Serialization.asJson(Map.of("metadata", Map.of("annotations", annotations)));
    return cluster.kubectlWithInput(
        patch, "patch", object, "--type=merge", "--patch-file=/dev/stdin");
  }
}
