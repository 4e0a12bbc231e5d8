package dev.livecallback.operator.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the caches still follow the API server: it compares names and versions. A watch
 * may stop delivering without ending. After etcd is restored from a backup, a cache may be newer
 * than the API server. No other code would notice this.
 *
 * <p>If the API server has had another version than the cache for two minutes, the cache is stale:
 * its version isn't about to be replaced.
 */
public final class CacheCheck {
  /** The longest time that a cache may be stale. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(CacheCheck.class);

  private final Lister lister;
  private final InstantSource clock;
  private final List<CachedKind> caches = new CopyOnWriteArrayList<>();
  private final Map<CachedKind, Instant> compared = new ConcurrentHashMap<>();

  /** The caches that couldn't be compared the last time, which was logged. */
  @GuardedBy("this")
  private final Set<CachedKind> skipped = new HashSet<>();

  @GuardedBy("this")
  private Map<String, StaleEntry> staleEntries = Map.of();

  private volatile int stuck;

  /** A source of the API server's versions. */
  interface Lister {
    /**
     * Returns the API server's versions, by {@code namespace/name}.
     *
     * @throws IOException if the API server can't be asked
     */
    Map<String, String> versions(String kind, String namespace) throws IOException;
  }

  private record CachedKind(
      String kind, String namespace, Supplier<? extends Stream<? extends HasMetadata>> objects) {
    @Override
    public String toString() {
      return kind + (namespace.isEmpty() ? "" : " of namespace " + namespace);
    }
  }

  /**
   * An object of which the cache has another version than the API server.
   *
   * @param version the cache's version; null = the cache doesn't have the object
   * @param there the API server's version; null = the API server doesn't have the object
   * @param since the time at which the difference was first seen
   */
  private record StaleEntry(@Nullable String version, @Nullable String there, Instant since) {
    /**
     * Returns whether the cache still has the same version. If the cache doesn't have the object,
     * returns whether the API server still has the same version.
     */
    boolean isStill(@Nullable String cached, @Nullable String now) {
      return Objects.equals(version, cached) && (cached != null || Objects.equals(there, now));
    }
  }

  /**
   * Returns a check that asks the API server.
   *
   * @param clock a steady clock
   */
  public static CacheCheck of(KubernetesClient client, InstantSource clock) {
    return new CacheCheck(VersionLister.of(client), clock);
  }

  CacheCheck(Lister lister, InstantSource clock) {
    this.lister = lister;
    this.clock = clock;
  }

  /**
   * Adds a cache to the check. Doesn't wait for an answer.
   *
   * @param kind the plural, like {@code livecallbacks}
   * @param namespace the namespace of the cache; "" = all
   */
  public void add(
      String kind, String namespace, Supplier<? extends Stream<? extends HasMetadata>> objects) {
    CachedKind added = new CachedKind(kind, namespace, objects);
    compared.put(added, clock.instant());
    caches.add(added);
  }

  /**
   * Compares all caches. Call it every minute.
   *
   * @return an object that a cache doesn't follow, in words; empty = all caches follow. A cache
   *     doesn't count as stale if the API server can't be asked.
   */
  public synchronized Optional<String> run() {
    Instant now = clock.instant();
    Map<String, StaleEntry> found = new HashMap<>();
    Optional<String> stale = Optional.empty();
    for (CachedKind cache : caches) {
      Map<String, String> there;
      try {
        there = lister.versions(cache.kind(), cache.namespace());
      } catch (IOException e) {
        tellOf(cache, e);
        // By the time the API server can be asked again, the stale entries may have caught up.
        continue;
      }
      if (skipped.remove(cache)) {
        LOG.info("The cache of {} can be compared with the API server again.", cache);
      }
      compared.put(cache, now);
      Optional<String> one = compare(cache, there, now, found);
      stale = stale.or(() -> one);
    }
    stuck = (int) found.values().stream().filter(each -> each.since().isBefore(now)).count();
    staleEntries = Map.copyOf(found);
    return stale;
  }

  /**
   * Returns the number of objects of which the caches had the same other version in the last two
   * comparisons. Objects that only change often don't count.
   */
  public int staleObjects() {
    return stuck;
  }

  /**
   * Returns the time since the least recently compared cache was compared. A cache that can't be
   * compared doesn't count as stale, but nobody would notice if it were.
   */
  public Duration oldest() {
    Instant now = clock.instant();
    return compared.values().stream()
        .min(Comparator.naturalOrder())
        .map(at -> Duration.between(at, now))
        .orElse(Duration.ZERO);
  }

  @GuardedBy("this")
  private void tellOf(CachedKind cache, IOException e) {
    if (skipped.add(cache)) {
      LOG.warn(
          "The cache of {} can't be compared with the API server ({}); it is tried again every"
              + " minute.",
          cache,
          e.getMessage());
    }
  }

  @GuardedBy("this")
  private Optional<String> compare(
      CachedKind cache, Map<String, String> there, Instant now, Map<String, StaleEntry> found) {
    Map<String, String> here = new HashMap<>();
    cache.objects().get().forEach(object -> here.put(name(object), version(object)));
    Set<String> names = new HashSet<>(there.keySet());
    names.addAll(here.keySet());
    Optional<String> stale = Optional.empty();
    for (String name : names) {
      String cached = here.get(name);
      if (Objects.equals(cached, there.get(name))) {
        continue;
      }
      String object = cache.kind() + " " + name;
      StaleEntry before = staleEntries.get(object);
      StaleEntry known =
          before != null && before.isStill(cached, there.get(name))
              ? before
              : new StaleEntry(cached, there.get(name), now);
      found.put(object, known);
      if (!now.isBefore(known.since().plus(PATIENCE))) {
        stale =
            Optional.of(
                object
                    + " is "
                    + words(there.get(name))
                    + ", in the cache for two minutes "
                    + words(cached));
      }
    }
    return stale;
  }

  private static String words(@Nullable String version) {
    return version == null ? "gone" : "at version " + version;
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  private static String version(HasMetadata object) {
    return object.getMetadata().getResourceVersion();
  }
}
