package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Command;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of {@code docs/contributing.md} that says which files a change touches. Some of its
 * rows have an example, a patch of {@code docs/changes}.
 */
@DisplayName("To change something")
@Slow
class ChangesIT {
  private static final Path PAGE = Path.of("docs/contributing.md");
  private static final List<Path> FOLDERS =
      Stream.of("src", "docs", "deploy", "tools").map(Path::of).toList();
  private static final Pattern EXAMPLE = Pattern.compile("\\(changes/(\\w+\\.patch)\\)");
  private static final Pattern CODE = Pattern.compile("`([^` ]+)[^`]*`");
  private static final Pattern CLIENT = Pattern.compile("(?m)^[\\w() ]+ implements LiveApi ");
  private static final Pattern PATCHED = Pattern.compile("(?m)^\\+\\+\\+ b/(.+)$");

  /**
   * A row.
   *
   * @param what what is changed
   * @param touched what every such change touches: classes by their names, other files by their
   *     paths
   * @param perhaps what some of them touch, and the scripts that are run then
   */
  record Change(String what, List<String> touched, List<String> perhaps) {
    List<Path> examples() {
      return EXAMPLE
          .matcher(what)
          .results()
          .map(link -> PAGE.resolveSibling("changes").resolve(link.group(1)))
          .toList();
    }

    @Override
    public String toString() {
      return what.replaceAll(" \\(.*", "");
    }
  }

  @Test
  void thereAreTenRowsAndAnExampleForFourOfThemEachOfItsOwn() throws IOException {
    assertThat(changes()).hasSize(10).doesNotHaveDuplicates();
    try (Stream<Path> patches = Files.list(PAGE.resolveSibling("changes"))) {
      assertThat(changes().flatMap(change -> change.examples().stream()))
          .hasSize(4)
          .containsExactlyInAnyOrderElementsOf(patches.toList());
    }
  }

  @ParameterizedTest(name = "such as {0}, one touches what there is")
  @MethodSource("changes")
  void thereIs(Change change) throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md")));
    for (Path folder : FOLDERS) {
      files.addAll(filesIn(folder));
    }

    assertThat(change.touched()).isNotEmpty();
    assertThat(Stream.of(change.touched(), change.perhaps()).flatMap(List::stream))
        .allMatch(name -> files.stream().anyMatch(matcher(name)::matches));
  }

  @Test
  void suchAsACallOneTouchesWhateverImplementsTheClient() throws IOException {
    Change call =
        changes().filter(each -> each.what().equals("a call of the API")).findAny().orElseThrow();
    List<Path> files = new ArrayList<>();
    for (Path file : filesIn(Path.of("src"))) {
      if (file.toString().endsWith(".java") && CLIENT.matcher(Files.readString(file)).find()) {
        files.add(file);
      }
    }

    assertThat(files)
        .hasSizeGreaterThan(3)
        .allMatch(file -> call.touched().stream().anyMatch(name -> matcher(name).matches(file)));
  }

  @ParameterizedTest(name = "such as {0}, one touches what its example does")
  @MethodSource("withExample")
  void touched(Change change) throws IOException {
    String patch = Files.readString(change.examples().getFirst());
    List<Path> patched =
        PATCHED.matcher(patch).results().map(line -> Path.of(line.group(1))).toList();

    assertThat(patched)
        .allMatch(file -> change.touched().stream().anyMatch(name -> matcher(name).matches(file)));
    assertThat(change.touched())
        .allMatch(name -> patched.stream().anyMatch(matcher(name)::matches));
  }

  /** All of them at once: to compile everything is most of what it takes. */
  @Needs(Tool.GIT)
  @Test
  void asTheExamplesDoGivesAProgramAndTestsThatCompile(@TempDir Path copy) throws IOException {
    for (String name : List.of("README.md", "docs", "src/main/java", "src/test/java")) {
      copy(Path.of(name), copy);
    }

    for (Change change : withExample().toList()) {
      Path patch = change.examples().getFirst().toAbsolutePath();
      List<String> apply =
          List.of("git", "-C", copy.toString(), "apply", "-C1", "--recount", patch.toString());
      Command.run(apply, Map.of("GIT_CEILING_DIRECTORIES", copy.toString()), "").succeeded();
    }

    assertThat(complaints(copy)).isEmpty();
  }

  static Stream<Change> changes() throws IOException {
    return Files.readString(PAGE)
        .lines()
        .dropWhile(line -> !line.startsWith("| to change |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> List.of(line.split(" *\\| *", -1)))
        .map(cells -> new Change(cells.get(1), code(cells.get(2)), code(cells.get(3))))
        .toList()
        .stream();
  }

  static Stream<Change> withExample() throws IOException {
    return changes().filter(change -> !change.examples().isEmpty());
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map((MatchResult word) -> word.group(1)).toList();
  }

  /** A class is found wherever it is. */
  private static PathMatcher matcher(String name) {
    boolean path = name.contains("/") || name.contains(".");
    return FileSystems.getDefault()
        .getPathMatcher("glob:" + (path ? name : "src/*/java/**/" + name + ".java"));
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void copy(Path from, Path into) throws IOException {
    for (Path file : filesIn(from)) {
      Path to = into.resolve(file);
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
  }

  /** What the compiler says against all sources together; "" if they compile. */
  private static String complaints(Path copy) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> sources = filesIn(copy.resolve("src"));
    List<String> options =
        List.of(
            "-proc:none",
            "-implicit:none",
            "-nowarn",
            "-Xdiags:compact",
            "--should-stop=ifNoError=FLOW",
            "-classpath",
            System.getProperty("java.class.path"));
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      return compiled ? "" : said.toString();
    }
  }
}
