package dev.livecallback.operator.secrets;

import dev.livecallback.api.Texts;
import dev.livecallback.operator.kubernetes.CacheCheck;
import dev.livecallback.operator.kubernetes.FairLimiter;
import dev.livecallback.operator.kubernetes.PrunedLists;
import dev.livecallback.operator.kubernetes.Watches;
import dev.livecallback.operator.secrets.KeptSecrets.SecretName;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secrets of the watched namespaces. The watch keeps only the names and versions of all
 * Secrets. A Secret that is named is fetched if its version has changed.
 */
public final class WatchedSecrets implements SecretStore {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedSecrets.class);

  private static final ResourceDefinitionContext SECRETS =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("Secret")
          .withPlural("secrets")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final Consumer<Throwable> ended;
  private final KeptSecrets kept;
  private final Map<String, SharedIndexInformer<GenericKubernetesResource>> informers =
      new ConcurrentHashMap<>();
  private volatile BiConsumer<String, String> changed = (_, _) -> {};
  private volatile @Nullable CacheCheck check;

  /**
   * Creates the store.
   *
   * @param client the client that watches Secrets
   * @param impatient the client that fetches a Secret, on the caller's thread
   * @param turns the limiter that all fetches of Secrets share
   * @param namespaces the namespaces to watch; "" = all
   * @param ended is told if a watch ends for good
   */
  WatchedSecrets(
      KubernetesClient client,
      KubernetesClient impatient,
      FairLimiter turns,
      Set<String> namespaces,
      Consumer<Throwable> ended,
      InstantSource clock) {
    this.client = client;
    this.namespaces = Set.copyOf(namespaces);
    this.ended = ended;
    this.kept = new KeptSecrets((namespace, name) -> one(impatient, namespace, name), turns, clock);
  }

  /**
   * Fetches a Secret by listing: a right to list and watch Secrets needn't include the right to
   * get.
   */
  private static @Nullable Secret one(KubernetesClient impatient, String namespace, String name) {
    return impatient
        .secrets()
        .inNamespace(namespace)
        .withField("metadata.name", name)
        .list()
        .getItems()
        .stream()
        .findFirst()
        .orElse(null);
  }

  @Override
  public Optional<Secret> secret(String namespace, String name, Set<String> entries) {
    SecretName key = new SecretName(namespace, name);
    Optional<String> version =
        Optional.ofNullable(informers.getOrDefault(namespace, informers.get(Watches.EVERYWHERE)))
            .map(informer -> informer.getStore().getByKey(namespace + "/" + name))
            .map(there -> KeptSecrets.version(there.getMetadata()));
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Optional<Secret> asThere =
        kept.kept(key, entries)
            .filter(each -> version.get().equals(each.version()))
            .flatMap(each -> Optional.ofNullable(each.secret()));
    return asThere.isPresent() ? asThere : kept.fetch(key, entries);
  }

  @Override
  public void start(BiConsumer<String, String> told) {
    changed = told;
    namespaces.forEach(this::add);
  }

  @Override
  public void add(String namespace) {
    var all = client.genericKubernetesResources(SECRETS);
    var here =
        namespace.equals(Watches.EVERYWHERE) ? all.inAnyNamespace() : all.inNamespace(namespace);
    SharedIndexInformer<GenericKubernetesResource> informer =
        here.withField("type", "Opaque").withLimit(PrunedLists.SECRETS_A_PAGE).runnableInformer(0);
    informer
        .itemStore(new SecretNames())
        .addEventHandler(new Teller(changed))
        .exceptionHandler((started, cause) -> tryAgain(namespace, started, cause));
    informers.put(namespace, informer);
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
    CacheCheck checking = check;
    if (checking != null) {
      compare(checking, namespace, informer);
    }
  }

  /** Returns true: the informer tries again. A start that has to wait for it says why. */
  private static boolean tryAgain(String namespace, boolean started, Throwable cause) {
    if (!started) {
      LOG.warn(
          "The Secrets{} can't be listed, and the operator tries again: {}",
          namespace.equals(Watches.EVERYWHERE) ? "" : " of namespace " + namespace,
          Texts.origin(cause));
    }
    return true;
  }

  @Override
  public void refresh() {
    // The watch reports changes. Only Secrets that nobody has asked for in a long time are
    // forgotten.
    kept.forgetOld();
  }

  @Override
  public void checkedBy(CacheCheck checking) {
    check = checking;
    informers.forEach((namespace, informer) -> compare(checking, namespace, informer));
  }

  private static void compare(
      CacheCheck check, String namespace, SharedIndexInformer<GenericKubernetesResource> informer) {
    check.add("secrets", namespace, () -> informer.getStore().list().stream());
  }

  @Override
  public void close() {
    informers.values().forEach(SharedIndexInformer::stop);
  }

  /** A store that keeps only names and versions. */
  private static final class SecretNames extends BasicItemStore<GenericKubernetesResource> {
    SecretNames() {
      super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public GenericKubernetesResource put(String key, GenericKubernetesResource secret) {
      ObjectMeta metadata = secret.getMetadata();
      secret.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace(metadata.getNamespace().intern())
              .withName(metadata.getName())
              .withUid(metadata.getUid())
              .withResourceVersion(metadata.getResourceVersion())
              .build());
      secret.setAdditionalProperties(Map.of());
      return super.put(key, secret);
    }
  }

  private final class Teller implements ResourceEventHandler<GenericKubernetesResource> {
    private final BiConsumer<String, String> changed;

    Teller(BiConsumer<String, String> changed) {
      this.changed = changed;
    }

    @Override
    public void onAdd(GenericKubernetesResource secret) {
      tell(secret);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      // The users of the Secret find out whether its values changed.
      tell(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource secret, boolean finalStateUnknown) {
      kept.forget(name(secret));
      tell(secret);
    }

    private void tell(GenericKubernetesResource secret) {
      changed.accept(secret.getMetadata().getNamespace(), secret.getMetadata().getName());
    }

    private SecretName name(GenericKubernetesResource secret) {
      return new SecretName(secret.getMetadata().getNamespace(), secret.getMetadata().getName());
    }
  }
}
