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
 * What those who use Secrets know of them: a hash of each entry's value, whether or not the value
 * itself is still kept. Safe for use by several threads.
 */
final class ToldSecrets {
  /** Of more than can be got in a sync period nobody notices in time that they changed. */
  static final int MOST = 20_000;

  private static final String NO_SECRET = "no Secret";
  private static final String NO_ENTRY = "no entry";

  /** Not all users were given the same value: whatever it is now is news to some. */
  private static final String SEVERAL = "several values";

  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<SecretName, ToldSecret> told = new HashMap<>();

  /**
   * What is known of one.
   *
   * @param values by entry: a hash of its value, or why there is none
   * @param asked when somebody last asked for it
   */
  private record ToldSecret(Map<String, String> values, Instant asked) {}

  ToldSecrets(InstantSource clock) {
    this.clock = clock;
  }

  /** Somebody asked for these entries, and was given what was found. */
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

  /** Whoever names one Secret after the other has the others of that namespace forgotten. */
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

  /** Which ones somebody uses, as far as is known. */
  synchronized Set<SecretName> names() {
    return Set.copyOf(told.keySet());
  }

  /** Which of one's entries somebody asked for. */
  synchronized Set<String> entries(SecretName name) {
    ToldSecret known = told.get(name);
    return known == null ? Set.of() : known.values().keySet();
  }

  /** When somebody last asked for one. */
  synchronized Instant asked(SecretName name) {
    ToldSecret known = told.get(name);
    return known == null ? clock.instant() : known.asked();
  }

  /**
   * Whether what one is now is news to some of its users, who are to be told then.
   *
   * @param entries which of its entries were looked at
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

  /** Forgets those that nobody asked for in a long time, and says which. */
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
