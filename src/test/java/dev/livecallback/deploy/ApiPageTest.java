package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/api.md")
class ApiPageTest {
  private static final Path PAGE = Path.of(ApiPage.FILE);

  @Generates
  @Test
  void isWhatTheCRDsSay() {
    Generated.check(PAGE, ApiPage.text());
  }

  @Test
  void hasEveryAnnotationAndFinalizerThatThereIs() throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field field : WellKnown.class.getFields()) {
      if (field.get(null) instanceof String name && name.startsWith(WellKnown.GROUP + "/")) {
        names.add("`" + name + "`");
      }
    }

    assertThat(names).hasSizeGreaterThan(6);
    assertThat(Pages.rows(ApiPage.FILE).map(List::getFirst)).containsAll(names);
  }

  /** A rule that nobody is told of refuses without a word. */
  @Test
  void hasAsManyRulesAsTheCrds() {
    long there =
        Stream.of("livecallbacks", "liveaccounts")
            .flatMap(
                plural -> Pages.text("deploy/crds/" + plural + ".livecallback.dev.yaml").lines())
            .filter(line -> line.strip().startsWith("rule: "))
            .count();

    assertThat(Pages.text(ApiPage.FILE).lines().filter(line -> line.equals("  ```")).count())
        .isGreaterThan(20)
        .isEqualTo(2 * there);
  }
}
