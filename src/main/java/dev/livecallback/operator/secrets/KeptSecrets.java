package dev.livecallback.operator.secrets;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.operator.kubernetes.FairLimiter;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was fetched of Secrets: the entries that somebody asked for, and no others. */
final class KeptSecrets {
  private static final Logger LOG = LoggerFactory.getLogger(KeptSecrets.class);

  /** What nobody asked for so long is forgotten. */
  static final Duration FORGET = Duration.ofHours(25);

  /** A Secret may have 1 MiB: only so many are in memory as a whole. */
  private static final int AT_ONCE = 2;

  /** So many may wait for an API server that is silent: no more rounds of all that there are. */
  static final int MOST_IN_SILENCE = 8;

  private static final Duration SILENCE = Duration.ofSeconds(1);

  /** 16 KiB in Base64, which the values of a Secret are in. */
  private static final int LONGEST_VALUE = (16 * 1024 + 2) / 3 * 4;

  /** More of a value shows that it is longer. */
  private static final int KEPT = LONGEST_VALUE + 4;

  /**
   * In characters, of all together: what is forgotten for others is fetched again when asked for.
   */
  static final int MOST = 16 * 1024 * 1024;

  /** Of more isn't remembered that they couldn't be fetched: they are told of once more. */
  private static final int MOST_FAILING = 10_000;

  /** Of one Secret; whoever asks for one more has the others forgotten. */
  static final int MOST_ENTRIES = 1_000;

  /** What one takes beside its values, in characters, roughly. */
  private static final int EACH = 512;

  private final BiFunction<String, String, @Nullable Secret> api;
  private final InstantSource clock;
  private final Map<SecretName, Kept> kept = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private long length;

  private final FairLimiter turns;

  /** Those that couldn't be fetched the last time. */
  private final Set<SecretName> failing = ConcurrentHashMap.newKeySet();

  /** Which Secret. */
  record SecretName(String namespace, String name) {}

  /**
   * What is kept of one.
   *
   * @param secret with the entries asked for, in the first version that had these values: one that
   *     was only touched is no other; null = it isn't there, or isn't Opaque
   * @param version the version that was fetched; null = it isn't there
   * @param entries which were asked for
   * @param at when it was fetched
   * @param asked when somebody last wanted it
   */
  record Kept(
      @Nullable Secret secret,
      @Nullable String version,
      Set<String> entries,
      Instant at,
      Instant asked) {
    private int length() {
      return EACH
          + (secret == null
              ? 0
              : secret.getData().values().stream().mapToInt(String::length).sum());
    }

    private boolean sameAs(Kept other) {
      return Optional.ofNullable(secret)
          .map(Secret::getData)
          .equals(Optional.ofNullable(other.secret).map(Secret::getData));
    }
  }

  /**
   * @param api a Secret as it is now, by namespace and name; null = it isn't there
   * @param turns which all share who fetch Secrets
   */
  KeptSecrets(
      BiFunction<String, String, @Nullable Secret> api, FairLimiter turns, InstantSource clock) {
    this.api = api;
    this.turns = turns;
    this.clock = clock;
  }

  /** What has Secrets fetched in turns. */
  static FairLimiter turns() {
    return new FairLimiter(AT_ONCE, MOST_IN_SILENCE, SILENCE);
  }

  /** What is kept of that one, if anything is and it has all of these entries. */
  Optional<Kept> kept(SecretName name, Set<String> entries) {
    return Optional.ofNullable(kept.get(name)).filter(each -> each.entries().containsAll(entries));
  }

  /**
   * That Secret as it is now, with these entries and those that others asked for.
   *
   * @throws SecretUnavailableException if the API server can't be asked
   */
  Optional<Secret> fetch(SecretName name, Set<String> entries) {
    Kept before = kept.get(name);
    Set<String> wanted = new HashSet<>(entries);
    if (before != null && before.entries().size() < MOST_ENTRIES) {
      wanted.addAll(before.entries());
    }
    return Optional.ofNullable(fetch(name, wanted, clock.instant()).secret());
  }

  /**
   * That Secret as it is now, with these entries: not that anybody asked for it just now.
   *
   * @param asked when somebody did
   * @throws SecretUnavailableException if the API server can't be asked
   */
  Optional<Secret> look(SecretName name, Set<String> entries, Instant asked) {
    return Optional.ofNullable(fetch(name, entries, asked).secret());
  }

