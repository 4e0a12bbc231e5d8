package dev.livecallback.operator.kubernetes;

import static dev.livecallback.testing.SampleObjects.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrunedStoreTest {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

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
  void keepsTheFirstOfManyFinalizersInTheirPlace() {
    PrunedStore<LiveCallback> store = PrunedStore.ofObjects(_ -> {}, _ -> {});
    List<String> many = new ArrayList<>(List.of("other.example.com/a", WellKnown.FINALIZER));
    IntStream.range(0, 10_000).forEach(i -> many.add("other.example.com/" + i));

    store.put("team/on-push", object(metadata -> metadata.withFinalizers(many)));

    List<String> kept = store.get("team/on-push").getMetadata().getFinalizers();
    assertThat(kept).hasSizeBetween(300, 400).isEqualTo(many.subList(0, kept.size()));
  }

  @Test
  void keepsNoMoreOfALongAnnotationThanShowsThatItMeansNothing() {
    PrunedStore<LiveCallback> store = PrunedStore.ofObjects(_ -> {}, _ -> {});

    store.put(
        "team/on-push",
        object(
            metadata ->
                metadata.withAnnotations(Map.of(WellKnown.CONFIRM_DELETE, "x".repeat(200_000)))));

    assertThat(store.get("team/on-push").getMetadata().getAnnotations().values())
        .containsExactly("x".repeat(1_024));
  }
}
