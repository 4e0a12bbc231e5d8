package dev.livecallback;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Writing and comparing are one call, so that what passes here is what the script would write. */
@DisplayName("tools/generate")
class GenerateTest {
  private static final Path SCRIPT = Path.of("tools/generate");

  /** Step, part and test of a row of the script's table. */
  private static final Pattern ROW = Pattern.compile("(?m)^([1-4]) ([a-z]+) +(\\w+(?:Test|IT)) ");

  private static JavaClasses tests;

  @BeforeAll
  static void readsTheTests() {
    tests =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("dev.livecallback");
  }

  @Test
  void namesEveryTestThatGeneratesAndNoOther() throws IOException {
    List<String> generators =
        tests.stream()
            .filter(each -> each.getMethods().stream().anyMatch(GenerateTest::generates))
            .map(JavaClass::getSimpleName)
            .toList();

    assertThat(rows().stream().map(row -> row.group(3)))
        .hasSizeGreaterThan(5)
        .containsExactlyInAnyOrderElementsOf(generators);
  }

  @Test
  void findsAllThatComparesAGeneratedFileByItsMark() {
    codeUnits()
        .that(
            DescribedPredicate.describe(
                "compare a generated file",
                unit ->
                    unit.getCallsFromSelf().stream()
                        .map(JavaCall::getTargetOwner)
                        .anyMatch(owner -> owner.isEquivalentTo(Generated.class))))
        .and()
        .areDeclaredInClassesThat()
        .areNotAssignableTo(Generated.class)
        .should()
        .beAnnotatedWith(Generates.class)
        .check(tests);
  }

  @Test
  void saysWhichPartsThereAre() throws IOException {
    Set<String> parts =
        rows().stream().map(row -> row.group(2)).collect(Collectors.toCollection(TreeSet::new));

    assertThat(Files.readString(SCRIPT).lines().filter(line -> line.contains("single parts: ")))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.split("single parts: ", 2)[1].split(", ", -1))
                    .containsExactlyInAnyOrderElementsOf(parts));
  }

  private static boolean generates(JavaMethod method) {
    return method.isAnnotatedWith(Generates.class);
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(SCRIPT)).results().toList();
  }
}
