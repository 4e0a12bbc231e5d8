package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/reasons.md")
class ReasonsPageTest {
  private static final Path PAGE = Path.of(ReasonsPage.FILE);

  @Generates
  @Test
  void isWhatTheCodeSays() {
    Generated.check(PAGE, ReasonsPage.text());
  }

  @Test
  void hasOneHeadingForEachWordWhichIsItsAnchor() {
    Stream<String> words =
        Stream.concat(
            Stream.of(Reason.values()).map(Reason::word),
            Stream.of(AccountReason.values()).map(AccountReason::word));

    assertThat(ReasonsPage.text().lines().filter(line -> line.startsWith("#")))
        .doesNotHaveDuplicates()
        .containsAll(words.map(word -> "### " + word).collect(Collectors.toSet()));
  }

  @Test
  void hasTheEventsThatPlannerMdHas() {
    assertThat(EventReasons.words()).isEqualTo(EventReasons.planned());
  }

  /** The tests of those pages run what is in them. */
  @Test
  void hasNoCommandThatIsNotRunByTheTestOfAnotherPage() throws IOException {
    Set<String> run;
    try (Stream<Path> runbooks = Files.list(Path.of("docs/runbooks"))) {
      run =
          Stream.concat(runbooks.map(Path::toString), Stream.of("docs/policies.md"))
              .flatMap(ReasonsPageTest::commandsIn)
              .collect(Collectors.toSet());
    }

    assertThat(commandsIn(ReasonsPage.FILE)).hasSizeGreaterThan(20).allMatch(run::contains);
  }

  private static Stream<String> commandsIn(String page) {
    return Pages.blocks(page, "sh").stream()
        .flatMap(String::lines)
        .map(
            line ->
                line.replace("--namespace streaming ", "")
                    .replace("sports-recordings", "stream-started")
                    .replace(" --patch ", " -p "));
  }
}
