package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.engine.objects.Cluster.StatusWrite;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A status is written for exactly the version that it was planned from, or not at all. */
@NeedsControlPlane
class StatusWriterIT {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  private KubernetesClient client;
  private StatusWriter writer;
  private LiveCallback object;

  @BeforeEach
  void create(TestCluster cluster) {
    client = cluster.client();
    writer = new StatusWriter(client, new Metrics());
    object = created();
  }

  private LiveCallback created() {
    LiveCallback fresh = new LiveCallback();
    fresh.setMetadata(new ObjectMetaBuilder().withName("on-push").build());
    fresh.setSpec(SampleObjects.object().getSpec());
    return client.resource(fresh).create();
  }

  private LiveCallback stored() {
    return client.resource(object).get();
  }

  private static LiveCallbackStatus status(Condition... conditions) {
    return SampleObjects.status(1)
        .withScope("vhost/live.example.com")
        .withConditions(List.of(conditions));
  }

  private static Condition condition(ConditionType type, String status) {
    return Condition.of(type, status, Reason.QUEUED, "As a test likes.", T, 1);
  }

  @Test
  void isWrittenAndAnsweredWithTheNewVersion() {
    LiveCallbackStatus wanted = status(condition(ConditionType.READY, Condition.UNKNOWN));

    StatusWrite.Stored<LiveCallback> written =
        (StatusWrite.Stored<LiveCallback>) writer.write(object, wanted);
    assertThat(written.object().getStatus()).isEqualTo(wanted);
    assertThat(written.object().getMetadata().getResourceVersion())
        .isEqualTo(stored().getMetadata().getResourceVersion());
    assertThat(stored().getStatus()).isEqualTo(wanted);
  }

  @Test
  void isNotWrittenIfTheObjectWasChangedMeanwhile() {
    client
        .resource(object)
        .edit(
            changed -> {
              changed.getMetadata().setLabels(Map.of("a", "b"));
              return changed;
            });

    assertThat(writer.write(object, status(condition(ConditionType.READY, Condition.TRUE))))
        .isInstanceOf(StatusWrite.Outdated.class);
    assertThat(stored().statusOrEmpty().neverWritten()).isTrue();
  }

  @Test
  void isNotWrittenToAnotherObjectOfTheSameName() {
    client.resource(object).delete();
    created();

    assertThat(writer.write(object, status(condition(ConditionType.READY, Condition.TRUE))))
        .isInstanceOf(StatusWrite.Outdated.class);
    assertThat(stored().statusOrEmpty().neverWritten()).isTrue();
  }

  @Test
  void isNotWrittenToAnObjectThatIsGone() {
    client.resource(object).delete();

    assertThat(writer.write(object, status(condition(ConditionType.READY, Condition.TRUE))))
        .isInstanceOf(StatusWrite.Outdated.class);
    assertThat(stored()).as("no ghost came of it").isNull();
  }

  @Test
  void takesAwayWhatAnotherClientWroteIntoIt() {
    LiveCallback foreign = stored();
    foreign.setStatus(status(condition(ConditionType.STALLED, Condition.TRUE)));
    object = client.resource(foreign).updateStatus();
    List<Condition> own = new ArrayList<>();
    own.add(condition(ConditionType.READY, Condition.TRUE));

    assertThat(writer.write(object, status(own.toArray(Condition[]::new))))
        .isInstanceOf(StatusWrite.Stored.class);
    assertThat(stored().statusOrEmpty().conditions()).isEqualTo(own);
  }

  @Test
  void isntKnownToBeWrittenIfTheApiServerDoesNotAnswer() {
    try (KubernetesClient nowhere =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:1")
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build()) {
      assertThat(
              new StatusWriter(nowhere, new Metrics())
                  .write(object, status(condition(ConditionType.READY, Condition.TRUE))))
          .isInstanceOf(StatusWrite.Failed.class);
    }
  }
}
