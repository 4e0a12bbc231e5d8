package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.ServiceProfile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("docs/capacity.md")
class CapacityPageTest {
  private static final String PAGE = "docs/capacity.md";
  private static final int PERIOD = 600;
  private static final int SWEEP_SHARE = 10;
  private static final int MIB = 1024 * 1024;
  private static final String BOUND =
      "(?m)^\\| `heap` \\| heap per object, [^|]*\\| ≤ ([0-9,]+) bytes \\|";

  @ParameterizedTest(name = "is worked out by its formulas: {0}")
  @MethodSource("calls")
  void calls(List<String> row) {
    BigDecimal objects = number(row.get(1));
    BigDecimal scopes = number(row.get(2));
    BigDecimal rate =
        BigDecimal.valueOf(ServiceProfile.ofWord(row.getFirst()).orElseThrow().callsPerSecond());
    BigDecimal sweeps = over(scopes, BigDecimal.valueOf(PERIOD));

    assertThat(row.subList(3, 10))
        .containsExactly(
            text(sweeps, 2),
            text(over(sweeps, rate).movePointRight(2), 1) + " %",
            text(rate.subtract(sweeps), 2),
            text(over(objects, rate), 0) + " s",
            text(over(objects.add(scopes), rate), 0) + " s",
            text(over(scopes, rate), 0) + " s",
            text(over(scopes.multiply(BigDecimal.valueOf(SWEEP_SHARE)), rate), 0) + " s");
  }

  static Stream<List<String>> calls() {
    return Pages.rows(PAGE)
        .filter(
            row ->
                Stream.of(ServiceProfile.values()).anyMatch(p -> p.word().equals(row.getFirst())));
  }

  @Test
  void hasEachSizeForBothProfiles() {
    assertThat(calls().map(row -> row.getFirst() + " " + row.get(1)))
        .containsExactlyElementsOf(
            Stream.of(ServiceProfile.values())
                .flatMap(
                    profile ->
                        Stream.of("100", "1,000", "10,000")
                            .map(size -> profile.word() + " " + size))
                .toList());
  }

  @Test
  void countsOnAsMuchHeapAsTheBenchmarksBoundSays() {
    List<List<String>> rows = Pages.rows(PAGE).filter(row -> row.get(1).endsWith(" MiB")).toList();

    assertThat(rows.stream().map(List::getFirst)).containsExactly("100", "1,000", "10,000");
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.get(1))
                    .isEqualTo(
                        text(
                                over(
                                    number(row.getFirst()).multiply(bytesPerObject()),
                                    BigDecimal.valueOf(MIB)),
                                1)
                            + " MiB"));
  }

  @Test
  void namesTheLaunchersHeapThePeriodThatIsTheDefaultAndTheSweepsShare() {
    assertThat(Pages.text(PAGE)).contains("The launcher sets `-Xmx" + launchersHeap() + "m`");
    assertThat(Pages.text("docs/install.md")).contains("| `SYNC_PERIOD` | `10m` |");
    assertThat(Pages.text("src/main/java/dev/livecallback/calls/CallDispatcher.java"))
        .contains("SWEEP_SHARE = " + SWEEP_SHARE + ";");
    assertThat(Pages.text(PAGE)).contains("default sync period of " + PERIOD + " s");
  }

  @Test
  void addsToTheHeapAndToTheLimitWhatItsRuleOfThumbSays() {
    Matcher example =
        found(
            PAGE,
            "([0-9,]+) more, say `LIVECALLBACK_JAVA_OPTS=-Xmx(\\d+)m` and a limit of (\\d+)Mi");
    int more = number(example.group(1)).multiply(bytesPerObject()).intValue() * 2 / MIB;
    int heap = Integer.parseInt(example.group(2));
    int limit =
        Integer.parseInt(
            found("deploy/manifests/deployment.yaml", "limits:\\s+memory: (\\d+)Mi").group(1));

    assertThat(heap - launchersHeap()).isBetween(more, more + 32);
    assertThat(Integer.parseInt(example.group(3)) - limit).isEqualTo(heap - launchersHeap());
  }

  private static BigDecimal bytesPerObject() {
    return number(found("docs/performance.md", BOUND).group(1));
  }

  /** The heap that the launcher sets, in MiB. */
  private static int launchersHeap() {
    return Integer.parseInt(found("src/main/launcher/java.options", " -Xmx(\\d+)m").group(1));
  }

  private static Matcher found(String file, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(Pages.text(file));
    assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
    return matcher;
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.replace(",", ""));
  }

  private static BigDecimal over(BigDecimal dividend, BigDecimal divisor) {
    return dividend.divide(divisor, 20, RoundingMode.HALF_UP);
  }

  private static String text(BigDecimal number, int decimals) {
    return String.format(
        Locale.ROOT, "%,." + decimals + "f", number.setScale(decimals, RoundingMode.HALF_UP));
  }
}
