package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/recipes.md")
class RecipesPageTest {
  private static final String PAGE = "docs/recipes.md";
  private static final Pattern EXAMPLE = Pattern.compile("\\(\\.\\./(examples/[^)]+)\\)");

  @Test
  void listsEachExample() throws IOException {
    String table = Pages.text(PAGE).split("(?m)^## The example files$", 2)[1];

    assertThat(EXAMPLE.matcher(table).results().map(link -> link.group(1)))
        .containsExactlyInAnyOrderElementsOf(examples());
  }

  @Test
  void hasExamplesThatBeginWithWhatTheyAreFor() throws IOException {
    assertThat(examples()).allMatch(file -> Pages.text(file).startsWith("# "));
  }

  private static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }
}
