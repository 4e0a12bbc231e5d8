package dev.livecallback.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Secrets of the watched namespaces, from a cache that the API server keeps up to date. */
final class WatchedSecrets implements SecretStore {
  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final Consumer<Throwable> ended;
  private final Map<String, SharedIndexInformer<Secret>> informers = new HashMap<>();

  /**
   * @param namespaces to watch; "" = all
   * @param ended told should a watch end for good
   */
  WatchedSecrets(KubernetesClient client, Set<String> namespaces, Consumer<Throwable> ended) {
    this.client = client;
    this.namespaces = Set.copyOf(namespaces);
    this.ended = ended;
  }

  @Override
  public Optional<Secret> get(String namespace, String name) {
    SharedIndexInformer<Secret> informer =
        informers.getOrDefault(namespace, informers.get(Watches.EVERYWHERE));
    return Optional.ofNullable(informer)
        .map(each -> each.getStore().getByKey(namespace + "/" + name));
  }

  @Override
  public void start(BiConsumer<String, String> changed) {
    for (String namespace : namespaces) {
      SharedIndexInformer<Secret> informer =
          namespace.equals(Watches.EVERYWHERE)
              ? client.secrets().inAnyNamespace().withField("type", "Opaque").runnableInformer(0)
              : client
                  .secrets()
                  .inNamespace(namespace)
                  .withField("type", "Opaque")
                  .runnableInformer(0);
      informer
          .itemStore(PrunedStore.ofSecrets())
          .addEventHandler(new Teller(changed))
          .exceptionHandler((_, _) -> true);
      informers.put(namespace, informer);
    }
    informers
        .values()
        .forEach(
            informer -> {
              informer.start().toCompletableFuture().join();
              var _ =
                  informer
                      .stopped()
                      .whenComplete(
                          (_, cause) -> {
                            if (cause != null) {
                              ended.accept(cause);
                            }
                          });
            });
  }

  @Override
  public void refresh() {
    // The API server tells of changes.
  }

  @Override
  public void close() {
    informers.values().forEach(SharedIndexInformer::stop);
  }

  private record Teller(BiConsumer<String, String> changed)
      implements ResourceEventHandler<Secret> {
    @Override
    public void onAdd(Secret secret) {
      tell(secret);
    }

    @Override
    public void onUpdate(Secret before, Secret now) {
      if (!Objects.equals(before.getData(), now.getData())) {
        tell(now);
      }
    }

    @Override
    public void onDelete(Secret secret, boolean finalStateUnknown) {
      tell(secret);
    }

    private void tell(Secret secret) {
      changed.accept(secret.getMetadata().getNamespace(), secret.getMetadata().getName());
    }
  }
}
