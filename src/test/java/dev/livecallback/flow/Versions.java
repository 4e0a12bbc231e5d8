package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Every version of every object of a kind that the API server had in a namespace, as a program sees
 * them that watches: what lasts for a moment isn't missed.
 */
final class Versions implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<JsonNode>> versions = new ConcurrentHashMap<>();
  private final NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      objects;
  private final Watch watch;

  private Versions(TestCluster cluster, String kind) {
    this.objects =
        cluster
            .client()
            .genericKubernetesResources("livecallback.dev/v1", kind)
            .inNamespace(cluster.namespace());
    this.watch = objects.watch(new VersionWatcher());
  }

  /** Those from now on, and those that are there now. */
  static Versions of(TestCluster cluster, String kind) {
    return new Versions(cluster, kind);
  }

  /** Those of one object, oldest first, without {@code managedFields}. */
  List<JsonNode> of(String name) {
    return List.copyOf(versions.getOrDefault(name, List.of()));
  }

  /** The same, once the present one is among them: a watch tells of it a moment later. */
  List<JsonNode> upToDate(String name) {
    GenericKubernetesResource now = objects.withName(name).get();
    if (now != null) {
      Callbacks.awaitThat(
          "the present version of " + name + " to be told",
          () ->
              assertThat(of(name))
                  .extracting(each -> each.at("/metadata/resourceVersion").asText())
                  .contains(now.getMetadata().getResourceVersion()));
    }
    return of(name);
  }

  @Override
  public void close() {
    watch.close();
  }

  private final class VersionWatcher implements Watcher<GenericKubernetesResource> {
    @Override
    public void eventReceived(Action action, GenericKubernetesResource resource) {
      if (action != Action.ADDED && action != Action.MODIFIED) {
        return;
      }
      try {
        JsonNode object = JSON.readTree(Serialization.asJson(resource));
        ((ObjectNode) object.path("metadata")).remove("managedFields");
        versions
            .computeIfAbsent(resource.getMetadata().getName(), _ -> new CopyOnWriteArrayList<>())
            .add(object);
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onClose(@Nullable WatcherException cause) {
      // A test that waits for a version then says that it never came.
    }
  }
}
