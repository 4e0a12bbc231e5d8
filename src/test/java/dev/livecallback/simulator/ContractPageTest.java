package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What nobody has seen is numbered, and the simulator can play it otherwise. */
@DisplayName("The table of what no source states")
class ContractPageTest {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]*)\\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Pattern KNOB = Pattern.compile("`(\\w+)`");

  /** It says how quick the simulator is, and nothing of the cloud. */
  private static final String OF_THE_SIMULATOR = "latencyMillis";

  private static List<List<String>> rows() throws IOException {
    String page = Files.readString(Path.of("docs/contract.md"));
    String section =
        page.substring(page.indexOf("## 8. What no source states"), page.indexOf("## 9. "));
    return ROW.matcher(section)
        .results()
        .map(row -> IntStream.rangeClosed(1, row.groupCount()).mapToObj(row::group).toList())
        .toList();
  }

  @Test
  void isNumberedWithoutAGap() throws IOException {
    assertThat(rows())
        .extracting(List::getFirst)
        .isNotEmpty()
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, rows().size()).mapToObj(String::valueOf).toList());
  }

  @Test
  void hasEachKnobOnceAndNoOther() throws IOException {
    List<String> knobs =
        new Knobs(false, 10, 0)
            .shown().properties().stream()
                .map(Map.Entry::getKey)
                .filter(knob -> !knob.equals(OF_THE_SIMULATOR))
                .toList();

    assertThat(rows())
        .flatExtracting(
            row -> KNOB.matcher(row.get(3)).results().map(found -> found.group(1)).toList())
        .containsExactlyInAnyOrderElementsOf(knobs);
  }
}
