package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What comes from a real API server to a cache that needs only names and versions. */
@NeedsControlPlane
class PrunedListsIT {
  @Test
  void theDataOfSecretsDoesNotTravelNeitherInAListNorInAWatch(TestCluster cluster) {
    String namespace = cluster.client().getNamespace();
    cluster.client().resource(secret("listed")).create();
    try (KubernetesClient pruning = pruning(cluster);
        SharedIndexInformer<GenericKubernetesResource> informer = informer(pruning)) {
      cluster.client().resource(secret("watched")).create();

      for (String name : List.of("listed", "watched")) {
        await().until(() -> informer.getStore().getByKey(namespace + "/" + name) != null);
        GenericKubernetesResource there = informer.getStore().getByKey(namespace + "/" + name);
        assertThat(there.getKind()).as(name).isEqualTo("PartialObjectMetadata");
        assertThat(there.getAdditionalProperties()).as(name).doesNotContainKey("data");
        assertThat(there.getMetadata().getResourceVersion()).as(name).isNotEmpty();
      }
      // Whoever asks for one of them gets it whole.
      assertThat(pruning.secrets().withField("metadata.name", "watched").list().getItems())
          .singleElement()
          .satisfies(one -> assertThat(one.getData()).containsKey("key"));
    }
  }

  @Test
  void aNamespaceWithoutAnySecretIsWatchedToo(TestCluster cluster) {
    try (KubernetesClient pruning = pruning(cluster);
        SharedIndexInformer<GenericKubernetesResource> informer = informer(pruning)) {
      assertThat(informer.hasSynced()).isTrue();
      cluster.client().resource(secret("first")).create();

      await().until(() -> informer.getStore().list().size() == 1);
    }
  }

  private static KubernetesClient pruning(TestCluster cluster) {
    return new KubernetesClientBuilder()
        .withConfig(cluster.client().getConfiguration())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor(PrunedLists.NAME, new PrunedLists()))
        .build();
  }

  private static SharedIndexInformer<GenericKubernetesResource> informer(KubernetesClient client) {
    return client
        .genericKubernetesResources("v1", "Secret")
        .inNamespace(client.getNamespace())
        .withField("type", "Opaque")
        .withLimit(PrunedLists.SECRETS_A_PAGE)
        .inform();
  }

  private static Secret secret(String name) {
    return new SecretBuilder()
        .withMetadata(new ObjectMetaBuilder().withName(name).build())
        .withType("Opaque")
        .withStringData(Map.of("key", "a value"))
        .build();
  }
}
