package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster.StatusWrite;
import dev.livecallback.engine.objects.ObjectAnnotations;
import dev.livecallback.engine.reconcile.ReconcileResult;
import dev.livecallback.operator.kubernetes.CacheEvents;
import dev.livecallback.operator.kubernetes.PrunedStore;
import dev.livecallback.operator.metrics.CallMetrics;
import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.metrics.StateMetrics;
import dev.livecallback.plan.Ledger;
import dev.livecallback.plan.UnsupportedValues;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.OddObjects;
import dev.livecallback.testing.SampleObjects;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever an object holds, nothing but that object stops. */
class OddObjectsTest implements CacheEvents.Receiver {
  private static final AccountName ACCOUNT = new AccountName("ops", "default");
  private static final int LISTS = 60;
  private static final int LISTS_OF_ACCOUNTS = 6;
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private final Random random = new Random(16);
  private FakeCluster cluster = new FakeCluster();
  private final Metrics metrics = new Metrics();
  private final CallMetrics calls = new CallMetrics(metrics);
  private final Guard guard = new Guard(metrics);
  private final CacheEvents events = new CacheEvents(guard);
  private final List<CloudAccount> opened = new ArrayList<>();
  private final PrunedStore<LiveCallback> objects = events.objectStore();
  private final PrunedStore<LiveAccount> accounts = events.accountStore();
  private final Map<String, ObjectNode> asThere = new HashMap<>();
  private final List<LiveCallback> writtenNow = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Engine engine = engine();
  private AccountRegistry registry;

  OddObjectsTest() throws Exception {
    registry = registry();
  }

  private Engine engine() {
    return new Engine(
        ACCOUNT,
        cluster,
        opened::add,
        () -> now,
        random,
        EngineOptions.USUAL.telling(_ -> {}, _ -> guard.count("LiveCallback")));
  }

  private AccountRegistry registry() throws Exception {
    return new AccountRegistry(
        AccountContexts.of(
            engine, (_, _, _) -> Optional.empty(), metrics, SteadyClock.of(() -> now)));
  }

  @Test
  void nothingButTheOddObjectStops() throws Exception {
    engine.changed(SomeAccount.open(ACCOUNT));
    events.begin(this);
    OddObjects callbacks =
        new OddObjects("livecallbacks.livecallback.dev.yaml", "LiveCallback", random);
    OddObjects odd = new OddObjects("liveaccounts.livecallback.dev.yaml", "LiveAccount", random);
    for (int i = 0; i < LISTS; i++) {
      // A list is read as a whole, as the client reads it.
      list(callbacks, new TypeReference<DefaultKubernetesResourceList<LiveCallback>>() {})
          .forEach(each -> objects.put(key(each), each));
      if (i < LISTS_OF_ACCOUNTS) {
        list(odd, new TypeReference<DefaultKubernetesResourceList<LiveAccount>>() {})
            .forEach(each -> accounts.put(key(each), each));
      }
      theHealthyOneIsOrdered("between-" + i);
    }
    assertThat(objects.values()).hasSize(LISTS * 50 + LISTS);
    // Two rounds each: the second one sees what the first one wrote.
    everythingRuns(2);

    // Another process meets all of it at its start.
    opened.clear();
    cluster = new FakeCluster();
    engine = engine();
    registry = registry();
    events.begin(this);
    engine.changed(SomeAccount.open(ACCOUNT));
    everythingRuns(1);
    theHealthyOneIsOrdered("after-the-start");

    assertThat(metrics.scrape("").body())
        .contains("livecallback_internal_errors_total{kind=\"LiveCallback\"} 0.0")
        .contains("livecallback_internal_errors_total{kind=\"LiveAccount\"} 0.0");
  }

