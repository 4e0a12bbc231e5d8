package dev.livecallback.operator.secrets;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.operator.secrets.KeptSecrets.SecretName;
import dev.livecallback.volcengine.Signer;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The knowledge that the users of Secrets have: a hash of each entry's value, whether or not the
 * value itself is still kept. Safe for use by several threads.
 */
final class ToldSecrets {
  /**
   * The number of Secrets that are remembered. More couldn't be fetched within a sync period, so
   * their changes would be noticed too late.
   */
  static final int MOST = 20_000;

  private static final String NO_SECRET = "no Secret";
  private static final String NO_ENTRY = "no entry";

  /**
   * The mark of an entry whose users were given different values: any current value is news to
   * some.
   */
  private static final String SEVERAL = "several values";

  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<SecretName, ToldSecret> told = new HashMap<>();

  /**
   * The knowledge about one Secret.
   *
   * @param values for each entry, the hash of its value, or the reason why there is none
   * @param asked the time at which it was last asked for
   */
  private record ToldSecret(Map<String, String> values, Instant asked) {}

  ToldSecrets(InstantSource clock) {
    this.clock = clock;
  }

  /** Notes that a user asked for these entries, and was given what was found. */
  synchronized void given(SecretName name, Set<String> entries, Optional<Secret> found) {
    ToldSecret before = told.get(name);
    Map<String, String> values = new HashMap<>();
    if (before != null && before.values().size() < KeptSecrets.MOST_ENTRIES) {
      values.putAll(before.values());
    }
    values(found.orElse(null), entries)
        .forEach(
            (entry, value) ->
                values.merge(entry, value, (was, is) -> was.equals(is) ? was : SEVERAL));
    told.put(name, new ToldSecret(Map.copyOf(values), clock.instant()));
    if (told.size() > MOST) {
      forgetSome();
    }
  }

  /**
   * Forgets the oldest Secrets of the namespace with the most, so that a user who names one Secret
   * after the other loses only that namespace's own.
   */
  @GuardedBy("this")
  private void forgetSome() {
    List<SecretName> longest =
        told.keySet().stream()
            .collect(Collectors.groupingBy(SecretName::namespace))
            .values()
            .stream()
            .max(Comparator.comparingInt(List::size))
            .orElseThrow();
    longest.stream()
        .sorted(Comparator.comparing(this::asked))
        .limit(1 + longest.size() / 10)
        .toList()
        .forEach(told::remove);
  }

  /** Returns the names of the Secrets in use, as far as is known. */
  synchronized Set<SecretName> names() {
    return Set.copyOf(told.keySet());
  }

  /** Returns the entries of a Secret that were asked for. */
  synchronized Set<String> entries(SecretName name) {
    ToldSecret known = told.get(name);
    return known == null ? Set.of() : known.values().keySet();
  }

  /** Returns the time at which a Secret was last asked for; now, if it isn't known. */
  synchronized Instant asked(SecretName name) {
    ToldSecret known = told.get(name);
    return known == null ? clock.instant() : known.asked();
  }

  /**
   * Returns whether the current Secret is news to some of its users. If so, the caller has to tell
   * them.
   *
   * @param entries the entries that were looked at
   */
  synchronized boolean isNews(SecretName name, Set<String> entries, Optional<Secret> now) {
    ToldSecret known = told.get(name);
    if (known == null) {
      return false;
    }
    Map<String, String> values = new HashMap<>(known.values());
    values.putAll(values(now.orElse(null), entries));
    told.put(name, new ToldSecret(Map.copyOf(values), known.asked()));
    return !values.equals(known.values());
  }

  /** Forgets the Secrets that nobody has asked for in a long time, and returns their names. */
  synchronized Set<SecretName> forgetOld() {
    Instant before = clock.instant().minus(KeptSecrets.FORGET);
    Set<SecretName> old = new HashSet<>(told.keySet());
    old.removeIf(name -> !asked(name).isBefore(before));
    told.keySet().removeAll(old);
    return old;
  }

  private static Map<String, String> values(@Nullable Secret secret, Set<String> entries) {
    return entries.stream()
        .collect(Collectors.toMap(entry -> entry, entry -> value(secret, entry)));
  }

  private static String value(@Nullable Secret secret, String entry) {
    if (secret == null) {
      return NO_SECRET;
    }
    String value = secret.getData().get(entry);
    return value == null ? NO_ENTRY : Signer.sha256Hex(value.getBytes(StandardCharsets.UTF_8));
  }
}
