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
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
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

  /** Words of the past, each with a better one in the design's table: no class has them again. */
  private static final Set<String> RETIRED =
      Set.of(
          "Census",
          "CensusTaker",
          "Curves",
          "Deliveries",
          "Departures",
          "Drifting",
          "Interest",
          "Interests",
          "LaneTurns",
          "LastCall",
          "Neighbour",
          "Neighbours",
          "PassingStatus",
          "ReadScopes",
          "Standings",
          "TakenAlong",
          "Tie",
          "Unproven",
          "Unwritten",
          "Wakes",
          "WholeObject",
          "Wishes",
          "WriteFamilies",
          "WriteTurns",
          "Yielding");

  private JavaClasses classes;

  @BeforeAll
  void readsTheProgram() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  @Test
  void noClassIsCalledByARetiredWord() {
    assertThat(RETIRED).hasSizeLessThanOrEqualTo(30);
    assertThat(classes.stream().map(JavaClass::getSimpleName)).doesNotContainAnyElementsOf(RETIRED);
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

  static Stream<Arguments> importsOfOursOnly() {
    return Stream.of(
        arguments("api", ""),
        arguments("volcengine", ""),
        arguments("calls", "volcengine api"),
        arguments("remote", "volcengine"),
        arguments("plan", "api volcengine calls remote"),
        arguments("claim", "api volcengine"),
        arguments("account", "api volcengine calls remote"),
        arguments("engine", "api volcengine calls remote plan claim account"),
        arguments("leader", ""),
        arguments("operator", "api volcengine calls remote plan claim account engine leader"),
        arguments("cli", "api volcengine calls remote plan claim account engine leader operator"),
        arguments("simulator", "volcengine"));
  }

  @Test
  void theCallQueueKnowsObjectsByTheirIdentityOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("calls"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(in("api"))
                    .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("ObjectId")))));
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
  void theEngineHasNeitherClientNorSdkNorThreads() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("engine"))
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
            .resideInAnyPackage(in("plan"), in("claim"), in("api"), in("engine"))
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

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }
}
