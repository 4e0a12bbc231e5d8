package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.CredentialNames.KeyChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The names of an access key")
class CredentialNamesTest {
  private static final List<CredentialNames> SETS = CredentialNames.USUAL;
  private static final List<String> NAMES = List.copyOf(CredentialNames.allOf(SETS));

  /** What may stand under a name. */
  private static final List<String> VALUES = List.of("", "one", "two");

  @Test
  void areThoseThatTheVendorsProgramsRead() {
    assertThat(NAMES)
        .containsExactly(
            "ACCESS_KEY_ID",
            "ACCESS_KEY_SECRET",
            "SESSION_TOKEN",
            "SECRET_ACCESS_KEY",
            "VOLC_ACCESSKEY",
            "VOLC_SECRETKEY",
            "VOLC_SESSIONTOKEN",
            "VOLCENGINE_ACCESS_KEY",
            "VOLCENGINE_SECRET_KEY",
            "VOLCENGINE_SESSION_TOKEN");
  }

  @Test
  void leadToOneKeyOfOneSetOrToWhatIsWrongWhateverStandsUnderThem() {
    int worlds = (int) Math.pow(VALUES.size(), NAMES.size());
    Map<Class<?>, Integer> seen = new HashMap<>();
    for (int world = 0; world < worlds; world++) {
      Map<String, String> values = values(world);
      KeyChoice found = CredentialNames.choose(SETS, values::get);
      check(values, found);
      seen.merge(found.getClass(), 1, Integer::sum);
    }
    assertThat(seen).hasSize(4);
  }

  private static Map<String, String> values(int world) {
    Map<String, String> values = new HashMap<>();
    int rest = world;
    for (String name : NAMES) {
      String value = VALUES.get(rest % VALUES.size());
      rest /= VALUES.size();
      if (!value.isEmpty()) {
        values.put(name, value + " of any name");
      }
    }
    return values;
  }

  private static void check(Map<String, String> values, KeyChoice found) {
    List<CredentialNames> whole =
        SETS.stream()
            .filter(
                set ->
                    values.containsKey(set.accessKeyId())
                        && values.containsKey(set.secretAccessKey()))
            .toList();
    List<String> strays = new ArrayList<>(values.keySet());
    strays.removeAll(CredentialNames.allOf(whole));
    switch (found) {
      case KeyChoice.Nothing _ -> assertThat(values).isEmpty();
      case KeyChoice.Incomplete part -> {
        assertThat(strays).contains(part.present());
        assertThat(values).doesNotContainKey(part.missing());
        assertThat(part.names().all()).contains(part.present(), part.missing());
        assertThat(part.missing()).isNotEqualTo(part.names().sessionToken());
      }
      case KeyChoice.Key key -> {
        assertThat(strays).isEmpty();
        assertThat(whole).first().isEqualTo(key.names());
        assertThat(whole).allMatch(set -> of(values, set).equals(key.credentials()));
      }
      case KeyChoice.Two two -> {
        assertThat(strays).isEmpty();
        assertThat(whole).contains(two.one(), two.other());
        assertThat(of(values, two.one())).isNotEqualTo(of(values, two.other()));
      }
    }
  }

  private static Credentials of(Map<String, String> values, CredentialNames set) {
    String token = values.get(set.sessionToken());
    return new Credentials(
        Objects.requireNonNull(values.get(set.accessKeyId())),
        new SecretText(Objects.requireNonNull(values.get(set.secretAccessKey()))),
        token == null ? null : new SecretText(token));
  }

  @Test
  void areTheOnlyThingThatIsToldOfKeysThatDiffer() {
    Map<String, String> values =
        Map.of(
            "ACCESS_KEY_ID", "id",
            "ACCESS_KEY_SECRET", "hush-hush",
            "SECRET_ACCESS_KEY", "hush-other");

    KeyChoice found = CredentialNames.choose(SETS, values::get);

    assertThat(found).isEqualTo(new KeyChoice.Two(CredentialNames.EXAMPLE, CredentialNames.OWN));
    assertThat(Set.of(found.toString())).noneMatch(text -> text.contains("hush"));
  }
}
