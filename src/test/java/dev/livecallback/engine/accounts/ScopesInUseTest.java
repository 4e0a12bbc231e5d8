package dev.livecallback.engine.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Scope;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose trouble it is when scopes fail, and which one is asked next. */
class ScopesInUseTest {
  private static final ScopesInUse TWO_TEAMS =
      inUse(Map.of("one", List.of("a", "b"), "two", List.of("c", "d")));

  private static ScopesInUse inUse(Map<String, List<String>> byNamespace) {
    Map<String, Set<Scope>> scopes =
        byNamespace.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, each -> scopes(each.getValue().toArray(String[]::new))));
    return new ScopesInUse(new TreeMap<>(scopes));
  }

  private static Set<Scope> scopes(String... names) {
    return Arrays.stream(names)
        .map(name -> Scope.vhost(name + ".example.com"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean speak(ScopesInUse inUse, String... failing) {
    return inUse.speakForAll(scopes(failing), _ -> true);
  }

  @Test
  void oneTenantsScopesAreItsOwnTrouble() {
    assertThat(speak(TWO_TEAMS, "a")).isFalse();
    assertThat(speak(TWO_TEAMS, "a", "b")).isFalse();
    assertThat(speak(TWO_TEAMS, "c", "d")).isFalse();
  }

  @Test
  void thoseOfSeveralTenantsAreEverybodys() {
    assertThat(speak(TWO_TEAMS, "a", "c")).isTrue();
    assertThat(speak(TWO_TEAMS, "a", "b", "c")).isTrue();
  }

  @Test
  void aScopeThatSeveralTenantsHaveIsStillOne() {
    ScopesInUse shared = inUse(Map.of("one", List.of("a"), "two", List.of("a", "b")));

    assertThat(speak(shared, "a")).isFalse();
  }

  @Test
  void whatHasBeenFailingForLongTellsNothing() {
    Set<Scope> bad = scopes("c");

    assertThat(TWO_TEAMS.speakForAll(scopes("a", "c"), scope -> !bad.contains(scope))).isFalse();
  }

  @Test
  void allThatThereAreSpeakForAllHoweverLongTheyHaveBeenFailing() {
    assertThat(TWO_TEAMS.speakForAll(scopes("a", "b", "c", "d"), _ -> false)).isTrue();
    assertThat(inUse(Map.of()).speakForAll(Set.of(), _ -> false)).isTrue();
  }

  @Test
  void aTenantAloneIsSpokenForByTwo() {
    ScopesInUse alone = inUse(Map.of("one", List.of("a", "b", "c")));

    assertThat(speak(alone, "a")).isFalse();
    assertThat(speak(alone, "a", "b")).isTrue();
  }

  @Test
  void namespacesAndTheirScopesHaveTurns() {
    List<String> asked =
        IntStream.range(0, 6)
            .mapToObj(turn -> TWO_TEAMS.inTurn(turn).orElseThrow().name())
            .map(name -> name.substring(0, 1))
            .toList();

    assertThat(asked).containsExactly("a", "c", "b", "d", "a", "c");
    assertThat(inUse(Map.of()).inTurn(3)).isEmpty();
    assertThat(Stream.of(TWO_TEAMS.inTurn(Integer.MAX_VALUE))).hasSize(1);
  }
}
