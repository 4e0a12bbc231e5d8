package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made-up project with a copy of {@code tools/build-report}, and a clock that the test sets. */
@DisplayName("The report of a build")
class BuildReportTest {
  private Path project = Path.of("");
  private Instant began = Instant.EPOCH;

  @BeforeEach
  void begins(@TempDir Path folder) throws IOException {
    project = folder;
    Path script = Files.createDirectory(project.resolve("tools")).resolve("build-report");
    Files.copy(Path.of("tools/build-report"), script);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path date = Files.createDirectory(project.resolve("bin")).resolve("date");
    Files.writeString(date, "#!/bin/sh\ncat \"$CLOCK\"\n");
    assertThat(date.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(project.resolve("target/surefire-reports"));
    Files.createDirectories(project.resolve("target/failsafe-reports"));
    report(1_000, "begin");
    began = Files.getLastModifiedTime(project.resolve("target/build-times.begin")).toInstant();
  }

  @Test
  void saysInTenLinesHowLongEachPartTookAndWhatWasSkippedAndWhy() throws IOException {
    suite("surefire", "a.ATest", "1.4", "passed", "Install A.");
    suite("surefire", "a.BTest", "1,003.5", "passed", "passed");
    suite("surefire", "a.CTest", "20.2", "passed", "Install &quot;B&quot;, it isn&apos;t there.");
    suite("surefire", "a.DTest", "3", "passed", "Install A.", "Install C.");
    suite("surefire", "a.ETest", "4", "passed", "Install D.&#10;More of it.", "Install D.");
    suite("failsafe", "b.AIT", "317.04", "passed", "Install A.", "Install C.");
    suite("failsafe", "b.BIT", "0.2", "Install E.", "Install C.");
    suite("failsafe", "b.OfAnEarlierBuildIT", "999", "Install F.");
    touch("failsafe", "b.OfAnEarlierBuildIT", began.minusSeconds(60));
    report(1_048, "after", "compiling");
    report(1_100, "after", "unit tests");
    report(1_109, "after", "packaging");
    report(1_700, "after", "integration tests");

    assertThat(report(9_999, "print"))
        .containsExactly(
            "compiling            48 s",
            "unit tests           52 s   12 tests in 5 classes;"
                + " the slowest: BTest 1004 s, CTest 20 s, ETest 4 s, DTest 3 s",
            "packaging             9 s",
            "integration tests   591 s   5 tests in 2 classes; the slowest: AIT 317 s, BIT 0 s",
            "all of it           700 s",
            "skipped              10",
            "                   3 × Install C.",
            "                   3 × Install A.",
            "                   2 × Install D.",
            "                   1 × Install E.");
  }

  @Test
  void saysThatNothingWasSkippedAndOfAPartWithoutTestsOnlyItsTime() throws IOException {
    report(1_001, "after", "compiling");
    report(1_003, "after", "unit tests");

    assertThat(report(1_003, "print"))
        .containsExactly(
            "compiling             1 s",
            "unit tests            2 s",
            "all of it             3 s",
            "skipped               0     nothing was missing");
  }

  @Test
  void listsEveryClassOfTheLastBuildTheSlowestFirst() throws IOException {
    suite("surefire", "a.ATest", "1.4", "passed", "Install A.");
    suite("failsafe", "b.AIT", "1,317.04", "passed");
    suite("failsafe", "b.OfAnEarlierBuildIT", "999", "passed");
    touch("failsafe", "b.OfAnEarlierBuildIT", began.minusSeconds(60));

    assertThat(report(1_000, "classes"))
        .containsExactly(" 1317.0 s     1 tests  b.AIT", "    1.4 s     2 tests  a.ATest");
  }

  @Test
  void takesNoOtherWord() {
    CommandResult refused = run(1_000, "say");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.stderr()).contains("build-report begin", "build-report classes");
  }

  /**
   * What Maven writes of a class.
   *
   * @param outcomes of its tests: {@code passed}, or why one was skipped, as XML
   */
  private void suite(String plugin, String name, String seconds, String... outcomes)
      throws IOException {
    String cases =
        Stream.of(outcomes)
            .map(
                outcome -> outcome.equals("passed") ? "" : "<skipped message=\"" + outcome + "\"/>")
            .map(inner -> "  <testcase name=\"t\" classname=\"x\" time=\"9\">" + inner)
            .map(test -> test + "\n  </testcase>\n")
            .collect(Collectors.joining());
    Files.writeString(
        file(plugin, name),
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite xmlns:xsi="x" version="3.0.2" name="%s" time="%s" tests="0" skipped="0">
          <properties>
            <property name="name" value="time"/>
          </properties>
        %s</testsuite>
        """
            .formatted(name, seconds, cases));
    touch(plugin, name, began.plusSeconds(60));
  }

  private void touch(String plugin, String name, Instant when) throws IOException {
    Files.setLastModifiedTime(file(plugin, name), FileTime.from(when));
  }

  private Path file(String plugin, String name) {
    return project.resolve("target/" + plugin + "-reports/TEST-" + name + ".xml");
  }

  private List<String> report(int second, String... arguments) {
    return run(second, arguments).succeeded().stdout().lines().map(String::stripTrailing).toList();
  }

  private CommandResult run(int second, String... arguments) {
    try {
      Files.writeString(project.resolve("clock"), second + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Command.run(
        Stream.concat(
                Stream.of(project.resolve("tools/build-report").toString()), Stream.of(arguments))
            .toList(),
        Map.of(
            "PATH",
            project.resolve("bin") + ":" + System.getenv("PATH"),
            "CLOCK",
            project.resolve("clock").toString()),
        "");
  }
}
