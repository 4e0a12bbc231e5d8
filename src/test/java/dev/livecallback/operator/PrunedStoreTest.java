package dev.livecallback.operator;

import static dev.livecallback.testing.SampleObjects.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrunedStoreTest {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static String value(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  @Test
  void keepsOfTheMetadataWhatIsRead() {
    PrunedStore<LiveCallback> store = PrunedStore.ofObjects(_ -> {}, _ -> {});
    LiveCallback object =
        object(
            metadata ->
                metadata
                    .withManagedFields(new ManagedFieldsEntryBuilder().withManager("m").build())
                    .withLabels(Map.of("a", "b"))
                    .withAnnotations(
                        Map.of(LAST_APPLIED, "{}", "a/b", "c", WellKnown.PAUSED, "true")));

    store.put(store.getKey(object), object);

    LiveCallback kept = store.get("team/on-push");
    assertThat(kept.getMetadata().getManagedFields()).isEmpty();
    assertThat(kept.getMetadata().getAnnotations())
        .containsOnly(Map.entry(WellKnown.PAUSED, "true"));
    assertThat(kept.getSpec()).isEqualTo(object().getSpec());
    assertThat(kept.getMetadata().getFinalizers()).hasSize(1);
  }

  @Test
  void takesAnObjectWithoutAnnotations() {
    PrunedStore<LiveCallback> store = PrunedStore.ofObjects(_ -> {}, _ -> {});

    store.put("team/on-push", object(metadata -> metadata.withAnnotations(null)));

    assertThat(store.get("team/on-push")).isNotNull();
  }

  @Test
  void tellsOfEachVersionAndOfWhatIsGoneHoweverItWent() {
    List<String> told = new ArrayList<>();
    PrunedStore<LiveCallback> store =
        PrunedStore.ofObjects(
            object -> told.add("arrived " + object.id().uid()),
            object -> told.add("gone " + object.id().uid()));

    store.put("team/on-push", object(metadata -> metadata.withUid("1")));
    store.put("team/on-push", object(metadata -> metadata.withUid("1")));
    store.put("team/on-push", object(metadata -> metadata.withUid("2")));
    store.remove("team/on-push");
    store.remove("team/on-push");

    assertThat(told).containsExactly("arrived 1", "arrived 1", "arrived 2", "gone 1", "gone 2");
  }

  @Test
  void keepsNoMoreOfALongValueThanShowsThatItCannotBeAKey() {
    PrunedStore<Secret> store = PrunedStore.ofSecrets();
    Map<String, String> data = Map.of("small", value(10), "limit", value(4096), "big", value(4100));

    store.put("team/s", new SecretBuilder().withNewMetadata().endMetadata().withData(data).build());
    store.put("team/none", new SecretBuilder().withNewMetadata().endMetadata().build());

    Map<String, String> kept = store.get("team/s").getData();
    assertThat(kept).containsEntry("small", value(10)).containsEntry("limit", value(4096));
    assertThat(kept.get("big")).hasSize(400);
    assertThat(store.get("team/none")).isNotNull();
  }
}
