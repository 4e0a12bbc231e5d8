package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a release is built from is pinned, and says what it is. */
@DisplayName("A release")
class ReleaseTest {
  private static final Path DOCKERFILE = Path.of("Dockerfile");

  @ParameterizedTest(name = "runs no action but at a commit that is named: {0}")
  @MethodSource("workflows")
  void actions(Path workflow) {
    List<String> actions = found("(?m)^\\s*(?:- )?uses: (.*)$", text(workflow));

    assertThat(actions)
        .isNotEmpty()
        .allMatch(action -> action.matches("[\\w-]+/[\\w-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
  }

  @ParameterizedTest(name = "gives each job the rights that it needs, and no secret away: {0}")
  @MethodSource("workflows")
  void rights(Path workflow) {
    String text = text(workflow);
    long checkouts = found("(actions/checkout@)", text).size();

    assertThat(text)
        .contains("\npermissions: {}\n")
        .doesNotContain("secrets.", "pull_request_target");
    assertThat(found("(?m)^    (permissions:)$", text))
        .hasSameSizeAs(found("(?m)^    (runs-on:) ", text));
    assertThat(found("(persist-credentials: false)", text)).hasSize((int) checkouts);
    assertThat(found("(runs-on: .*-latest)", text)).as("a machine of a named version").isEmpty();
  }

  static Stream<Path> workflows() throws IOException {
    try (var files = Files.list(Path.of(".github/workflows"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "has an image that tells its {0}")
  @ValueSource(
      strings = {
        "title",
        "description",
        "licenses",
        "version",
        "revision",
        "created",
        "source",
        "documentation",
        "base.name"
      })
  void labels(String label) {
    assertThat(text(DOCKERFILE))
        .containsPattern("org\\.opencontainers\\.image\\." + label + "=\"[^\"]+\"");
  }

  @Test
  void fillsInEverythingThatTheImagesLabelsLeaveOpen() {
    List<String> arguments = found("(?m)^ARG (\\w+)=", text(DOCKERFILE));

    assertThat(arguments).contains("BUILD_IMAGE", "RUN_IMAGE", "VERSION");
    assertThat(
            found("(?m)^            ([A-Z_]+)=", text(Path.of(".github/workflows/release.yaml"))))
        .containsExactlyInAnyOrderElementsOf(arguments);
  }

  @Test
  void hasAnImageWhoseLabelsAreTrueOfABuildByHandToo() {
    List<String> versions = found("(?m)^  <version>(.*)</version>$", text(Path.of("pom.xml")));

    assertThat(found("(?m)^ARG VERSION=(.*)$", text(DOCKERFILE))).isEqualTo(versions);
    assertThat(found("(?m)^ARG (?:REVISION|CREATED|SOURCE)=(.*)$", text(DOCKERFILE)))
        .hasSize(3)
        .containsOnly("");
  }

  @Test
  void hasTheChangesOfTheVersionThatIsMadeOnTop() {
    String version = found("(?m)^  <version>(.*)</version>$", text(Path.of("pom.xml"))).getFirst();
    List<String> sections = found("(?m)^## (\\S+) ", text(Path.of("CHANGELOG.md")));

    assertThat(sections).startsWith(version.replace("-SNAPSHOT", "")).doesNotHaveDuplicates();
  }

  @Test
  void findsInTheImagesContextWhatItCopies() {
    List<String> copied =
        found("(?m)^COPY ((?:[\\w./-]+ )+)[\\w./-]+$", text(DOCKERFILE)).stream()
            .flatMap(names -> Stream.of(names.strip().split(" ", -1)))
            .toList();

    assertThat(copied).contains("pom.xml", "src", "LICENSE", "NOTICE");
    assertThat(copied).allSatisfy(name -> assertThat(Path.of(name)).exists());
    assertThat(text(Path.of(".dockerignore")).lines())
        .containsAll(copied.stream().map(name -> "!" + name).toList())
        .containsSubsequence("src/test", "!src/test/java/dev/livecallback/training");
  }

  @Test
  void isBuiltFromAllThatMavenMakesTheProgramOf() {
    String dockerignore = text(Path.of(".dockerignore"));
    String again = text(Path.of("tools/check-reproducible"));
    Matcher resources =
        Pattern.compile(
                "<resource>\\s*<directory>([^<]+)</directory>\\s*<includes><include>([^<]+)</include></includes>")
            .matcher(text(Path.of("pom.xml")));

    assertThat(resources.results().map(each -> each.group(1) + "/" + each.group(2)))
        .isNotEmpty()
        .allSatisfy(
            file -> {
              assertThat(Path.of(file)).exists();
              assertThat(text(DOCKERFILE)).contains("\nCOPY %s %s\n".formatted(file, file));
              assertThat(dockerignore).contains("\n!" + file + "\n");
              assertThat(again).contains("cp " + file + " ");
            });
  }

  @Test
  void buildsWithAMavenAndWithGoProgramsWhoseBytesAreKnown() throws IOException {
    assertThat(text(Path.of(".mvn/wrapper/maven-wrapper.properties")))
        .containsPattern("distributionSha256Sum=[0-9a-f]{64}\n")
        .containsPattern("distributionTarSha256Sum=[0-9a-f]{64}\n");
    try (var files = Files.walk(Path.of("tools"))) {
      List<Path> modules = files.filter(file -> file.endsWith("go.mod")).toList();
      assertThat(modules).isNotEmpty();
      assertThat(modules)
          .allSatisfy(module -> assertThat(module.resolveSibling("go.sum")).exists());
    }
  }

  /** The versions that the pages name are those that the commands build. */
  @ParameterizedTest(name = "{0} says: {1}")
  @CsvSource({
    "docs/releasing.md, Argo CD %s, tools/gitops/real/argocd, github.com/argoproj/argo-cd/v3",
    "docs/releasing.md, Flux %s, tools/gitops/real/flux, github.com/fluxcd/kustomize-controller",
  })
  void triesTheVersionsThatItNames(String page, String sentence, String folder, String module) {
    String version = version(folder, module);

    assertThat(text(Path.of(page))).contains(sentence.formatted(version));
  }

  @Test
  void isTriedOnTheOldestKubernetesThatIsSupported() {
    String minor =
        version("tools/control-plane/oldest", "k8s.io/kubernetes").replaceFirst("\\.[0-9]+$", "");

    assertThat(text(Path.of("docs/install.md"))).contains("Kubernetes " + minor + " or newer");
    assertThat(text(Path.of("docs/contributing.md"))).contains("the core of them on " + minor);
    assertThat(text(Path.of("deploy/helm/Chart.yaml"))).contains("kubeVersion: \">=" + minor + ".");
  }

  private static String version(String folder, String module) {
    return found(Pattern.quote(module) + " v([0-9.]+)", text(Path.of(folder, "go.mod"))).getFirst();
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(each -> each.group(1)).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
