package dev.livecallback.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's formula is read from it, and tried in virtual time. */
@DisplayName("The timeout that docs/flux.md gives for a first sync")
class FluxTimeoutTest {
  private static final int VOLCENGINE = 10;
  private static final int BYTEPLUS = 1;
  private static final Pattern FORMULA =
      Pattern.compile(
          "(?m)^timeout ≥ (\\d+) s \\+ ([\\d.]+) × \\(objects \\+ scopes\\) / calls per second$");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d,]+) s \\| ([\\d,]+) s \\|$");

  private static String page;
  private static MatchResult formula;

  @BeforeAll
  static void readsThePage() throws IOException {
    page = Files.readString(Path.of("docs/flux.md"));
    formula = FORMULA.matcher(page).results().findFirst().orElseThrow();
  }

  @ParameterizedTest(name = "is enough for {0} objects in {1} scopes at {2} calls a second")
  @CsvSource({
    "60, 1, 1",
    "60, 6, 1",
    "60, 60, 1",
    "200, 200, 1",
    "300, 1, 10",
    "300, 15, 10",
    "300, 300, 10"
  })
  void isEnough(int objects, int scopes, int rate) {
    List<History.TimedAct> steps =
        IntStream.range(0, objects).mapToObj(number -> create(number, scopes)).toList();
    SimulatedWorld world =
        new SimulatedWorld(new History(1, Quirks.calm(rate), steps), Seams.NONE, false);

    world.begin();
    world.time.runUntil(seconds(objects, scopes, rate) * 1000);

    assertThat(world.server.objects().values())
        .hasSize(objects)
        .allSatisfy(object -> assertThat(ready(object).holds()).isTrue());
  }

  @Test
  void isWorkedOutInItsTable() {
    List<MatchResult> rows = ROW.matcher(page).results().toList();

    assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
    assertThat(rows)
        .allSatisfy(
            row -> {
              int objects = number(row.group(1));
              int scopes = number(row.group(2));
              assertThat(row.group(3)).isEqualTo(text(seconds(objects, scopes, VOLCENGINE)));
              assertThat(row.group(4)).isEqualTo(text(seconds(objects, scopes, BYTEPLUS)));
            });
  }

  private static long seconds(int objects, int scopes, int rate) {
    double calls = Double.parseDouble(formula.group(2)) * (objects + scopes);
    return (long) Math.ceil(number(formula.group(1)) + calls / rate);
  }

  private static int number(String text) {
    return Integer.parseInt(text.replace(",", ""));
  }

  private static String text(long seconds) {
    return String.format(Locale.ROOT, "%,d", seconds);
  }

  private static History.TimedAct create(int number, int scopes) {
    SpecDraft.DraftPlace place =
        new SpecDraft.DraftPlace(
            Scope.vhost("first" + number % scopes + ".example.com"),
            "app" + number,
            MessageType.PUSH);
    SpecDraft.DraftBody body =
        new SpecDraft.DraftBody(List.of("https://one.example.com"), false, null);
    return new History.TimedAct(
        0,
        new WorldAct.Create(
            "first-" + number, new SpecDraft(place, body, SpecDraft.DraftPolicies.DEFAULT)));
  }

  private static Condition ready(LiveCallback object) {
    return object.statusOrEmpty().condition(ConditionType.READY).orElseThrow();
  }
}
