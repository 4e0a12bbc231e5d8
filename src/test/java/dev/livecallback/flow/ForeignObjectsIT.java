package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Application settings, bundles of files, other tools' annotations: with the shipped heap. */
@Flow(operator = false)
@NeedsControlPlane(
    own = true) // nobody else should have to wait for an API server that handles this
@Tag("abuse")
@Order(1) // it takes longest: it begins first
@DisplayName("What others have in a namespace")
@Slow
class ForeignObjectsIT {
  private static final int MEGABYTE = 1_000_000;
  private static final String SCOPE = "vhost/healthy.example.com";

  private final Scene scene;
  private final TestCluster cluster;

  ForeignObjectsIT(Scene scene) {
    this.scene = scene;
    this.cluster = scene.cluster();
  }

  @Test
  void fillsNeitherTheOperatorsMemoryAtItsStartNorLater() {
    createFiles("before", 40);
    createSettings();
    createAnnotated();
    createAccounts();
    createStatuses();
    scene.callbacks().secret("signing", "foreign-key-1");
    scene.callbacks().create("healthy", spec(SCOPE, "a", "push", URL, signedBy("signing")));

    OperatorUnderTest operator = scene.start(scene.operator());
    scene.callbacks().awaitReady("healthy");
    scene.accounts().awaitReason("long-1", AccountReason.UNSUPPORTED_VALUE);
    createFiles("later", 30);
    scene.callbacks().secret("signing", "foreign-key-2");
    Callbacks.awaitThat(
        "the new key to be written",
        () -> assertThat(scene.records(SCOPE).getFirst().toString()).contains("foreign-key-2"));

    assertThat(operator.terminate()).isZero();
    assertThat(operator.logWith("OutOfMemory")).isEmpty();
  }

  /** Secrets of one long value each. */
  private void createFiles(String name, int files) {
    IntStream.range(0, files)
        .parallel()
        .forEach(i -> create(name + "-file-" + i, Map.of("file", encoded("x".repeat(MEGABYTE)))));
  }

  /** Secrets of ten thousand short values each. */
  private void createSettings() {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      settings.put("setting-" + i, encoded("value-" + i + "-" + "x".repeat(50)));
    }
    IntStream.range(0, 5).parallel().forEach(i -> create("settings-" + i, settings));
  }

  private void create(String name, Map<String, String> data) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder().withName(name).build())
                .withType("Opaque")
                .withData(data)
                .build())
        .create();
  }

  /** 60 objects that wait for nobody, with 250 kB of another tool's annotations each. */
  private void createAnnotated() {
    IntStream.range(0, 60)
        .parallel()
        .forEach(
            i -> {
              LiveCallback object =
                  Serialization.unmarshal(
                      "kind: LiveCallback%napiVersion: livecallback.dev/v1%nspec: %s"
                          .formatted(
                              spec("vhost/annotated-" + i + ".example.com", "a", "push", URL)),
                      LiveCallback.class);
              object.setMetadata(
                  new ObjectMetaBuilder()
                      .withName("annotated-" + i)
                      .addToAnnotations(WellKnown.PAUSED, "true")
                      .addToAnnotations("other.example.com/manifest", "x".repeat(MEGABYTE / 4))
                      .build());
              cluster.client().resource(object).create();
            });
  }

  /** 40 accounts with as many rules as fit: a megabyte each. */
  private void createAccounts() {
    Map<String, Object> rule =
        Map.of(
            "namespaces", Collections.nCopies(100, "n".repeat(63)),
            "urls", Collections.nCopies(100, "https://" + "u".repeat(190)));
    Map<String, Object> spec =
        Map.of(
            "profile",
            "Volcengine",
            "credentials",
            Map.of("secretRef", Map.of("name", "none")),
            "allow",
            Collections.nCopies(38, rule));
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i -> {
              // Not by our own type, which would leave the rules out.
              GenericKubernetesResource account = new GenericKubernetesResource();
              account.setApiVersion("livecallback.dev/v1");
              account.setKind("LiveAccount");
              account.setMetadata(new ObjectMetaBuilder().withName("long-" + i).build());
              account.setAdditionalProperty("spec", spec);
              cluster.client().resource(account).create();
            });
  }

  /** 60 objects with as much status as fits: half a megabyte each, a hundred to a page. */
  private void createStatuses() {
    Map<String, Object> entry =
        Map.of(
            "account", "live/default",
            "scope", "vhost/long.example.com",
            "messageType", "push",
            "requestId", "r".repeat(500));
    Map<String, Object> status = Map.of("records", Collections.nCopies(1_000, entry));
    IntStream.range(0, 60)
        .parallel()
        .forEach(
            i -> {
              GenericKubernetesResource object = new GenericKubernetesResource();
              object.setApiVersion("livecallback.dev/v1");
              object.setKind("LiveCallback");
              object.setMetadata(
                  new ObjectMetaBuilder()
                      .withName("recorded-" + i)
                      .addToAnnotations(WellKnown.PAUSED, "true")
                      .build());
              object.setAdditionalProperty(
                  "spec",
                  Map.of(
                      "vhost",
                      "long.example.com",
                      "messageType",
                      "push",
                      "app",
                      "app-" + i,
                      "callbackDetailList",
                      List.of(Map.of("url", URL))));
              object.setAdditionalProperty("status", status);
              cluster.client().resource(object).create();
              cluster.client().resource(object).updateStatus();
            });
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(US_ASCII));
  }
}
