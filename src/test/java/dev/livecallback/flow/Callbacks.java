package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The LiveCallbacks of a test's namespace, as a person with kubectl has them. */
final class Callbacks {
  /** Where callbacks go, if a test doesn't care. */
  static final String URL = "https://hooks.example.com/live";

  /** Where else they go. */
  static final String OTHER_URL = "https://other.example.com/live";

  /** Far longer than anything takes that is waited for, but for what waits on purpose. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** For what is believed only after a minute. */
  private static final Duration LONG = Duration.ofMinutes(3);

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final TestCluster cluster;
  private final KubernetesClient client;
  private final AtomicInteger markers = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  Callbacks(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
  }

  /** Creates one; {@code spec} is YAML's flow form. */
  void create(String name, String spec) {
    client
        .resource(
            """
            apiVersion: livecallback.dev/v1
            kind: LiveCallback
            metadata: {name: %s}
            spec: %s
            """
                .formatted(name, spec))
        .create();
  }

  /** A spec with one target: {@code vhost/NAME} or {@code domain/NAME}, an app or "" for none. */
  static String spec(String scope, String app, String messageType, String url) {
    return spec(scope, app, messageType, url, "");
  }

  /** The same with further fields: {@code "deletionPolicy: Orphan"}. */
  static String spec(String scope, String app, String messageType, String url, String more) {
    int slash = scope.indexOf('/');
    return "{%s: %s,%s messageType: %s, callbackDetailList: [{url: '%s'}]%s}"
        .formatted(
            scope.substring(0, slash),
            scope.substring(slash + 1),
            app.isEmpty() ? "" : " app: " + app + ",",
            messageType,
            url,
            more.isEmpty() ? "" : ", " + more);
  }

  /** The further fields of a spec that signs with a Secret's entry {@code key}. */
  static String signedBy(String secret) {
    return "authEnable: true, authKeyPrimarySecretRef: {name: %s, key: key}".formatted(secret);
  }

  /** Edits one: a JSON merge patch of its spec. */
  void edit(String name, String spec) {
    one(name).patch(MERGE, "{\"spec\":" + spec + "}");
  }

