package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret value that a test run uses: whatever the operator wrote is searched for each of them
 * when an operator, or the namespace of a test, comes to its end.
 */
public final class KnownSecrets {
  /** Shorter ones are found in words. */
  private static final int SHORTEST = 8;

  private static final Set<String> VALUES = ConcurrentHashMap.newKeySet();

  static {
    add(SimulatorUnderTest.SECRET_ACCESS_KEY);
  }

  private KnownSecrets() {}

  /** Tells of one. */
  public static void add(String value) {
    if (value.strip().length() >= SHORTEST) {
      VALUES.add(value.strip());
    }
  }

  /** Tells of some. */
  public static void addAll(Collection<String> values) {
    values.forEach(KnownSecrets::add);
  }

  /** How many are known. */
  public static int count() {
    return VALUES.size();
  }

  /** Fails if any of them is in any of these texts. */
  public static void assertNoneIn(String what, Collection<String> texts) {
    List<String> shown =
        VALUES.stream()
            .filter(value -> texts.stream().anyMatch(text -> text.contains(value)))
            .toList();
    assertThat(shown).as("secrets in " + what).isEmpty();
  }
}
