package dev.livecallback.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.ApiServerStub;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.doctor.Finding.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A cluster in which all is well, as JSON that a test may change. It has what the manifests have;
 * each name that a user chooses has {@link #MARK} in it. It is 2026-03-01T12:00:00Z.
 */
final class PlantedCluster implements AutoCloseable {
  /** In each name of a user's. */
  static final String MARK = "planted";

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String VERSION = "1.2.3";
  static final String OPERATOR = MARK + "-operators";
  static final String DEPLOYMENTS = "/apis/apps/v1/deployments";
  static final String POLICIES =
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
  static final String BINDINGS = POLICIES.replace("policies", "policybindings");
  static final String REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/" + OPERATOR + "/leases/live-callback-operator";
  static final String CALLBACKS = "/apis/livecallback.dev/v1/livecallbacks";
  static final String ACCOUNTS = "/apis/livecallback.dev/v1/liveaccounts";
  static final String DEFAULT_ACCOUNT =
      "/apis/livecallback.dev/v1/namespaces/" + OPERATOR + "/liveaccounts/default";

  /** What is found where nothing is changed. */
  static final List<String> WELL =
      List.of(
          "CRD livecallbacks: ok: v1 of this version is served and stored.",
          "CRD liveaccounts: ok: v1 of this version is served and stored.",
          "operator: ok: Replicas that are ready: 2 of 2.",
          "version: ok: 1.2.3, as this program.",
          "settings: ok: Other than by default: CREDENTIALS_DIR, HTTP_BIND, POD_NAMESPACE.",
          "rights: ok: The operator's ServiceAccount may do all that it needs.",
          "leader: ok: One replica leads, and renews the lease.",
          "admission policies: ok: All are in force.",
          "default account: ok: It is Ready.",
          "other accounts: ok: Ready: 1 of 1.",
          "objects: ok: Ready: 3 of 3.");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final ObjectNode CALLBACK_CRD = crd("livecallbacks");
  private static final ObjectNode ACCOUNT_CRD = crd("liveaccounts");
  private static final List<ObjectNode> DEPLOYMENT = file("deploy/manifests/deployment.yaml");
  private static final List<ObjectNode> SHIPPED_POLICIES =
      file("deploy/manifests/admission-policy.yaml");

  final ObjectNode callbackCrd = CALLBACK_CRD.deepCopy();
  final ObjectNode accountCrd = ACCOUNT_CRD.deepCopy();
  final ObjectNode deployment = DEPLOYMENT.getFirst().deepCopy();
  final List<ObjectNode> deployments = new ArrayList<>(List.of(deployment));
  final List<ObjectNode> policies = new ArrayList<>(SHIPPED_POLICIES);
  final ObjectNode lease = object("coordination.k8s.io/v1", "Lease", OPERATOR, "lease");
  final ObjectNode defaultAccount = account(OPERATOR, "default");
  final ObjectNode otherAccount = account("planted-team", "planted-account");
  final List<ObjectNode> callbacks = new ArrayList<>();

  /** Paths that are answered with a status of HTTP, and not with what is there. */
  final Map<String, Integer> refused = new HashMap<>();

  /** What a review's text has in it that is denied. */
  final List<String> denied = new ArrayList<>();

  private final ApiServerStub server;

  PlantedCluster() throws IOException {
    server = ApiServerStub.start();
    deployment.withObject("/metadata").put("namespace", OPERATOR).put("name", "planted-deployment");
    deployment.withObject("/status").put("readyReplicas", 2);
    container().put("image", "planted.example.com/planted:" + VERSION);
    lease
        .putObject("spec")
        .put("holderIdentity", "planted-holder")
        .put("leaseDurationSeconds", 15)
        .put("renewTime", "2026-03-01T11:59:57.000000Z");
    for (int i = 0; i < 3; i++) {
      callbacks.add(callback("planted-callback-" + i));
    }
  }

  static ObjectNode object(String version, String kind, String namespace, String name) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", version).put("kind", kind);
    object
        .putObject("metadata")
        .put("namespace", namespace)
        .put("name", name)
        .put("generation", 1)
        .put("creationTimestamp", "2026-02-01T12:00:00Z");
    return object;
  }

  /** One that is Ready. */
  static ObjectNode callback(String name) {
    ObjectNode object = object("livecallback.dev/v1", "LiveCallback", "planted-live", name);
    object
        .putObject("spec")
        .put("vhost", "planted.example.com")
        .put("messageType", "push")
        .putArray("callbackDetailList")
        .addObject()
        .put("url", "https://planted.example.com/");
    ready(object, "True", "InSync", "2026-02-02T12:00:00Z");
    return object;
  }

  private static ObjectNode account(String namespace, String name) {
    ObjectNode account = object("livecallback.dev/v1", "LiveAccount", namespace, name);
    account
        .putObject("spec")
        .put("profile", "Volcengine")
        .putObject("credentials")
        .putObject("environment");
    ready(account, "True", "CredentialsValid", "2026-02-02T12:00:00Z");
    return account;
  }

  /** Its condition Ready, and no other. */
  static void ready(ObjectNode object, String status, String reason, String since) {
    object.putObject("status").put("observedGeneration", 1).putArray("conditions");
    condition(object, "Ready", status, reason, since);
  }

  /** A further condition. */
  static void condition(
      ObjectNode object, String type, String status, String reason, String since) {
    object
        .withArray("/status/conditions")
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("reason", reason)
        .put("message", "Something with planted.example.com.")
        .put("lastTransitionTime", since)
        .put("observedGeneration", 1);
  }

  private static ObjectNode crd(String plural) {
    ObjectNode crd = JSON.valueToTree(InstalledCrds.shipped(plural));
    crd.putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "Established")
        .put("status", "True");
    return crd;
  }

  private static List<ObjectNode> file(String path) {
    try {
      return Stream.of(Files.readString(Path.of(path)).split("(?m)^---$", -1))
          .<ObjectNode>map(yaml -> JSON.valueToTree(YAML.<HasMetadata>unmarshal(yaml)))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  ObjectNode container() {
    return (ObjectNode) deployment.at("/spec/template/spec/containers/0");
  }

  /** Has the Deployment set a variable. */
  ObjectNode variable(String name) {
    ArrayNode variables = container().withArray("env");
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).path("name").asText().equals(name)) {
        variables.remove(i);
      }
    }
    return variables.addObject().put("name", name);
  }

  void set(String variable, String value) {
    variable(variable).put("value", value);
  }

  /** The version v1 of a CRD. */
  static ObjectNode version(ObjectNode crd) {
    return (ObjectNode) crd.at("/spec/versions/0");
  }

  private static String list(Stream<ObjectNode> items) {
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putObject("metadata");
    ArrayNode array = list.putArray("items");
    items.forEach(array::add);
    return list.toString();
  }

  private String review(String body) {
    boolean allowed = denied.stream().noneMatch(body::contains);
    return """
        {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
         "spec": {}, "status": {"allowed": %s}}
        """
        .formatted(allowed);
  }

  private void answer(String path, String body) {
    server.answer(path, refused.getOrDefault(path, 200), body);
  }

  private Stream<ObjectNode> ofKind(String kind) {
    return policies.stream().filter(each -> each.path("kind").asText().equals(kind));
  }

  /** What is found. */
  List<Finding> look() throws CommandFailedException {
    answer("/version", "{\"major\": \"1\", \"minor\": \"33\"}");
    String crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
    answer(crds + "livecallbacks.livecallback.dev", callbackCrd.toString());
    answer(crds + "liveaccounts.livecallback.dev", accountCrd.toString());
    answer(DEPLOYMENTS, list(deployments.stream()));
    answer(POLICIES, list(ofKind("ValidatingAdmissionPolicy")));
    answer(BINDINGS, list(ofKind("ValidatingAdmissionPolicyBinding")));
    answer(LEASE, lease.toString());
    answer(CALLBACKS, list(callbacks.stream()));
    answer(ACCOUNTS, list(Stream.of(defaultAccount, otherAccount)));
    answer(DEFAULT_ACCOUNT, defaultAccount.toString());
    if (refused.containsKey(REVIEWS)) {
      answer(REVIEWS, "{}");
    } else {
      server.reply("POST", REVIEWS, this::review);
    }
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl(server.url())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build()) {
      return ClusterPart.look(client, NOW, VERSION);
    }
  }

  /** The same as a line, without details. */
  static String line(Finding finding) {
    return "%s: %s: %s".formatted(finding.name(), finding.state().word(), finding.seen());
  }

  Finding find(String name) throws CommandFailedException {
    return look().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** The lines that aren't as where all is well. No finding has a user's name for strangers. */
  List<String> differences() throws CommandFailedException {
    List<Finding> findings = look();
    assertThat(findings)
        .extracting(Finding::name)
        .isEqualTo(WELL.stream().map(each -> each.split(":", -1)[0]).toList());
    assertThat(findings)
        .allSatisfy(
            each ->
                assertThat(each.seen() + each.help())
                    .doesNotContainIgnoringCase(MARK)
                    .doesNotContain("example.com"))
        .filteredOn(each -> each.state() == State.DIFFERS || each.state() == State.BROKEN)
        .allSatisfy(each -> assertThat(each.help()).isNotEmpty());
    return findings.stream()
        .map(PlantedCluster::line)
        .filter(each -> !WELL.contains(each))
        .toList();
  }

  /** Lists the Deployments in one namespace, too. */
  void hasDeploymentsIn(String namespace) {
    server.answer(
        "/apis/apps/v1/namespaces/" + namespace + "/deployments", 200, list(deployments.stream()));
  }

  /** What it was asked, each as {@code METHOD /path?query}. */
  List<String> asked() {
    return server.asked();
  }

  /** What it was told. */
  List<String> bodies() {
    return server.bodies();
  }

  @Override
  public void close() {
    server.close();
  }
}