  /** Puts an annotation on one. Returns what the API server has then. */
  LiveCallback annotate(String name, String annotation, String value) {
    return one(name)
        .patch(
            MERGE, "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(annotation, value));
  }

  /** Takes an annotation off one. */
  void removeAnnotation(String name, String annotation) {
    one(name).patch(MERGE, "{\"metadata\":{\"annotations\":{\"%s\":null}}}".formatted(annotation));
  }

  /** Asks for one to be read and judged anew, and returns it as it is once that has begun. */
  LiveCallback lookAgain(String name) {
    String request = "look " + requests.incrementAndGet();
    annotate(name, WellKnown.RECONCILE_REQUESTED_AT, request);
    return awaitLike(
        name,
        PATIENCE,
        object ->
            assertThat(object.statusOrEmpty().lastHandledReconcileAt())
                .as("the request that was handled last")
                .isEqualTo(request));
  }

  /** Takes all of one's status away, as a restore from a backup does. */
  void loseStatus(String name) {
    cluster
        .kubectl(
            "patch",
            "livecallback",
            name,
            "--subresource=status",
            "--type=json",
            "--patch=[{\"op\":\"remove\",\"path\":\"/status\"}]")
        .succeeded();
  }

  /** Asks for one to be deleted, and doesn't wait. */
  void delete(String name) {
    one(name).delete();
  }

  /** One that is there. */
  LiveCallback get(String name) {
    LiveCallback found = one(name).get();
    assertThat(found).as("LiveCallback " + name).isNotNull();
    return found;
  }

  /** Its resourceVersion: moves with every write. */
  String version(String name) {
    return get(name).getMetadata().getResourceVersion();
  }

  /** All of them. */
  List<LiveCallback> all() {
    return client.resources(LiveCallback.class).list().getItems();
  }

  /** Waits until its latest generation is Ready, and returns it so. */
  LiveCallback awaitReady(String name) {
    return awaitLike(
        name,
        PATIENCE,
        object -> {
          Condition ready = ready(object);
          assertThat(ready.status()).as("Ready, for %s", ready.message()).isEqualTo(Condition.TRUE);
          assertThat(ready.observedGeneration()).isEqualTo(object.getMetadata().getGeneration());
          assertThat(object.statusOrEmpty().observedGeneration())
              .isEqualTo(object.getMetadata().getGeneration());
        });
  }

  /** Waits until its latest generation isn't Ready for this reason, and returns it so. */
  LiveCallback awaitReason(String name, Reason reason) {
    return awaitLike(
        name,
        PATIENCE,
        object -> {
          Condition ready = ready(object);
          assertThat(ready.reason())
              .as("reason, with %s", ready.message())
              .isEqualTo(reason.word());
          assertThat(ready.holds()).isFalse();
          assertThat(ready.observedGeneration()).isEqualTo(object.getMetadata().getGeneration());
        });
  }

  /** Waits until its latest generation is Ready for this reason, and returns it so. */
  LiveCallback awaitReadyFor(String name, Reason reason) {
    return awaitLike(
        name,
        PATIENCE,
        object -> {
          Condition ready = ready(object);
          assertThat(ready.reason())
              .as("reason, with %s", ready.message())
              .isEqualTo(reason.word());
          assertThat(ready.holds()).isTrue();
          assertThat(ready.observedGeneration()).isEqualTo(object.getMetadata().getGeneration());
        });
  }

  /** Waits until one is like this, and returns it so. */
  LiveCallback awaitObject(String name, Consumer<LiveCallback> like) {
    return awaitLike(name, PATIENCE, like);
  }

  /** The same for what is believed only after a minute. */
  LiveCallback awaitLong(String name, Consumer<LiveCallback> like) {
    return awaitLike(name, LONG, like);
  }

  /** Waits until one is gone. */
  void awaitGone(String name) {
    cluster.watched(LiveCallback.class).awaitGone(name, LONG);
  }

  /** Waits for something that no object shows. */
  static void awaitThat(String description, Runnable assertion) {
    await(description)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(assertion::run);
  }

  /**
   * Has the operator create a record in a scope of its own, and waits for it and its event:
   * whatever was there to be done or told before is done and told then, or waits for something.
   */
  void awaitQuiet() {
    int number = markers.incrementAndGet();
    String name = "marker-" + number;
    create(name, spec("vhost/marker%d.example.com".formatted(number), "a", "push", "https://m/m"));
    awaitReady(name);
    awaitThat("the event of " + name, () -> assertThat(events(name)).isNotEmpty());
  }

  /** Its Ready condition; fails if there is none. */
  static Condition ready(LiveCallback object) {
    return object
        .statusOrEmpty()
        .condition(ConditionType.READY)
        .orElseThrow(() -> new AssertionError("No Ready in " + object.getStatus()));
  }

  /** Whether a condition of one holds; an absent one doesn't. */
  static boolean holds(LiveCallback object, ConditionType type) {
    return object.statusOrEmpty().condition(type).filter(Condition::holds).isPresent();
  }

  /** The reasons of the events about one, in the order in which they were written. */
  List<String> events(String name) {
    return client.v1().events().list().getItems().stream()
        .filter(event -> about(event, name))
        .sorted(Comparator.comparingLong(Callbacks::order))
        .map(Event::getReason)
        .toList();
  }

  /** The messages of the events about one with this reason, in that order. */
  List<String> told(String name, String reason) {
    return client.v1().events().list().getItems().stream()
        .filter(event -> about(event, name) && event.getReason().equals(reason))
        .sorted(Comparator.comparingLong(Callbacks::order))
        .map(Event::getMessage)
        .toList();
  }

  /** All events of the namespace. */
  List<Event> events() {
    return client.v1().events().list().getItems();
  }

  /** Creates or replaces an Opaque Secret with one entry, {@code key}. */
  void secret(String name, String value) {
    secret(name, "Opaque", value);
  }

  /** The same of another type. */
  void secret(String name, String type, String value) {
    KnownSecrets.add(value);
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withType(type)
            .withStringData(Map.of("key", value))
            .build();
    client.resource(secret).serverSideApply();
  }

  /** Touches a Secret without changing what it holds. */
  void annotateSecret(String name, String annotation, String value) {
    client
        .secrets()
        .withName(name)
        .patch(
            MERGE, "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(annotation, value));
  }

  void deleteSecret(String name) {
    client.secrets().withName(name).delete();
  }

  String namespace() {
    return cluster.namespace();
  }

  private LiveCallback awaitLike(String name, Duration atMost, Consumer<LiveCallback> like) {
    return cluster.watched(LiveCallback.class).await(name, atMost, like);
  }

  private Resource<LiveCallback> one(String name) {
    return client.resources(LiveCallback.class).withName(name);
  }

  private static boolean about(Event event, String name) {
    ObjectReference object = event.getInvolvedObject();
    return object.getKind().equals("LiveCallback") && object.getName().equals(name);
  }

  private static long order(Event event) {
    return Long.parseLong(event.getMetadata().getResourceVersion());
  }
}
