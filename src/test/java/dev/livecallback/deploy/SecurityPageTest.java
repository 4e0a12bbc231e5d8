package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the tests which it names are there, {@code DocsTest} looks after. */
@DisplayName("docs/security.md")
class SecurityPageTest {
  private static final String PAGE = "docs/security.md";
  private static final Pattern TEST = Pattern.compile("`\\w+(Test|IT)`");

  /** What isn't about what the operator does. */
  private static final List<String> ADVICE = List.of("What to decide", "Report a vulnerability");

  @ParameterizedTest(name = "names the test of: {0}")
  @MethodSource("claims")
  void namesATest(String claim) {
    assertThat(claim).containsPattern(TEST);
  }

  @Test
  void makesAGoodManyClaims() {
    assertThat(claims()).hasSizeGreaterThan(30);
  }

  /** Each item of a list and each row of a table. */
  static Stream<String> claims() {
    return Arrays.stream(Pages.text(PAGE).split("(?m)^## "))
        .skip(1)
        .filter(section -> ADVICE.stream().noneMatch(section::startsWith))
        .flatMap(section -> Stream.concat(items(section), rows(section)));
  }

  private static Stream<String> items(String section) {
    return Pattern.compile("(?ms)^- .*?(?=^- |^\\||^$|\\z)")
        .matcher(section)
        .results()
        .map(item -> item.group().strip());
  }

  private static Stream<String> rows(String section) {
    return Pattern.compile("(?ms)^\\| ---.*?\\n((?:^\\|.*?\\n)+)")
        .matcher(section)
        .results()
        .flatMap(table -> table.group(1).lines());
  }
}
