package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GlobTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void matches(String situation, Glob glob, String text, boolean expected) {
    assertThat(glob.matches(text)).isEqualTo(expected);
  }

  static Stream<Arguments> matches() {
    return Stream.of(
        arguments("without a star it is the text itself", Glob.any("team-a"), "team-a", true),
        arguments("and not a longer one", Glob.any("team"), "team-a", false),
        arguments("nothing matches nothing", Glob.any(""), "", true),
        arguments("and nothing else", Glob.any(""), "a", false),
        arguments("a star matches nothing", Glob.any("*"), "", true),
        arguments("but not where it needs something", Glob.some("*"), "", false),
        arguments("a star at the end", Glob.any("team-*"), "team-a", true),
        arguments("or for nothing", Glob.any("team-*"), "team-", true),
        arguments("but not for nothing", Glob.some("team-*"), "team-", false),
        arguments("a star at the beginning", Glob.any("*-a"), "team-a", true),
        arguments("beginning and end don't overlap", Glob.any("aba*aba"), "ababa", false),
        arguments("a star between them", Glob.any("a*c"), "abbc", true),
        arguments("two stars are two characters", Glob.some("a**"), "ab", false),
        arguments("other signs are themselves", Glob.any("a.c?[x]\\$"), "abc?[x]\\$", false));
  }

  @Property(tries = 5000)
  void agreesWithAnExpressionThatSaysTheSame(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    String quoted = "\\Q" + pattern.replace("*", "\\E.STAR\\Q") + "\\E";

    assertThat(Glob.any(pattern).matches(text))
        .isEqualTo(Pattern.matches(quoted.replace("STAR", "*"), text));
    assertThat(Glob.some(pattern).matches(text))
        .isEqualTo(Pattern.matches(quoted.replace("STAR", "+"), text));
  }

  @Property(tries = 5000)
  void aStarInANameStaysWithinALabel(
      @ForAll("namePatterns") String pattern, @ForAll("names") String name) {
    String quoted = "\\Q" + pattern.replace("*", "\\E[^.]+\\Q") + "\\E";

    assertThat(NameGlob.of(pattern).matches(name))
        .isEqualTo(Pattern.compile(quoted, Pattern.CASE_INSENSITIVE).matcher(name).matches());
  }

  @Provide
  static Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab*").ofMaxLength(8);
  }

  @Provide
  static Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab").ofMaxLength(10);
  }

  @Provide
  static Arbitrary<String> namePatterns() {
    return Arbitraries.strings().withChars("aB.**").ofMaxLength(8);
  }

  @Provide
  static Arbitrary<String> names() {
    return Arbitraries.strings().withChars("Ab.").ofMaxLength(10);
  }

  @Test
  void noTextMakesItSlow() {
    Glob glob = Glob.any("*a".repeat(1000) + "b");
    String text = "a".repeat(100_000);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(glob.matches(text)).isFalse());
  }
}
