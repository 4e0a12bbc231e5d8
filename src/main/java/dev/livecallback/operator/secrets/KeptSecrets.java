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

/** The fetched parts of Secrets: the entries that were asked for, and no others. */
final class KeptSecrets {
  private static final Logger LOG = LoggerFactory.getLogger(KeptSecrets.class);

  /** The time without a request after which a Secret is forgotten. */
  static final Duration FORGET = Duration.ofHours(25);

  /** The number of Secrets that may be in memory as a whole, since each may have 1 MiB. */
  private static final int AT_ONCE = 2;

  /**
   * The number of requests that may wait or run while the API server is silent, so that not all
   * rounds wait for it.
   */
  static final int MOST_IN_SILENCE = 8;

  private static final Duration SILENCE = Duration.ofSeconds(1);

  /** The longest value: 16 KiB, in the Base64 of a Secret's values. */
  private static final int LONGEST_VALUE = (16 * 1024 + 2) / 3 * 4;

  /** The length that is kept of a longer value, enough to show that it is too long. */
  private static final int KEPT = LONGEST_VALUE + 4;

  /**
   * The longest length of all kept Secrets together, in characters. A Secret that is forgotten to
   * make room is fetched again when it is asked for.
   */
  static final int MOST = 16 * 1024 * 1024;

  /**
   * The number of failing Secrets that are remembered. Above it, their failures are logged once
   * more.
   */
  private static final int MOST_FAILING = 10_000;

  /**
   * The number of entries that are kept of one Secret. If more are asked for, the others are
   * forgotten.
   */
  static final int MOST_ENTRIES = 1_000;

  /** The rough length of a kept Secret besides its values, in characters. */
  private static final int EACH = 512;

  private final BiFunction<String, String, @Nullable Secret> api;
  private final InstantSource clock;
  private final Map<SecretName, Kept> kept = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private long length;

  private final FairLimiter turns;

  /** The Secrets that couldn't be fetched the last time. */
  private final Set<SecretName> failing = ConcurrentHashMap.newKeySet();

  /** The name of a Secret. */
  record SecretName(String namespace, String name) {}

  /**
   * The kept part of one Secret.
   *
   * @param secret the Secret with the entries asked for, in the first version that had these
   *     values, so that a version without a change of values doesn't count as another; null = the
   *     Secret doesn't exist, isn't Opaque, or may not be read
   * @param version the version that was fetched; null = the Secret doesn't exist or may not be read
   * @param entries the entries that were asked for
   * @param at the time at which it was fetched
   * @param asked the time at which it was last asked for
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
   * Creates the store.
   *
   * @param api returns the current Secret by namespace and name; null = it doesn't exist
   * @param turns the limiter that all fetches of Secrets share
   */
  KeptSecrets(
      BiFunction<String, String, @Nullable Secret> api, FairLimiter turns, InstantSource clock) {
    this.api = api;
    this.turns = turns;
    this.clock = clock;
  }

  /** Returns a limiter for fetches of Secrets. */
  static FairLimiter turns() {
    return new FairLimiter(AT_ONCE, MOST_IN_SILENCE, SILENCE);
  }

  /** Returns the kept part of a Secret, if it has all of these entries. */
  Optional<Kept> kept(SecretName name, Set<String> entries) {
    return Optional.ofNullable(kept.get(name)).filter(each -> each.entries().containsAll(entries));
  }

  /**
   * Fetches a Secret, with these entries and those that were asked for before.
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
   * Fetches a Secret with these entries, without counting this as a request by a user.
   *
   * @param asked the time at which a user last asked for it
   * @throws SecretUnavailableException if the API server can't be asked
   */
  Optional<Secret> look(SecretName name, Set<String> entries, Instant asked) {
    return Optional.ofNullable(fetch(name, entries, asked).secret());
  }

  /** Forgets the Secrets that nobody has asked for in a long time. */
  void forgetOld() {
    Instant before = clock.instant().minus(FORGET);
    kept.entrySet().stream()
        .filter(each -> each.getValue().asked().isBefore(before))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::forget);
  }

  /** Forgets a Secret. */
  synchronized void forget(SecretName name) {
    Kept old = kept.remove(name);
    length -= old == null ? 0 : old.length();
  }

  private synchronized void put(SecretName name, Kept next) {
    Kept old = kept.put(name, next);
    length += next.length() - (old == null ? 0 : old.length());
    if (length > MOST) {
      // The limit holds even if an object's owner names one Secret after the other.
      kept.entrySet().stream()
          .sorted(Comparator.comparing(each -> each.getValue().asked()))
          .map(Map.Entry::getKey)
          .takeWhile(_ -> isLong())
          .filter(each -> !each.equals(name))
          .forEach(this::forget);
    }
  }

  /**
   * Returns whether more than nine tenths of the limit is used. Making room goes on until then, so
   * that not each further Secret has to make room again.
   */
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
      // The exception's message may quote the answer.
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

  /** Logs the first failure in a row: the users of the Secret ask again every few seconds. */
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

  /** Logs the first refusal in a row: the Secret is asked for at each sweep, and more often. */
  private void tellForbidden(SecretName name) {
    Kept before = kept.get(name);
    if (before == null || before.version() != null) {
      LOG.warn("Secret {}/{} may not be read.", name.namespace(), name.name());
    }
  }

  /**
   * Keeps a fetched Secret. If the same entries have the same values as before, the earlier version
   * stays. A new entry may be a change, so then the fetched version counts.
   */
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

  /** Returns a text that identifies a version of an object. */
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
