package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The pages")
class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]\n]+]\\(([^)\\s]+)\\)");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");

  /** Between blank lines, list items, headings, rows of tables and comments. */
  private static final Pattern BETWEEN_PARAGRAPHS =
      Pattern.compile("(?m)^ *$|^(?= *(?:[-*]|\\d+\\.) )|^ *(?:#|\\||<!--).*$");

  private static final Pattern ROW = Pattern.compile("(?m)^ *\\|.*$");
  private static final Pattern BETWEEN_CELLS = Pattern.compile("(?<!\\\\)\\|");

  private static final Pattern DRAWN = Pattern.compile("(?m)^ *participant (\\w+)$");

  @ParameterizedTest(name = "link to what is there: {0}")
  @MethodSource("pages")
  void links(Path page) {
    assertThat(LINK.matcher(prose(page)).results().map(link -> link.group(1)))
        .filteredOn(target -> !target.contains("://"))
        .allSatisfy(target -> assertThere(page, target));
  }

  @Test
  void beginWithAReadmeOfAtMost120Lines() {
    assertThat(text(Path.of("README.md")).lines()).hasSizeLessThanOrEqualTo(120);
  }

  @ParameterizedTest(name = "have no paragraph over 120 words, and no cell over 60: {0}")
  @MethodSource("pages")
  void shortness(Path page) {
    String prose = withoutBlocks(page);

    assertThat(BETWEEN_PARAGRAPHS.splitAsStream(prose).filter(each -> words(each) > 120)).isEmpty();
    assertThat(
            ROW.matcher(prose)
                .results()
                .flatMap(row -> BETWEEN_CELLS.splitAsStream(row.group()))
                .filter(cell -> words(cell) > 60))
        .isEmpty();
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  @Test
  void nameNoTestThatThereIsNot() throws IOException {
    Set<String> there = classes(Path.of("src/test/java"));

    assertThat(named(TEST)).hasSizeGreaterThan(10).allMatch(there::contains);
  }

  @Test
  void drawNoClassThatThereIsNot() throws IOException {
    Set<String> there = classes(Path.of("src/main/java"));

    assertThat(named(DRAWN)).hasSizeGreaterThan(5).allMatch(there::contains);
  }

  @Test
  void sayHowManyClassesOfIntegrationTestsTheBuildRunsAtATime() {
    String page = text(Path.of("docs/contributing.md"));
    String pom = text(Path.of("pom.xml"));

    assertThat(pom)
        .contains("<it.parallel>" + first(page, "(\\d+) classes of integration tests") + "<");
  }

  private static String first(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  private static List<String> named(Pattern pattern) throws IOException {
    return pages()
        .flatMap(page -> pattern.matcher(text(page)).results())
        .map(name -> name.group(1))
        .distinct()
        .toList();
  }

  private static Set<String> classes(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
          .collect(Collectors.toSet());
    }
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(
                      "README.md",
                      "README.zh-CN.md",
                      "SECURITY.md",
                      "tools/control-plane/README.md")
                  .map(Path::of),
              docs.filter(file -> file.toString().endsWith(".md")).toList().stream())
          .sorted();
    }
  }

  private static void assertThere(Path page, String target) {
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    Path linked = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    assertThat(linked).exists();
    if (hash >= 0) {
      assertThat(anchors(linked)).contains(target.substring(hash + 1));
    }
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(Path page) {
    Matcher headings = Pattern.compile("(?m)^#+ (.+)$").matcher(text(page));
    return headings
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  /** Without code, in which brackets make no links. */
  private static String prose(Path page) {
    return withoutBlocks(page).replaceAll("`[^`\\n]+`", "code");
  }

  private static String withoutBlocks(Path page) {
    return text(page).replaceAll("(?ms)^ *```.*?^ *```$", "");
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
