package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;

/** Every test that may start a program, on a machine that has none of those that may be missing. */
@Order(2) // it takes long: it begins early
@DisplayName("On a machine without the programs that some tests need")
@Slow
class WithoutToolsIT {
  private static final Path TEST_CLASSES = Path.of("target/test-classes");

  /** It shares the machine with all other classes. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private static final Pattern INSTALL = Pattern.compile("[Ii]nstall \\w");

  /** What such a machine doesn't have; and what would fetch it. */
  private static final List<String> MISSING =
      List.of(
          "lua5.1",
          "lua-5.1",
          "chromium",
          "chromium-browser",
          "google-chrome",
          "chromedriver",
          "helm",
          "promtool",
          "kubeconform",
          "kubectl-validate",
          "kubectl",
          "etcd",
          "kube-apiserver",
          "go",
          "git",
          "curl",
          "apt-get");

  @TempDir private Path folder;

  @Test
  void testsAreSkippedEachWithWhatToInstallAndNoneFails() throws IOException {
    List<String> outcomes = run(testsThatMayStartAProgram());

    assertThat(outcomes).noneMatch(line -> line.startsWith("FAILED"));
    assertThat(outcomes).filteredOn(line -> line.startsWith("PASSED")).hasSizeGreaterThan(50);
    List<String> skipped = outcomes.stream().filter(line -> line.startsWith("SKIPPED")).toList();
    assertThat(skipped).hasSizeGreaterThan(50).allMatch(line -> INSTALL.matcher(line).find());
    for (String tool :
        List.of(
            "lua5.1 ",
            "chromium ",
            "go ",
            "git ",
            "libfaketime",
            "control plane",
            "Helm ",
            "Prometheus ",
            "kubeconform ",
            "kubectl-validate ")) {
      assertThat(skipped).as(tool).anyMatch(line -> line.contains(tool));
    }
  }

  @Test
  void eachTestSaysWhichOfThemItNeeds() {
    List<String> undeclared =
        tests()
            .flatMap(
                test -> {
                  Set<Tool> declared = declared(test.reflect());
                  return used(test)
                      .filter(tool -> !declared.contains(tool))
                      .map(tool -> test.getSimpleName() + " without @Needs(Tool." + tool + ")");
                })
            .toList();

    assertThat(undeclared).isEmpty();
  }

  private static Stream<Tool> used(JavaClass test) {
    return uses(test)
        .filter(each -> !each.isEquivalentTo(Tool.class) && !each.isEquivalentTo(ToolTest.class))
        .filter(each -> each.getPackageName().startsWith("dev.livecallback"))
        .flatMap(each -> each.getFieldAccessesFromSelf().stream())
        .filter(access -> access.getTargetOwner().isEquivalentTo(Tool.class))
        .map(access -> Tool.valueOf(access.getName()))
        .distinct();
  }

  /** By the class, one of its methods or one of its nested classes. */
  private static Set<Tool> declared(Class<?> test) {
    return Stream.of(
            Stream.of(test),
            Stream.of(test.getDeclaredClasses()),
            Stream.of(test.getDeclaredMethods()))
        .flatMap(elements -> elements)
        .flatMap(
            element -> AnnotationSupport.findRepeatableAnnotations(element, Needs.class).stream())
        .flatMap(needs -> Stream.of(needs.value()))
        .collect(Collectors.toSet());
  }

  private List<String> run(List<String> tests) throws IOException {
    Path links = Files.createDirectory(folder.resolve("bin"));
    for (String each : System.getenv("PATH").split(File.pathSeparator, -1)) {
      linkAll(Path.of(each), links);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TestRun.class.getName()));
    command.addAll(tests);
    Map<String, String> environment =
        Map.of(
            "PATH",
            links.toString(),
            "XDG_CACHE_HOME",
            folder.resolve("cache").toString(),
            NeedsExtension.EVERYTHING,
            "",
            Tool.ON_PATH_ALONE,
            "1",
            "KUBEBUILDER_ASSETS",
            "",
            "HELM",
            "");
    try (ChildProcess child = ChildProcess.start(command, environment)) {
      assertThat(child.awaitExit(PATIENCE)).as("%s", child.stderr()).isZero();
      return child.stdout().stream().filter(line -> line.matches("[A-Z]+ \\[engine:.*")).toList();
    }
  }

  /** Links to all programs of a folder but the missing ones, and those that are there already. */
  private static void linkAll(Path from, Path links) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> programs = Files.list(from)) {
      for (Path program : programs.filter(Files::isExecutable).toList()) {
        Path link = links.resolve(program.getFileName());
        if (!MISSING.contains(program.getFileName().toString())
            && !Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, program);
        }
      }
    }
  }

  /** Those that use, by whatever way through the tests' own classes, what starts a program. */
  private static List<String> testsThatMayStartAProgram() {
    return tests()
        .filter(
            test ->
                uses(test).anyMatch(used -> used.getName().equals(ProcessBuilder.class.getName())))
        .map(JavaClass::getName)
        .sorted()
        .toList();
  }

  private static Stream<JavaClass> tests() {
    return new ClassFileImporter()
        .importPath(TEST_CLASSES).stream()
            .filter(each -> each.getSimpleName().matches(".+(Test|IT)"))
            .filter(each -> each.isTopLevelClass() && !each.isEquivalentTo(WithoutToolsIT.class));
  }

  /** All that a test uses, by whatever way through the tests' own classes; itself first. */
  private static Stream<JavaClass> uses(JavaClass test) {
    Set<JavaClass> seen = new LinkedHashSet<>();
    Deque<JavaClass> next = new ArrayDeque<>(List.of(test));
    while (!next.isEmpty()) {
      JavaClass each = next.pop();
      if (seen.add(each) && each.getPackageName().startsWith("dev.livecallback")) {
        each.getDirectDependenciesFromSelf().stream()
            .map(Dependency::getTargetClass)
            .forEach(next::push);
      }
    }
    return seen.stream();
  }
}
