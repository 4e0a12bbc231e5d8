package dev.livecallback.operator.secrets;

import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.operator.kubernetes.CacheCheck;
import dev.livecallback.operator.kubernetes.FairLimiter;
import dev.livecallback.operator.secrets.KeptSecrets.SecretName;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secrets that the operator may get but not watch. A Secret is fetched when it is asked for,
 * unless it was fetched a moment ago. At each sweep it is fetched too, so that its users learn of a
 * change.
 */
public final class FetchedSecrets implements SecretStore {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedSecrets.class);

  /** The time for which a fetched Secret counts as new, so that rounds of many objects share it. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final KeptSecrets kept;
  private final ToldSecrets told;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile BiConsumer<String, String> changed = (_, _) -> {};

  /**
   * Returns a store that has fetched nothing yet.
   *
   * @param impatient the client that fetches a Secret, on the caller's thread
   * @param turns the limiter that all fetches of Secrets share
   */
  static FetchedSecrets of(KubernetesClient impatient, FairLimiter turns, InstantSource clock) {
    return new FetchedSecrets(
        new KeptSecrets(
            (namespace, name) -> impatient.secrets().inNamespace(namespace).withName(name).get(),
            turns,
            clock),
        clock);
  }

  FetchedSecrets(KeptSecrets kept, InstantSource clock) {
    this.kept = kept;
    this.told = new ToldSecrets(clock);
    this.clock = clock;
  }

  @Override
  public Optional<Secret> secret(String namespace, String name, Set<String> entries) {
    SecretName key = new SecretName(namespace, name);
    Optional<KeptSecrets.Kept> fresh =
        kept.kept(key, entries).filter(each -> clock.instant().isBefore(each.at().plus(FRESH)));
    Optional<Secret> found =
        fresh.isPresent() ? fresh.map(KeptSecrets.Kept::secret) : kept.fetch(key, entries);
    told.given(key, entries, found);
    return found;
  }

  @Override
  public void start(BiConsumer<String, String> tell) {
    changed = tell;
  }

  @Override
  public void add(String namespace) {
    // Secrets of every namespace are fetched when they are asked for.
  }

  /**
   * Runs one refresh at a time: while the API server is slow, a refresh may take longer than a sync
   * period.
   */
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
    kept.forgetOld();
    // The users of these Secrets then ask for them again if they still need them.
    told.forgetOld().forEach(this::tell);
    told.names().stream().filter(this::isNews).forEach(this::tell);
  }

  private boolean isNews(SecretName name) {
    Set<String> entries = told.entries(name);
    try {
      return told.isNews(name, entries, kept.look(name, entries, told.asked(name)));
    } catch (SecretUnavailableException e) {
      LOG.debug("{} It is taken to be as before.", e.getMessage());
      return false;
    }
  }

  private void tell(SecretName name) {
    changed.accept(name.namespace(), name.name());
  }

  @Override
  public void checkedBy(CacheCheck check) {
    // There is no cache that depends on the watch of changes.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
