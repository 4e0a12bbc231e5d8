package dev.livecallback.operator.secrets;

import dev.livecallback.operator.kubernetes.CacheCheck;
import dev.livecallback.operator.kubernetes.FairLimiter;
import dev.livecallback.operator.kubernetes.ImpatientClient;
import dev.livecallback.operator.kubernetes.Watches;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The Secrets of all namespaces: watched in some, and only fetched in others. */
public final class RoutedSecrets implements SecretStore {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SecretStore watched;
  private final SecretStore fetched;
  private final Set<String> fetchedOnly;

  /**
   * Returns the Secrets of a client's API server. Because rounds wait for it, a fetch takes seconds
   * at most, and only a few run at a time.
   *
   * @param watched the namespaces whose Secrets are watched; "" = all
   * @param fetchedOnly the namespaces in which Secrets may only be got; "" = all
   * @param ended is told if a watch ends for good
   */
  public static RoutedSecrets of(
      KubernetesClient client,
      Set<String> watched,
      Set<String> fetchedOnly,
      Consumer<Throwable> ended,
      InstantSource clock) {
    KubernetesClient impatient = ImpatientClient.of(client, PATIENCE, 0);
    FairLimiter turns = KeptSecrets.turns();
    return new RoutedSecrets(
        new WatchedSecrets(client, impatient, turns, watched, ended, clock),
        FetchedSecrets.of(impatient, turns, clock),
        fetchedOnly);
  }

  private RoutedSecrets(SecretStore watched, SecretStore fetched, Set<String> fetchedOnly) {
    this.watched = watched;
    this.fetched = fetched;
    this.fetchedOnly = ConcurrentHashMap.newKeySet();
    this.fetchedOnly.addAll(fetchedOnly);
  }

  /**
   * Notes that Secrets of this namespace may only be got. Call this before adding the namespace.
   */
  public void fetchOnly(String namespace) {
    fetchedOnly.add(namespace);
  }

  @Override
  public Optional<Secret> secret(String namespace, String name, Set<String> entries) {
    boolean fetch = fetchedOnly.contains(namespace) || fetchedOnly.contains(Watches.EVERYWHERE);
    return (fetch ? fetched : watched).secret(namespace, name, entries);
  }

  @Override
  public void start(BiConsumer<String, String> changed) {
    watched.start(changed);
    fetched.start(changed);
  }

  @Override
  public void add(String namespace) {
    (fetchedOnly.contains(namespace) ? fetched : watched).add(namespace);
  }

  @Override
  public void refresh() {
    watched.refresh();
    fetched.refresh();
  }

  @Override
  public void checkedBy(CacheCheck check) {
    watched.checkedBy(check);
    fetched.checkedBy(check);
  }

  @Override
  public void close() {
    watched.close();
    fetched.close();
  }
}
