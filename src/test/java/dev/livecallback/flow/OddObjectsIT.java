package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OddObjects;
import dev.livecallback.testing.OddValues;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a looser CRD took, as another version's may be, stops nothing but itself. */
@NeedsControlPlane(own = true)
@Flow(quota = 100, operator = false)
@Tag("abuse")
@DisplayName("Odd objects")
@Slow
class OddObjectsIT {
  private static final String ACCOUNT = "{\"name\":\"default\",\"namespace\":\"ops\"}";
  private static final int OF_EACH_KIND = 150;
  private static final String LOOSE =
      "{\"op\":\"replace\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema/properties/%s\","
          + "\"value\":{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}}";

  /** What is selected by has to be in the schema. */
  private static final String UNSELECTABLE =
      "{\"op\":\"remove\",\"path\":\"/spec/versions/0/selectableFields\"}";

  private final Scene scene;
  private final TestCluster cluster;
  private final Callbacks callbacks;

  OddObjectsIT(Scene scene) {
    this.scene = scene;
    cluster = scene.cluster();
    callbacks = scene.callbacks();
    for (String crd : List.of("livecallbacks", "liveaccounts")) {
      cluster
          .kubectl(
              "patch",
              "crd",
              crd + ".livecallback.dev",
              "--type=json",
              "-p=[%s,%s%s]"
                  .formatted(
                      LOOSE.formatted("spec"),
                      LOOSE.formatted("status"),
                      crd.equals("livecallbacks") ? "," + UNSELECTABLE : ""))
          .succeeded();
    }
  }

  @Test
  void stopNothingBesideThemAndNoStart() {
    OperatorUnderTest first = scene.start(scene.operator());
    callbacks.create("healthy", spec("vhost/healthy.example.com", "a", "push", URL));
    callbacks.awaitReady("healthy");

    int created = create("livecallbacks", "LiveCallback") + create("liveaccounts", "LiveAccount");
    assertThat(created).isGreaterThan(OF_EACH_KIND);
    int values = createOddValues();
    callbacks.create("relay", spec("vhost/relay.example.com", "a", "relay", URL));

    LiveCallback relay = callbacks.awaitReason("relay", Reason.UNSUPPORTED_VALUE);
    assertThat(Callbacks.ready(relay).message()).startsWith("spec.messageType is \"relay\"");
    edit(OTHER_URL);
    awaitThat(
        "each odd value to be told",
        () ->
            assertThat(cluster.client().resources(LiveCallback.class).list().getItems())
                .filteredOn(object -> object.getMetadata().getName().startsWith("value-"))
                .hasSize(values)
                .allMatch(object -> reason(object).equals("UnsupportedValue")));
    assertThat(scene.simulator().calls())
        .as("calls for what isn't understood")
        .noneMatch(call -> call.path("scope").asText().contains("value-"));
    assertThat(first.metrics())
        .contains("livecallback_internal_errors_total{kind=\"LiveCallback\"} 0.0")
        .contains("livecallback_internal_errors_total{kind=\"LiveAccount\"} 0.0");

    assertThat(first.terminate()).isZero();
    scene.start(scene.operator());
    edit(URL);
    assertThat(callbacks.told("relay", "UnsupportedValue")).isNotEmpty();
  }

  private void edit(String url) {
    callbacks.edit("healthy", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(url));
    callbacks.awaitReady("healthy");
    assertThat(scene.records("vhost/healthy.example.com").toString()).contains(url);
  }

  private static String reason(LiveCallback object) {
    return object
        .statusOrEmpty()
        .condition(ConditionType.READY)
        .map(Condition::reason)
        .orElse("none");
  }

  /** Each has one odd value, and would be written without it. */
  private int createOddValues() {
    List<OddValues.OddValue> values = OddValues.in(OddValues.CALLBACK);
    cluster
        .kubectl("create", "secret", "generic", "live", "--from-literal=primary=odd-key-1")
        .succeeded();
    for (int i = 0; i < values.size(); i++) {
      ObjectNode spec = values.get(i).spec().deepCopy();
      if (spec.path("accountRef").toString().equals(ACCOUNT)) {
        spec.remove("accountRef");
      }
      if (spec.path("vhost").asText().equals("live.example.com")) {
        spec.put("vhost", "value-" + i + ".example.com");
      }
      GenericKubernetesResource object = new GenericKubernetesResource();
      object.setApiVersion("livecallback.dev/v1");
      object.setKind("LiveCallback");
      object.setMetadata(new ObjectMetaBuilder().withName("value-" + i).build());
      object.setAdditionalProperty("spec", spec);
      cluster.client().resource(object).create();
    }
    return values.size();
  }

  /** How many of them the API server takes. */
  private int create(String plural, String kind) {
    OddObjects odd = new OddObjects(plural + ".livecallback.dev.yaml", kind, new Random(16));
    int created = 0;
    for (int i = 0; i < OF_EACH_KIND; i++) {
      ObjectNode object = odd.next();
      ((ObjectNode) object.get("metadata"))
          .put("namespace", cluster.namespace())
          .retain("name", "namespace", "annotations", "finalizers");
      GenericKubernetesResource resource =
          new KubernetesSerialization().convertValue(object, GenericKubernetesResource.class);
      try {
        GenericKubernetesResource there = cluster.client().resource(resource).create();
        created++;
        if (object.has("status")) {
          there.setAdditionalProperty("status", resource.getAdditionalProperties().get("status"));
          cluster.client().resource(there).updateStatus();
        }
      } catch (KubernetesClientException e) {
        // Not even a CRD of nothing lets it in: a name, a spec or a status that is no object.
        assertThat(e.getCode()).as(e.getMessage()).isIn(400, 409, 422);
      }
    }
    return created;
  }
}