  /** Forgets those that nobody asked for in a long time. */
  void forgetOld() {
    Instant before = clock.instant().minus(FORGET);
    kept.entrySet().stream()
        .filter(each -> each.getValue().asked().isBefore(before))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::forget);
  }

  /** Forgets one. */
  synchronized void forget(SecretName name) {
    Kept old = kept.remove(name);
    length -= old == null ? 0 : old.length();
  }

  private synchronized void put(SecretName name, Kept next) {
    Kept old = kept.put(name, next);
    length += next.length() - (old == null ? 0 : old.length());
    if (length > MOST) {
      // Whoever names one Secret after the other keeps no more of them here than that.
      kept.entrySet().stream()
          .sorted(Comparator.comparing(each -> each.getValue().asked()))
          .map(Map.Entry::getKey)
          .takeWhile(_ -> isLong())
          .filter(each -> !each.equals(name))
          .forEach(this::forget);
    }
  }

  /** Whether there is so much that nine tenths of it would do: not each one more is looked for. */
  private synchronized boolean isLong() {
    return length > MOST / 10 * 9;
  }

  private Kept fetch(SecretName name, Set<String> entries, Instant asked) {
    return turns
        .tryToRun(name.namespace(), () -> fetchNow(name, entries, asked))
        .orElseThrow(
            () ->
                new SecretUnavailableException(
                    "Secret %s/%s wasn't asked for: the API server doesn't answer for Secrets."
                        .formatted(name.namespace(), name.name())));
  }

  private Kept fetchNow(SecretName name, Set<String> entries, Instant asked) {
    try {
      Secret secret = api.apply(name.namespace(), name.name());
      boolean opaque = secret != null && Objects.equals(secret.getType(), "Opaque");
      Kept fetched =
          new Kept(
              opaque ? only(secret, entries) : null,
              secret == null ? null : version(secret.getMetadata()),
              entries,
              now(),
              asked);
      tellFetched(name);
      return keep(name, fetched);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        tellForbidden(name);
        return keep(name, new Kept(null, null, entries, now(), asked));
      }
      // Its message may quote what was answered.
      String trouble =
          "Secret %s/%s couldn't be fetched (%s)."
              .formatted(
                  name.namespace(),
                  name.name(),
                  e.getCode() == 0 ? "no answer" : "HTTP " + e.getCode());
      tellFailed(name, trouble);
      throw new SecretUnavailableException(trouble);
    }
  }

  /** Tells of the first failure in a row: whoever needs it asks again every few seconds. */
  private void tellFailed(SecretName name, String trouble) {
    if (failing.size() >= MOST_FAILING) {
      failing.clear();
    }
    if (failing.add(name)) {
      LOG.warn("{} It is asked for again every few seconds by whoever needs it.", trouble);
    }
  }

  private void tellFetched(SecretName name) {
    if (failing.remove(name)) {
      LOG.info("Secret {}/{} can be fetched again.", name.namespace(), name.name());
    }
  }

  /** Tells of the first time in a row: it is asked for at each sweep, and more often. */
  private void tellForbidden(SecretName name) {
    Kept before = kept.get(name);
    if (before == null || before.version() != null) {
      LOG.warn("Secret {}/{} may not be read.", name.namespace(), name.name());
    }
  }

  /** Of an entry that is wanted for the first time nobody knows whether it is another. */
  private Kept keep(SecretName name, Kept fetched) {
    Kept before = kept.get(name);
    Kept next =
        before != null && before.entries().equals(fetched.entries()) && before.sameAs(fetched)
            ? new Kept(
                before.secret(),
                fetched.version(),
                fetched.entries(),
                fetched.at(),
                fetched.asked())
            : fetched;
    put(name, next);
    return next;
  }

  /** What tells one version of an object from all others. */
  static String version(ObjectMeta metadata) {
    return metadata.getUid() + "/" + metadata.getResourceVersion();
  }

  private Instant now() {
    return clock.instant();
  }

  private static Secret only(Secret secret, Set<String> entries) {
    Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
    Map<String, String> named = new HashMap<>();
    for (String entry : entries) {
      String value = data.get(entry);
      if (value != null) {
        named.put(entry, value.length() > LONGEST_VALUE ? value.substring(0, KEPT) : value);
      }
    }
    return new SecretBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(secret.getMetadata().getNamespace())
                .withName(secret.getMetadata().getName())
                .withUid(secret.getMetadata().getUid())
                .withResourceVersion(secret.getMetadata().getResourceVersion())
                .build())
        .withType(secret.getType())
        .withData(named)
        .build();
  }
}
