package dev.livecallback.testing;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;

/**
 * Does for an API server that has no controllers what Kubernetes does with a deleted namespace:
 * deletes the project's objects, Deployments, ServiceAccounts and Secrets in it, and lets the
 * namespace go once none of them is left.
 */
public final class NamespaceController implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private static final List<ResourceDefinitionContext> KINDS =
      List.of(
          kind("livecallback.dev", "v1", "LiveCallback", "livecallbacks"),
          kind("livecallback.dev", "v1", "LiveAccount", "liveaccounts"),
          kind("apps", "v1", "Deployment", "deployments"),
          kind("", "v1", "ServiceAccount", "serviceaccounts"),
          kind("", "v1", "Secret", "secrets"));

  private final KubernetesClient client;
  private final Persistent rounds;

  private NamespaceController(KubernetesClient client) {
    this.client = client;
    this.rounds = Persistent.start(this::round, PAUSE);
  }

  /** Starts it for all namespaces of a cluster. */
  public static NamespaceController start(TestCluster cluster) {
    return new NamespaceController(cluster.client());
  }

  private void round() {
    try {
      for (Namespace namespace : client.namespaces().list().getItems()) {
        if (namespace.getMetadata().getDeletionTimestamp() != null) {
          empty(namespace);
        }
      }
    } catch (KubernetesClientException e) {
      // The namespace, or a kind, went meanwhile: the next round sees what is left.
    }
  }

  private void empty(Namespace namespace) {
    String name = namespace.getMetadata().getName();
    boolean left = false;
    for (ResourceDefinitionContext kind : KINDS) {
      for (GenericKubernetesResource object : objects(kind, name)) {
        client
            .genericKubernetesResources(kind)
            .inNamespace(name)
            .withName(object.getMetadata().getName())
            .delete();
        left = true;
      }
    }
    if (!left) {
      namespace.getSpec().setFinalizers(List.of());
      String path = "/api/v1/namespaces/" + name + "/finalize";
      var _ = client.raw(path, "PUT", Serialization.asJson(namespace));
    }
  }

  /** None if there is no such kind any more. */
  private List<GenericKubernetesResource> objects(ResourceDefinitionContext kind, String name) {
    try {
      return client.genericKubernetesResources(kind).inNamespace(name).list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }

  private static ResourceDefinitionContext kind(
      String group, String version, String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }

  @Override
  public void close() {
    rounds.close();
  }
}
