package dev.livecallback.api;

import static dev.livecallback.api.Specs.validBut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The API server")
class LiveCallbackAdmissionIT {

  private TestCluster cluster;

  @BeforeAll
  void takesOneNamespaceForAll(TestCluster ofTheClass) {
    cluster = ofTheClass;
  }

  @ParameterizedTest(name = "refuses {0}")
  @MethodSource("dev.livecallback.api.RefusedSpecs#all")
  void refuses(String name, Map<String, Object> spec, String sentence) {
    assertThatThrownBy(() -> resource("refused", spec).dryRun().create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422))
        .satisfies(e -> ServerWords.assertSays(e, sentence));
  }

  @Test
  void refusesAnObjectWithoutASpec() {
    GenericKubernetesResource empty = Specs.object("empty", Map.of());
    empty.getAdditionalProperties().clear();

    assertThatThrownBy(() -> cluster.client().resource(empty).dryRun().create())
        .hasMessageContaining("spec: Required value");
  }

  @ParameterizedTest(name = "accepts {0}")
  @MethodSource("dev.livecallback.api.AcceptedSpecs#all")
  void accepts(String name, Map<String, Object> spec) {
    GenericKubernetesResource stored = resource("accepted", spec).dryRun().create();

    assertThat(stored.getAdditionalProperties())
        .as("nothing is added to the spec, and a status that never reads as current")
        .isEqualTo(Map.of("spec", spec, "status", Map.of("observedGeneration", -1)));
  }

  @ParameterizedTest(name = "accepts the edit: {0}")
  @MethodSource
  void acceptsTheEdit(String name, String before, String after) {
    String id = create(before, List.of());

    assertThat(resource(id, validBut(after)).update().getMetadata().getGeneration()).isEqualTo(2);
  }

  static Stream<Arguments> acceptsTheEdit() {
    String other = "{callbackDetailList: [{url: 'https://a/1'}, {url: 'https://a/2'}]}";
    String signed = "{authEnable: true, authKeyPrimarySecretRef: {name: live-auth, key: primary}}";
    String signedAnew = "{authEnable: true, authKeyPrimarySecretRef: {name: live-auth, key: next}}";
    return Stream.of(
        arguments("other targets", "{}", other),
        arguments("transcoded streams too", "{}", "{transcodeCallback: true}"),
        arguments("authentication on", "{}", signed),
        arguments("authentication with another key", signed, signedAnew),
        arguments("authentication off", signed, "{}"),
        arguments("the record is to be left", "{}", "{deletionPolicy: Orphan}"),
        arguments("the record is only watched", "{}", "{managementPolicy: Observe}"),
        arguments("the record is enforced again", "{managementPolicy: Observe}", "{}"),
        arguments("what is there is replaced", "{}", "{adoptionPolicy: Adopt}"),
        arguments("an account", "{}", "{accountRef: {name: live}}"),
        arguments("the default account", "{accountRef: {name: live}}", "{}"),
        arguments("another account", "{accountRef: {name: a}}", "{accountRef: {name: b}}"),
        arguments(
            "an account of another namespace",
            "{accountRef: {name: a}}",
            "{accountRef: {name: a, namespace: b}}"),
        arguments("another vhost", "{}", "{vhost: other.example.com}"),
        arguments("other letters of the vhost", "{}", "{vhost: Push.Example.com}"),
        arguments("another domain", "{vhost: null, domain: a}", "{vhost: null, domain: b}"),
        arguments("a domain for the vhost", "{}", "{vhost: null, domain: a}"),
        arguments("a vhost for the domain", "{vhost: null, domain: a}", "{}"),
        arguments("an app is added", "{}", "{app: sports}"),
        arguments("the app is removed", "{app: sports}", "{}"),
        arguments("another app", "{app: sports}", "{app: news}"),
        arguments("another message type", "{}", "{messageType: push_end}"),
        arguments(
            "all of the identity at once",
            "{app: sports}",
            "{accountRef: {name: live}, vhost: null, domain: a, messageType: record}"));
  }

  @ParameterizedTest(name = "accepts a move to any other identity from {0}")
  @MethodSource("identities")
  void acceptsAnyMove(String before) {
    String id = create(before, List.of());

    assertThat(identities().filter(after -> !after.equals(before)))
        .isNotEmpty()
        .allSatisfy(
            after -> {
              Map<String, Object> moved = validBut(after);
              assertThat(resource(id, moved).dryRun().update().<Object>get("spec"))
                  .isEqualTo(moved);
            });
  }

  /** Two of each kind of scope, with and without an app, for two message types. */
  static Stream<String> identities() {
    return Stream.of(
            "vhost: a.example.com",
            "vhost: b.example.com",
            "vhost: a.example.com, app: sports",
            "vhost: a.example.com, app: news",
            "vhost: null, domain: a.example.com",
            "vhost: null, domain: b.example.com")
        .flatMap(
            scope ->
                Stream.of("push", "record")
                    .map(type -> "{" + scope + ", messageType: " + type + "}"));
  }

  @Test
  void letsAPersonLeaveTheRecordOfAnObjectThatIsBeingDeleted() {
    String id = create("{}", List.of(WellKnown.FINALIZER));
    resource(id, validBut("{}")).delete();
    GenericKubernetesResource deleting = resource(id, validBut("{}")).get();

    deleting.setAdditionalProperty("spec", validBut("{deletionPolicy: Orphan}"));
    GenericKubernetesResource edited = cluster.client().resource(deleting).update();

    assertThat(edited.getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(edited.<String>get("spec", "deletionPolicy")).isEqualTo("Orphan");
  }

  /** In this test's namespace, whatever namespace it names. */
  @ParameterizedTest(name = "accepts {0}")
  @MethodSource
  void acceptsTheExample(Path file) throws IOException {
    String example =
        Files.readString(file).replaceAll("(?m)^( *namespace:) .*$", "$1 " + cluster.namespace());

    cluster
        .kubectlWithInput(
            example, "apply", "--server-side", "--validate=strict", "--dry-run=server", "-f", "-")
        .succeeded();
  }

  static Stream<Path> acceptsTheExample() throws IOException {
    try (var files = Files.walk(Path.of("examples"))) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  private String create(String difference, List<String> finalizers) {
    GenericKubernetesResource object = Specs.object("", validBut(difference));
    object.getMetadata().setName(null);
    object.getMetadata().setGenerateName("edited-");
    object.getMetadata().setFinalizers(finalizers);
    return cluster.client().resource(object).create().getMetadata().getName();
  }

  private Resource<GenericKubernetesResource> resource(String name, Map<String, Object> spec) {
    return cluster.client().resource(Specs.object(name, spec));
  }
}
