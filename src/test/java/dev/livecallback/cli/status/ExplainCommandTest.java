package dev.livecallback.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.Main;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Reason;
import dev.livecallback.cli.PlainText;
import dev.livecallback.deploy.Pages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

@DisplayName("livecallback explain")
class ExplainCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.prepared(new CommandLine(new ExplainCommand()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @ParameterizedTest
  @MethodSource("words")
  void printsWhatThePageHasOfAReason(String word) {
    String section =
        Pages.text("docs/reasons.md")
            .split("(?m)^### " + Pattern.quote(word) + "$", 2)[1]
            .split("(?m)^##", 2)[0];

    assertThat(run(word.toLowerCase(Locale.ROOT))).isZero();

    String unwrapped = out.toString().replaceAll("\\s+", " ");
    assertThat(section.lines().filter(line -> line.matches("- (Cause|Remedy|Ends.*?): .*")))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(unwrapped).contains(PlainText.ofMarkdown(line.substring(2))));
    assertThat(section.lines().filter(line -> line.startsWith("kubectl")))
        .allSatisfy(line -> assertThat(out.toString()).contains("    " + line + "\n"));
    assertThat(unwrapped).doesNotContain("](", "`");
    assertThat(err.toString()).isEmpty();
  }

  static Stream<String> words() {
    return Stream.concat(
            Arrays.stream(Reason.values()).map(Reason::word),
            Arrays.stream(AccountReason.values()).map(AccountReason::word))
        .distinct();
  }

  @Test
  void isOfBothKindsWhereBothHaveIt() {
    run("paused");

    assertThat(out.toString())
        .contains("Paused of a LiveCallback: ", "\n\nPaused of a LiveAccount: ");
  }

  @Test
  void namesWhatIsAlikeOrAll() {
    assertThat(run("conflikt")).isOne();
    assertThat(run("nope")).isOne();

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "explain: There is no reason \"conflikt\": choose what is alike:"
                            + " Conflict, Contested."),
            line ->
                assertThat(line)
                    .contains("choose one of AccountMismatch, ", ", Writing, WrongEndpoint."));
  }
}
