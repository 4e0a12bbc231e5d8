package dev.livecallback.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets that the operator may get but not watch: each is fetched when it is asked for, unless
 * that was done a moment ago, and once more at each sweep. What can't be fetched for want of the
 * API server stays as it was.
 */
final class FetchedSecrets implements SecretStore {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedSecrets.class);

  /** So long an answer is as good as new: rounds of many objects of one Secret share it. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** What nobody asked for so long is forgotten. */
  private static final Duration FORGET = Duration.ofHours(25);

  private final KubernetesClient client;
  private final InstantSource clock;
  private final Map<Name, Fetched> known = new ConcurrentHashMap<>();
  private volatile BiConsumer<String, String> changed = (_, _) -> {};

  private record Name(String namespace, String name) {}

  private record Fetched(@Nullable Secret secret, Instant at, Instant asked) {
    boolean sameAs(@Nullable Secret other) {
      return Optional.ofNullable(secret)
          .map(Secret::getData)
          .equals(Optional.ofNullable(other).map(Secret::getData));
    }
  }

  FetchedSecrets(KubernetesClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<Secret> get(String namespace, String name) {
    Name key = new Name(namespace, name);
    Instant now = clock.instant();
    Fetched before = known.get(key);
    if (before != null && now.isBefore(before.at().plus(FRESH))) {
      return Optional.ofNullable(before.secret());
    }
    return Optional.ofNullable(fetch(key, before, now).secret());
  }

  @Override
  public void start(BiConsumer<String, String> told) {
    changed = told;
  }

  @Override
  public void refresh() {
    Instant now = clock.instant();
    known.entrySet().removeIf(entry -> entry.getValue().asked().plus(FORGET).isBefore(now));
    known.forEach(
        (key, before) -> {
          if (!before.sameAs(fetch(key, before, before.asked()).secret())) {
            changed.accept(key.namespace(), key.name());
          }
        });
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private Fetched fetch(Name key, @Nullable Fetched before, Instant asked) {
    try {
      Secret secret = client.secrets().inNamespace(key.namespace()).withName(key.name()).get();
      boolean opaque = secret != null && Objects.equals(secret.getType(), "Opaque");
      if (opaque) {
        PrunedStore.shorten(secret);
      }
      Fetched fetched = new Fetched(opaque ? secret : null, clock.instant(), asked);
      known.put(key, fetched);
      return fetched;
    } catch (KubernetesClientException e) {
      LOG.warn(
          "Secret {}/{} couldn't be fetched (HTTP {}); it is taken to be as before.",
          key.namespace(),
          key.name(),
          e.getCode());
      return before == null ? new Fetched(null, clock.instant(), asked) : before;
    }
  }
}
