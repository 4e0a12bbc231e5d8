package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.WellKnown;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/api.md")
class ApiPageTest {
  private static final Path PAGE = Path.of(ApiPage.FILE);

  @Test
  @DisplayName("is what the CRDs say; -Dapi.update=true writes it anew")
  void isUpToDate() throws IOException {
    if (Boolean.getBoolean("api.update")) {
      Files.writeString(PAGE, ApiPage.text());
    }

    assertThat(PAGE).hasContent(ApiPage.text());
  }

  @Test
  @DisplayName("has every annotation and finalizer that there is")
  void names() throws IllegalAccessException {
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
  @DisplayName("has as many rules as the CRDs")
  void everyRule() {
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
