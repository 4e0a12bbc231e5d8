package dev.livecallback.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.CommandFailedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Of the operator's Deployment, doctor")
class RunningOperatorTest {
  private PlantedCluster cluster;

  @BeforeEach
  void starts() throws IOException {
    cluster = new PlantedCluster();
  }

  @AfterEach
  void ends() {
    cluster.close();
  }

  /** A change of the cluster. */
  interface Change extends Consumer<PlantedCluster> {}

  private static Arguments row(String what, Change change, String... expected) {
    return arguments(what, change, List.of(expected));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void findsExactlyWhatIsOtherwise(String what, Change change, List<String> expected)
      throws CommandFailedException {
    change.accept(cluster);

    assertThat(cluster.differences()).containsExactlyElementsOf(expected);
  }

  static Stream<Arguments> findsExactlyWhatIsOtherwise() {
    return Stream.concat(operator(), settings());
  }

  private static Change refused(String path, int code) {
    return cluster -> cluster.refused.put(path, code);
  }

  private static final String NO_OPERATOR = "can't tell: Nobody knows which operator is meant.";
  private static final String NO_SETTINGS = "can't tell: The operator's settings aren't known.";

  /** These follow from the operator's Deployment. */
  private static String[] withoutOperator(String finding) {
    return new String[] {
      finding,
      "version: " + NO_OPERATOR,
      "settings: " + NO_OPERATOR,
      "rights: " + NO_OPERATOR,
      "leader: " + NO_OPERATOR,
      "default account: " + NO_SETTINGS,
      "other accounts: ok: Ready: 2 of 2."
    };
  }

  /** These follow from its settings. */
  private static String[] withoutSettings(String finding) {
    return new String[] {
      finding,
      "rights: " + NO_SETTINGS,
      "leader: " + NO_SETTINGS,
      "default account: " + NO_SETTINGS,
      "other accounts: ok: Ready: 2 of 2."
    };
  }

  private static Change image(String image) {
    return cluster -> cluster.container().put("image", image);
  }

  private static Stream<Arguments> operator() {
    String noNumber = "version: can't tell: The tag of its image isn't the number of a version.";
    return Stream.of(
        row(
            "no operator",
            cluster -> cluster.deployments.clear(),
            withoutOperator(
                "operator: differs: No Deployment has the label"
                    + " app.kubernetes.io/name=live-callback-operator and runs the operator.")),
        row(
            "two operators",
            cluster -> cluster.deployments.add(cluster.deployment.deepCopy()),
            withoutOperator(
                "operator: differs: There are several Deployments of the operator: 2.")),
        row(
            "Deployments may not be listed",
            refused(PlantedCluster.DEPLOYMENTS, 403),
            withoutOperator(
                "operator: can't tell: You may not list deployments.apps in all namespaces: have"
                    + " the right granted.")),
        row(
            "the API server fails for Deployments",
            refused(PlantedCluster.DEPLOYMENTS, 500),
            withoutOperator("operator: can't tell: The API server answers with HTTP status 500.")),
        row(
            "a Deployment beside it that runs something else",
            cluster -> {
              ObjectNode other = cluster.deployment.deepCopy();
              ((ObjectNode) other.at("/spec/template/spec/containers/0"))
                  .putArray("args")
                  .add("simulator");
              cluster.deployments.add(other);
            }),
        row(
            "no replica is ready",
            cluster -> cluster.deployment.remove("status"),
            "operator: broken: Replicas that are ready: 0 of 2."),
        row(
            "it is scaled down",
            cluster -> {
              cluster.deployment.remove("status");
              cluster.deployment.withObject("/spec").put("replicas", 0);
            },
            "operator: broken: Replicas that are ready: 0 of 0."),
        row(
            "a replica isn't ready",
            cluster -> cluster.deployment.withObject("/status").put("readyReplicas", 1),
            "operator: differs: Replicas that are ready: 1 of 2."),
        row(
            "another version",
            image("planted.example.com:5000/planted:v1.3.0"),
            "version: differs: It is 1.3.0, this program is 1.2.3."),
        row("its version with a digest", image("planted:1.2.3@sha256:0123")),
        row("a tag of other letters", image("planted:planted"), noNumber),
        row("a port and no tag", image("planted.example.com:5000/planted"), noNumber),
        row("a digest alone", image("planted@sha256:0123"), noNumber));
  }

  private static Stream<Arguments> settings() {
    String usual = "CREDENTIALS_DIR, HTTP_BIND, POD_NAMESPACE";
    return Stream.of(
        row(
            "a setting",
            cluster -> cluster.set("LIVE_QUOTA", "5"),
            "settings: ok: Other than by default: CREDENTIALS_DIR, LIVE_QUOTA, HTTP_BIND,"
                + " POD_NAMESPACE."),
        row("a setting as by default", cluster -> cluster.set("SYNC_PERIOD", "600s")),
        row("a blank setting", cluster -> cluster.set("SYNC_PERIOD", " ")),
        row(
            "a setting by option",
            cluster -> cluster.container().withArray("args").add("--live-region=planted"),
            "settings: ok: Other than by default: CREDENTIALS_DIR, LIVE_REGION, HTTP_BIND,"
                + " POD_NAMESPACE."),
        row(
            "a setting from a Secret",
            cluster ->
                cluster
                    .variable("ACCESS_KEY_ID")
                    .putObject("valueFrom")
                    .putObject("secretKeyRef")
                    .put("name", "planted")
                    .put("key", "planted"),
            "settings: ok: Other than by default: "
                + usual
                + ". Set from elsewhere: ACCESS_KEY_ID."),
        row(
            "a setting with a part from elsewhere",
            cluster -> cluster.set("NO_PROXY", "$(KUBERNETES_SERVICE_HOST),planted.example.com"),
            "settings: ok: Other than by default: " + usual + ". Set from elsewhere: NO_PROXY."),
        row(
            "a file in the Pod",
            cluster -> cluster.set("CA_BUNDLE", "/planted.pem"),
            "settings: ok: Other than by default: " + usual + ", CA_BUNDLE."),
        row(
            "a decisive setting from elsewhere",
            cluster ->
                cluster
                    .variable("WATCH_NAMESPACES")
                    .putObject("valueFrom")
                    .putObject("configMapKeyRef")
                    .put("name", "planted")
                    .put("key", "planted"),
            withoutSettings(
                "settings: ok: Other than by default: "
                    + usual
                    + ". Set from elsewhere: WATCH_NAMESPACES.")),
        row(
            "others from elsewhere",
            cluster ->
                cluster
                    .container()
                    .putArray("envFrom")
                    .addObject()
                    .putObject("configMapRef")
                    .put("name", "planted"),
            withoutSettings(
                "settings: ok: Other than by default: " + usual + ". envFrom may set more.")),
        row(
            "a wrong setting",
            cluster -> cluster.set("LIVE_QUOTA", "planted"),
            withoutSettings("settings: broken: LIVE_QUOTA is wrong.")),
        row(
            "times of the lease that don't go together",
            cluster -> cluster.set("LEASE_DURATION", "5s"),
            withoutSettings(
                "settings: broken: Each of LEASE_DURATION, LEASE_RENEW_DEADLINE and"
                    + " LEASE_RETRY_PERIOD has to be longer than the next.")));
  }

  @Test
  void looksInTheUsualNamespaceWhereDeploymentsMayNotBeListedInAll() throws CommandFailedException {
    cluster.refused.put(PlantedCluster.DEPLOYMENTS, 403);
    cluster.hasDeploymentsIn("live-callback-operator");

    assertThat(cluster.find("operator").state()).isEqualTo(Finding.State.OK);
  }

  @Test
  void tellsNobodyASecretOfTheDeployment() throws CommandFailedException {
    cluster.set("ACCESS_KEY_ID", "planted-key");
    cluster.set("ACCESS_KEY_SECRET", "planted-key");
    cluster.set("HTTPS_PROXY", "http://planted:planted-key@planted.example.com:3128");

    Finding settings = cluster.find("settings");

    assertThat(settings.seen()).contains("ACCESS_KEY_ID, ACCESS_KEY_SECRET", "HTTPS_PROXY");
    assertThat(settings.toString()).contains("HTTPS_PROXY=(not shown)");
    assertThat(settings.toString()).doesNotContain("planted-key");

    cluster.set("HTTPS_PROXY", "planted:planted-key@planted.example.com:3128:3128");

    assertThat(cluster.find("settings").state()).isEqualTo(Finding.State.BROKEN);
    assertThat(cluster.find("settings").toString()).doesNotContain("planted-key");
  }
}
