package dev.livecallback;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.livecallback.volcengine.Failure;
import io.soabase.recordbuilder.core.RecordBuilderGenerated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The import rules of {@code docs/design.md}, section 7. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private static final String ROOT = "dev.livecallback";
  private static final Pattern ARROW = Pattern.compile("(?m)^ *(\\w+) --> (\\w+)$");

  /** Words of the past, each with a better one in the design's table: no class's name has one. */
  private static final Set<String> RETIRED =
      Set.of(
          "Answers",
          "Book",
          "Census",
          "Curves",
          "Departures",
          "Drifting",
          "Families",
          "Found",
          "Interest",
          "Interests",
          "Keeper",
          "Look",
          "Neighbour",
          "Neighbours",
          "Passing",
          "Placement",
          "Said",
          "Sighting",
          "Standing",
          "Standings",
          "Tally",
          "Tie",
          "Trouble",
          "Troubles",
          "Unproven",
          "Unwritten",
          "Verbs",
          "Wakes",
          "Wishes",
          "Yielding");

  /** What rooms of the engine and the operator may import, beside other rooms. */
  private static final String VALUES = "api volcengine calls remote plan claim account";

  private JavaClasses classes;

  @BeforeAll
  void readsTheProgram() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  /** Of the tests neither. */
  @Test
  void noClassIsCalledByARetiredWord() {
    JavaClasses all = new ClassFileImporter().importPackages(ROOT);

    assertThat(RETIRED).hasSizeLessThanOrEqualTo(30);
    assertThat(all).hasSizeGreaterThan(classes.size());
    assertThat(
            all.stream()
                .map(JavaClass::getSimpleName)
                .filter(name -> Arrays.stream(name.split("(?=[A-Z])")).anyMatch(RETIRED::contains)))
        .isEmpty();
  }

  /**
   * Cases of sealed types may be called like one another: they are written behind the name of their
   * type.
   */
  @Test
  void noNameMeansTwoThings() {
    Map<String, List<JavaClass>> byName =
        classes.stream()
            .filter(each -> !each.getSimpleName().isEmpty())
            .filter(each -> !each.getSimpleName().equals("package-info"))
            .filter(each -> !each.isAnnotatedWith(RecordBuilderGenerated.class))
            .collect(
                Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new, Collectors.toList()));
    byName
        .values()
        .removeIf(same -> same.size() == 1 || same.stream().allMatch(ArchitectureTest::isCase));

    assertThat(byName).isEmpty();
  }

  private static boolean isCase(JavaClass type) {
    Class<?> outer = type.reflect().getEnclosingClass();
    return outer != null && outer.isSealed() && outer.isAssignableFrom(type.reflect());
  }

  @Test
  void theClassFilesCanBeRead() {
    JavaClass sealed = classes.get(Failure.class);

    assertThat(sealed.getMethods()).isNotEmpty();
    assertThat(classes.get(Failure.Throttled.class).getInterfaces()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0} imports of ours only: {1}")
  @MethodSource
  void importsOfOursOnly(String who, String what) {
    String[] allowed =
        Stream.concat(Stream.of(who), Arrays.stream(what.split(" ")).filter(s -> !s.isEmpty()))
            .map(ArchitectureTest::in)
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> others =
        resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));

    check(noClasses().that().resideInAPackage(in(who)).should().dependOnClassesThat(others));
  }

  /** What the name of a package or room may import; {@link #in} says what a name stands for. */
  static Stream<Arguments> importsOfOursOnly() {
    return Stream.of(
        arguments("api", ""),
        arguments("volcengine", ""),
        arguments("calls", "volcengine api"),
        arguments("remote", "volcengine"),
        arguments("plan", "api volcengine calls remote claim account"),
        arguments("claim", "api volcengine"),
        arguments("account", "api volcengine calls remote"),
        arguments("engine", "api volcengine calls remote plan claim account"),
        arguments("engine.objects", VALUES),
        arguments("engine.accounts", VALUES + " engine.objects"),
        arguments("engine.reconcile", VALUES + " engine.objects engine.accounts"),
        arguments("shadow", VALUES + " engine"),
        arguments("leader", ""),
        arguments("settings", "volcengine"),
        arguments(
            "operator", "api volcengine calls remote plan claim account engine leader settings"),
        arguments("operator.config", "api account leader volcengine settings"),
        arguments("operator.metrics", VALUES + " engine"),
        arguments("operator.kubernetes", "api plan engine operator.config operator.metrics"),
        arguments("operator.secrets", "api volcengine engine operator.kubernetes"),
        arguments(
            "operator.accounts",
            VALUES
                + " engine settings operator.config operator.metrics operator.kubernetes"
                + " operator.secrets"),
        arguments(
            "operator.process",
            VALUES
                + " engine leader settings operator.config operator.metrics operator.kubernetes"
                + " operator.secrets operator.accounts"),
        arguments(
            "cli",
            "api volcengine calls remote plan claim account engine shadow leader settings operator"),
        arguments("cli.", "api volcengine account settings operator"),
        arguments(
            "cli.doctor",
            "api volcengine calls account remote plan engine leader settings operator cli. cli.status"),
        arguments("cli.export", "api volcengine account engine settings cli."),
        arguments("cli.plan", VALUES + " engine shadow settings operator cli."),
        arguments("cli.status", "api volcengine remote plan engine settings cli."),
        arguments("simulator", "volcengine settings"));
  }

  /** No arrow is drawn that others imply, so the picture has one form only. */
  @Test
  void thePictureOfThePackagesIsTheTable() throws IOException {
    Map<String, Set<String>> drawn = drawnArrows();

    assertThat(importsOfOursOnly().map(row -> row.get()[0])).containsAll(drawn.keySet());
    // Rooms inside of a package aren't drawn.
    assertThat(importsOfOursOnly().map(Arguments::get))
        .filteredOn(row -> !((String) row[0]).contains("."))
        .allSatisfy(
            row ->
                assertThat(reached(drawn, (String) row[0]))
                    .containsExactlyInAnyOrder(
                        Stream.of(((String) row[1]).split(" "))
                            .filter(name -> !name.isEmpty())
                            .toArray(String[]::new)));
    drawn.forEach(
        (who, arrows) ->
            assertThat(arrows)
                .as(who)
                .noneMatch(
                    arrow ->
                        arrows.stream().anyMatch(next -> reached(drawn, next).contains(arrow))));
  }

  /** The first picture of section 7. */
  private static Map<String, Set<String>> drawnArrows() throws IOException {
    String layout = Files.readString(Path.of("docs/design.md")).split("(?m)^## 7\\. ", 2)[1];
    String picture = layout.split("```mermaid\n", 2)[1].split("```", 2)[0];
    return ARROW
        .matcher(picture)
        .results()
        .collect(
            Collectors.groupingBy(
                arrow -> arrow.group(1),
                Collectors.mapping(arrow -> arrow.group(2), Collectors.toSet())));
  }

  private static Set<String> reached(Map<String, Set<String>> arrows, String from) {
    Set<String> reached = new TreeSet<>();
    for (String next : arrows.getOrDefault(from, Set.of())) {
      reached.add(next);
      reached.addAll(reached(arrows, next));
    }
    return reached;
  }

  @Test
  void theCallQueueKnowsObjectsAndAccountsByTheirNamesOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("calls"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(in("api"))
                    .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("ObjectId")))
                    .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("AccountName")))));
  }

  @Test
  void thePlannerKnowsAccountsAndClaimsByValuesOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("plan"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(in("account"), in("claim"))
                    .and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(Record.class)))));
  }

  @Test
  void theCloudsClientKnowsNothingOfKubernetes() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(in("volcengine"), in("calls"), in("remote"), in("simulator"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk.."));
  }

  @Test
  void theEngineAndItsShadowHaveNeitherClientNorSdkNorThreads() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(in("engine"), in("shadow"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.fabric8.kubernetes.client..",
                "io.javaoperatorsdk..",
                "java.util.concurrent.locks.."));
  }

  @Test
  void whatDecidesDoesNotAskForTheTime() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(in("plan"), in("claim"), in("api"), in("engine"), in("shadow"))
            .should()
            .accessTargetWhere(
                JavaAccess.Predicates.target(
                    DescribedPredicate.describe(
                        "reads the clock or chance",
                        target -> isClock(target) || isChance(target)))));
  }

  @Test
  void onlyTheEdgesSpeakHttp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(in("volcengine"), in("operator"), in("simulator"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "okhttp3..", "okio..", "java.net.http..", "com.sun.net.httpserver.."));
  }

  @Test
  void onlyTheGlueKnowsMetrics() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(in("operator"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus.."));
  }

  @Test
  void onlyCommandsPrint() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".Main")
            .and()
            .resideOutsideOfPackage(in("cli"))
            .and()
            .haveSimpleNameNotEndingWith("Command")
            .should()
            .accessTargetWhere(
                JavaAccess.Predicates.target(
                    DescribedPredicate.describe(
                        "is System.out or System.err",
                        target ->
                            target.getOwner().isEquivalentTo(System.class)
                                && (target.getName().equals("out")
                                    || target.getName().equals("err"))))));
  }

  @Test
  void nothingLogsThroughTheJdk() {
    check(noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging.."));
  }

  @Test
  void everySourceFileFitsOnAFewScreens() throws IOException {
    Map<Path, Integer> lines = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.put(file, Files.readAllLines(file).size());
      }
    }

    assertThat(lines)
        .hasSizeGreaterThan(100)
        .allSatisfy((_, size) -> assertThat(size).isLessThanOrEqualTo(400));
  }

  private static boolean isClock(AccessTarget target) {
    return (target.getOwner().getPackageName().equals("java.time")
            && target.getName().equals("now"))
        || (target.getOwner().isEquivalentTo(System.class)
            && (target.getName().equals("currentTimeMillis")
                || target.getName().equals("nanoTime")));
  }

  private static boolean isChance(AccessTarget target) {
    return target.getOwner().isEquivalentTo(Random.class)
        || target.getOwner().isEquivalentTo(ThreadLocalRandom.class)
        || (target.getOwner().isEquivalentTo(Math.class) && target.getName().equals("random"));
  }

  private void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }

  /** A package with its rooms; without them if the name ends with a dot. */
  private static String in(String name) {
    return ROOT + "." + (name.endsWith(".") ? name.substring(0, name.length() - 1) : name + "..");
  }
}
