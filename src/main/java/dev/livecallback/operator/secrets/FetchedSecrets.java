package dev.livecallback.operator.secrets;

import dev.livecallback.operator.kubernetes.CacheCheck;
import dev.livecallback.operator.secrets.KeptSecrets.SecretName;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Secrets that the operator may get but not watch: each is fetched when it is asked for, unless
 * that was done a moment ago, and once more at each sweep.
 */
public final class FetchedSecrets implements SecretStore {
  /** So long an answer is as good as new: rounds of many objects of one Secret share it. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final KeptSecrets kept;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile BiConsumer<String, String> changed = (_, _) -> {};

  /** A store that has fetched nothing yet. */
  public FetchedSecrets(KubernetesClient client, InstantSource clock) {
    this(
        new KeptSecrets(
            (namespace, name) -> client.secrets().inNamespace(namespace).withName(name).get(),
            clock),
        clock);
  }

  FetchedSecrets(KeptSecrets kept, InstantSource clock) {
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public Optional<Secret> secret(String namespace, String name, Set<String> entries) {
    SecretName key = new SecretName(namespace, name);
    Optional<KeptSecrets.Kept> fresh =
        kept.kept(key, entries).filter(each -> clock.instant().isBefore(each.at().plus(FRESH)));
    return fresh.isPresent() ? fresh.map(KeptSecrets.Kept::secret) : kept.fetch(key, entries);
  }

  @Override
  public void start(BiConsumer<String, String> told) {
    changed = told;
  }

  /** One at a time: while the API server is slow, one may take longer than a sync period. */
  @Override
  public void add(String namespace) {
    // They are got when they are asked for, wherever they are.
  }

  @Override
  public void refresh() {
    if (!refreshing.compareAndSet(false, true)) {
      return;
    }
    try {
      fetchAnew();
    } finally {
      refreshing.set(false);
    }
  }

  private void fetchAnew() {
    // Whoever uses them still asks for them again then; nothing else would.
    kept.forgetOld().forEach(name -> changed.accept(name.namespace(), name.name()));
    for (SecretName name : kept.names()) {
      if (kept.changed(name)) {
        changed.accept(name.namespace(), name.name());
      }
    }
  }

  @Override
  public void checkedBy(CacheCheck check) {
    // It has no cache that anybody would have to tell of changes.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
