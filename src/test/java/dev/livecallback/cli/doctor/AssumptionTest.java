package dev.livecallback.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The assumptions that doctor knows")
class AssumptionTest {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]*)\\| ([^|]+) \\| ([^|]+) \\|$");

  private static List<MatchResult> rows() throws IOException {
    String page = Files.readString(Path.of("docs/contract.md"));
    return ROW.matcher(
            page.substring(page.indexOf("## 8. What no source states"), page.indexOf("## 9. ")))
        .results()
        .toList();
  }

  @Test
  void areTheRowsOfTheContractWordForWord() throws IOException {
    assertThat(
            Arrays.stream(Assumption.values())
                .map(
                    each ->
                        List.of(
                            String.valueOf(each.number()),
                            each.text(),
                            each.concernsCell(),
                            each.otherwise())))
        .containsExactlyElementsOf(
            rows().stream()
                .map(row -> List.of(row.group(1), row.group(2), row.group(3), row.group(6)))
                .toList());
  }

  /**
   * A row that a knob turns is named by doctor when it is, or the contract says why it can't be.
   */
  @Test
  void areNamedWhereAKnobTurnsThemOrItIsSaidWhyNot() throws IOException {
    List<String> seen =
        Stream.of(
                DoctorCommandTest.knobs().map(each -> (String) each.get()[0]),
                DoctorCommandTest.throttled().map(each -> (String) each.get()[0]),
                Stream.of("emptyResult", "staleReadMillis"))
            .flatMap(each -> each)
            .toList();

    for (MatchResult row : rows()) {
      String knobs = row.group(4).strip();
      if (knobs.isEmpty()) {
        continue;
      }
      for (String knob : knobs.replace("`", "").split(", ", -1)) {
        boolean tested = seen.stream().anyMatch(each -> each.contains(knob));
        assertThat(tested || row.group(5).startsWith("no:") || row.group(5).contains("with a role"))
            .as("row %s, knob %s", row.group(1), knob)
            .isTrue();
      }
    }
    assertThat(rows().stream().map(row -> row.group(4)).collect(Collectors.joining()))
        .contains("maskKey");
  }
}
