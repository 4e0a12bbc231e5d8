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
 * Secrets that the operator may get but not watch: each is fetched when it is asked for, unless
 * that was done a moment ago, and at each sweep, to tell those who use it should it be another.
 */
public final class FetchedSecrets implements SecretStore {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedSecrets.class);

  /** So long an answer is as good as new: rounds of many objects of one Secret share it. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final KeptSecrets kept;
  private final ToldSecrets told;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile BiConsumer<String, String> changed = (_, _) -> {};

  /**
   * A store that has fetched nothing yet.
   *
   * @param impatient what fetches one, on the thread of whoever needs it
   * @param turns which all share who fetch Secrets
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
    // They are got when they are asked for, wherever they are.
  }

  /** One at a time: while the API server is slow, one may take longer than a sync period. */
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
    // Whoever uses them still asks for them again then; nothing else would.
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
    // It has no cache that anybody would have to tell of changes.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
