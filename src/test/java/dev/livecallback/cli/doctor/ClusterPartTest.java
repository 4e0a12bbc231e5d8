package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.PlantedCluster.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.CommandFailedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The cluster part of doctor")
class ClusterPartTest {
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

  @Test
  void findsAllWellInAClusterWithTheManifests() throws CommandFailedException {
    assertThat(cluster.look()).extracting(PlantedCluster::line).isEqualTo(PlantedCluster.WELL);
    assertThat(cluster.look()).extracting(Finding::help).containsOnly("");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void findsExactlyWhatIsOtherwise(String what, Change change, List<String> expected)
      throws CommandFailedException {
    change.accept(cluster);

    assertThat(cluster.differences()).containsExactlyElementsOf(expected);
  }

  static Stream<Arguments> findsExactlyWhatIsOtherwise() {
    return Stream.of(crds(), rightsAndLeader(), policies()).flatMap(rows -> rows);
  }

  private static Change refused(String path, int code) {
    return cluster -> cluster.refused.put(path, code);
  }

  private static Stream<Arguments> crds() {
    String path =
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/livecallbacks.livecallback.dev";
    return Stream.of(
        row(
            "a CRD isn't there",
            refused(path, 404),
            "CRD livecallbacks: broken: It isn't installed."),
        row(
            "the other CRD isn't there",
            refused(path.replace("livecallbacks", "liveaccounts"), 404),
            "CRD liveaccounts: broken: It isn't installed."),
        row(
            "a CRD may not be read",
            refused(path, 403),
            "CRD livecallbacks: can't tell: You may not get"
                + " customresourcedefinitions.apiextensions.k8s.io: have the right granted."),
        row(
            "a CRD is of another version",
            cluster -> version(cluster.callbackCrd).put("name", "planted1"),
            "CRD livecallbacks: broken: It doesn't serve v1."),
        row(
            "v1 isn't served",
            cluster -> version(cluster.callbackCrd).put("served", false),
            "CRD livecallbacks: broken: It doesn't serve v1."),
        row(
            "v1 isn't stored",
            cluster -> version(cluster.accountCrd).put("storage", false),
            "CRD liveaccounts: differs: v1 is served, and another version is stored."),
        row(
            "a CRD isn't established",
            cluster ->
                ((ObjectNode) cluster.accountCrd.at("/status/conditions/0")).put("status", "False"),
            "CRD liveaccounts: broken: The API server hasn't established it."),
        row(
            "a CRD is older",
            cluster -> ((ObjectNode) properties(cluster.callbackCrd, "status")).remove("lastDrift"),
            "CRD livecallbacks: differs: It lacks fields of this version: 4."),
        row(
            "a CRD is newer",
            cluster ->
                ((ObjectNode) properties(cluster.callbackCrd, "spec"))
                    .putObject("planted")
                    .put("type", "string"),
            "CRD livecallbacks: differs: It has fields that this version doesn't know: 1."),
        row(
            "a CRD has other rules",
            cluster ->
                ((ObjectNode) properties(cluster.callbackCrd, "spec").get("vhost"))
                    .put("maxLength", 7),
            "CRD livecallbacks: differs: It has the fields of this version, with other rules."),
        row(
            "a CRD has other texts",
            cluster ->
                ((ObjectNode) properties(cluster.callbackCrd, "spec").get("vhost"))
                    .put("description", "Planted.")));
  }

  private static JsonNode properties(ObjectNode crd, String part) {
    return version(crd).at("/schema/openAPIV3Schema/properties/" + part + "/properties");
  }

  private static Stream<Arguments> rightsAndLeader() {
    String may = "The operator's ServiceAccount may ";
    return Stream.concat(
        Stream.of(
            row(
                "a right is missing",
                cluster -> cluster.denied.add("\"subresource\":\"status\",\"verb\":\"update\""),
                "rights: broken: "
                    + may
                    + "not update livecallbacks/status.livecallback.dev, update"
                    + " liveaccounts/status.livecallback.dev."),
            row(
                "Secrets may be got and not watched",
                cluster -> cluster.denied.add("\"resource\":\"secrets\",\"verb\":\"watch\"")),
            row(
                "Secrets may not be read",
                cluster -> cluster.denied.add("\"resource\":\"secrets\""),
                "rights: broken: " + may + "not list secrets, watch secrets."),
            row(
                "the lease may not be updated",
                cluster -> cluster.denied.add("\"resource\":\"leases\",\"verb\":\"update\""),
                "rights: broken: " + may + "not update leases.coordination.k8s.io."),
            row(
                "no word on rights",
                refused(PlantedCluster.REVIEWS, 403),
                "rights: can't tell: You may not create"
                    + " subjectaccessreviews.authorization.k8s.io: have the right granted."),
            row(
                "a right is missing in one of two namespaces",
                cluster -> {
                  cluster.set("WATCH_NAMESPACES", "planted-one,planted-two");
                  cluster.denied.add("\"namespace\":\"planted-two\",\"resource\":\"events\"");
                },
                "settings: ok: Other than by default: CREDENTIALS_DIR, WATCH_NAMESPACES, HTTP_BIND,"
                    + " POD_NAMESPACE.",
                "rights: differs: " + may + "not create events.")),
        leader());
  }

  private static Change renewed(String time) {
    return cluster -> cluster.lease.withObject("/spec").put("renewTime", time);
  }

  private static Stream<Arguments> leader() {
    return Stream.of(
        row(
            "no lease",
            refused(PlantedCluster.LEASE, 404),
            "leader: broken: There is no lease: none has ever led."),
        row(
            "the lease may not be read",
            refused(PlantedCluster.LEASE, 403),
            "leader: can't tell: You may not get leases.coordination.k8s.io in the operator's"
                + " namespace: have the right granted."),
        row(
            "the lease was given back",
            cluster -> cluster.lease.withObject("/spec").remove("holderIdentity"),
            "leader: broken: Nobody holds the lease."),
        row(
            "the lease is a day old",
            renewed("2026-02-28T12:00:00.000000Z"),
            "leader: broken: The lease was last renewed 24h ago."),
        row("the clocks differ by a minute", renewed("2026-03-01T12:01:00.000000Z")),
        row(
            "the clocks differ by an hour",
            renewed("2026-03-01T13:00:00.000000Z"),
            "leader: can't tell: The lease was renewed in the future: this machine's clock is"
                + " behind, or that of the holder's node ahead."),
        row(
            "several act",
            cluster -> cluster.set("LEADER_ELECTION", "false"),
            "settings: ok: Other than by default: CREDENTIALS_DIR, HTTP_BIND, POD_NAMESPACE,"
                + " LEADER_ELECTION.",
            "leader: broken: LEADER_ELECTION is false, and replicas are to be: 2."));
  }

  private static Stream<Arguments> policies() {
    return Stream.of(
        row(
            "a policy is missing",
            cluster -> cluster.policies.removeIf(each -> isPolicy(each, "statuses")),
            "admission policies: differs: Not in force: statuses."),
        row(
            "no policies",
            cluster -> cluster.policies.clear(),
            "admission policies: differs: Not in force: annotations, keeps-to-status, statuses."),
        row(
            "an old API server",
            refused(PlantedCluster.POLICIES, 404),
            "admission policies: differs: The API server doesn't know them: they need Kubernetes"
                + " 1.30."),
        row(
            "policies may not be listed",
            refused(PlantedCluster.POLICIES, 403),
            "admission policies: can't tell: You may not list"
                + " validatingadmissionpolicies.admissionregistration.k8s.io and their bindings:"
                + " have the right granted."));
  }

  private static boolean isPolicy(ObjectNode each, String word) {
    return each.path("kind").asText().equals("ValidatingAdmissionPolicy")
        && each.at("/metadata/labels/livecallback.dev~1policy").asText().equals(word);
  }

  @Test
  void asksForTheRightsOfTheServiceAccountAndChangesNothing() throws CommandFailedException {
    cluster.set("WATCH_NAMESPACES", "planted-one");

    cluster.look();

    assertThat(cluster.asked())
        .allMatch(each -> each.startsWith("GET ") || each.equals("POST " + PlantedCluster.REVIEWS));
    assertThat(cluster.bodies())
        .filteredOn(each -> !each.isEmpty())
        .allSatisfy(
            each ->
                assertThat(each)
                    .contains(
                        "\"user\":\"system:serviceaccount:planted-operators:live-callback-operator\"",
                        "\"system:serviceaccounts:planted-operators\""))
        .anyMatch(
            each ->
                each.contains(
                    "\"name\":\"live-callback-operator\",\"namespace\":\"planted-operators\",\"resource\":\"leases\",\"verb\":\"update\""))
        .anyMatch(
            each ->
                each.contains(
                    "\"namespace\":\"planted-one\",\"resource\":\"livecallbacks\",\"subresource\":\"status\",\"verb\":\"patch\""))
        // The operator watches no objects in its own namespace.
        .noneMatch(
            each ->
                each.contains(
                    "\"namespace\":\"planted-operators\",\"resource\":\"livecallbacks\""));
  }

  @Test
  void saysOfHowManyNamespacesItAsked() throws CommandFailedException {
    cluster.set(
        "WATCH_NAMESPACES",
        IntStream.range(10, 40)
            .mapToObj(each -> "planted-" + each)
            .collect(Collectors.joining(",")));

    assertThat(cluster.find("rights").seen())
        .isEqualTo(
            "The operator's ServiceAccount may do all that it needs. Of 31 namespaces 20 were looked"
                + " at.");
  }

  @Test
  void namesThingsInTheDetailsAlone() throws CommandFailedException {
    cluster.set("DEFAULT_ACCOUNT", "planted-team/planted-account");
    cluster.lease.withObject("/spec").put("holderIdentity", "planted\u001b[2J");

    assertThat(cluster.look())
        .filteredOn(each -> !each.detail().isEmpty() && !each.name().startsWith("CRD"))
        .extracting(each -> each.name() + ": " + each.detail())
        .containsExactly(
            "operator: Deployment planted-operators/planted-deployment",
            "version: Image planted.example.com/planted:1.2.3",
            "settings: CREDENTIALS_DIR=/var/run/secrets/live-credentials,"
                + " DEFAULT_ACCOUNT=planted-team/planted-account, HTTP_BIND=0.0.0.0,"
                + " POD_NAMESPACE=planted-operators",
            "rights: ServiceAccount planted-operators/live-callback-operator",
            "leader: Held by planted\\u001b[2J",
            "default account: LiveAccount planted-team/planted-account");
  }

  @Test
  void failsWhereTheApiServerCannotBeAsked() {
    cluster.refused.put("/version", 401);

    assertThatThrownBy(cluster::look)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("doesn't accept the kubeconfig's credentials");
  }
}