  private void everythingRuns(int rounds) {
    metrics.source(new StateMetrics(metrics, calls, engine, () -> true, () -> now));
    cluster.onWrite(this::written);
    for (LiveCallback object : objects.values().toList()) {
      for (int round = 0; round < rounds; round++) {
        // The SDK hands in a copy.
        ReconcileResult result = engine.reconcile(SERIALIZATION.clone(object));
        writtenNow.forEach(each -> objects.put(key(each), each));
        writtenNow.clear();
        if (stops(object)) {
          assertThat(opened)
              .as(() -> "what isn't understood orders nothing: " + Serialization.asJson(object))
              .noneMatch(there -> there.queue().hasOrders(object.id()));
          assertThat(result)
              .as(() -> "nor does it go: " + Serialization.asJson(object))
              .isInstanceOf(ReconcileResult.Requeue.class);
        }
      }
    }
    for (LiveAccount account : accounts.values().toList()) {
      Optional<LiveAccountStatus> status = registry.status(account, now);
      assertThat(status).isPresent();
      if (UnsupportedAccountValues.of(account).isPresent()) {
        assertThat(
                engine.accounts().get(AccountName.of(account)).flatMap(each -> each.closed(true)))
            .as(() -> "nothing is called through it: " + Serialization.asJson(account))
            .isPresent();
      }
    }
    engine.accounts().all().forEach(account -> engine.scopeInTurn(account.name(), 0));
    for (int i = 0; i < 20; i++) {
      now = now.plus(Duration.ofMinutes(1));
      engine.sweep();
    }
    assertThat(metrics.scrape("").body()).contains("livecallback_objects");
  }

  /** Whether an object that isn't understood is left as it is. */
  private boolean stops(LiveCallback object) {
    return UnsupportedValues.stop(
        UnsupportedValues.of(object).isPresent(),
        Ledger.of(object.statusOrEmpty().records(), AccountName::toString),
        ObjectAnnotations.policies(object),
        object.getMetadata().getDeletionTimestamp() != null);
  }

  /** Answers as the API server does: with the object as it is there, whatever we make of it. */
  private StatusWrite<LiveCallback> written(LiveCallback planned, LiveCallbackStatus status) {
    ObjectNode json = Objects.requireNonNull(asThere.get(planned.getMetadata().getUid()));
    json.set("status", SERIALIZATION.convertValue(status, ObjectNode.class));
    ObjectNode metadata = (ObjectNode) json.get("metadata");
    metadata.put(
        "resourceVersion", "" + (Long.parseLong(metadata.get("resourceVersion").asText()) + 1));
    LiveCallback next = SERIALIZATION.unmarshal(json.toString(), LiveCallback.class);
    writtenNow.add(SERIALIZATION.unmarshal(json.toString(), LiveCallback.class));
    return new StatusWrite.Stored<>(next);
  }

  private void theHealthyOneIsOrdered(String name) {
    LiveCallback healthy =
        SampleObjects.object(metadata -> metadata.withName(name).withUid("uid-" + name));
    healthy.setSpec(SampleObjects.spec(name + ".example.com", null, "https://a.example.com"));
    asThere.put(
        healthy.getMetadata().getUid(), SERIALIZATION.convertValue(healthy, ObjectNode.class));
    objects.put(key(healthy), healthy);
    engine.reconcile(healthy);

    CloudAccount there = engine.cloudAccount(ACCOUNT).orElseThrow();
    assertThat(there.queue().hasOrders(healthy.id())).as(name).isTrue();
  }

  private <T extends HasMetadata> List<T> list(
      OddObjects odd, TypeReference<DefaultKubernetesResourceList<T>> type) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    ArrayNode items = list.putArray("items");
    for (int i = 0; i < 50; i++) {
      ObjectNode object = odd.next();
      items.add(object);
      asThere.put(object.at("/metadata/uid").asText(), object);
    }
    DefaultKubernetesResourceList<T> read = SERIALIZATION.unmarshal(list.toString(), type);
    assertThat(read.getItems()).hasSize(50);
    return read.getItems();
  }

  private static String key(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  @Override
  public void delivered(LiveCallback object) {
    cluster.add(object);
    engine.delivered(object);
  }

  @Override
  public void gone(LiveCallback object) {
    engine.forget(object);
  }

  @Override
  public void delivered(LiveAccount account) {
    registry.delivered(account);
  }

  @Override
  public void gone(LiveAccount account) {
    registry.gone(account);
  }

  @Override
  public void secretChanged(String namespace, String name) {}
}
