package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.settings.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code docs/simulator.md} names everything that there is, and its commands work. */
class SimulatorPageTest {
  private static final Path PAGE = Path.of("docs/simulator.md");
  private static final Pattern CURL =
      Pattern.compile(
          "(?m)^curl -s(?: -X (?<method>[A-Z]+))? '?http://127\\.0\\.0\\.1:840(?<port>[01])(?<path>/[^' ]*)'?"
              + "(?: -d '(?<body>[^']*)')?$");

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  private static List<String> flags() {
    return new CommandLine(new SimulatorCommand(Map.of()))
        .getCommandSpec().options().stream()
            .map(option -> option.longestName())
            .filter(name -> !name.equals("--help") && !name.equals("--version"))
            .toList();
  }

  @ParameterizedTest(name = "names {0}")
  @MethodSource
  void names(String name) throws IOException {
    assertThat(page()).contains("| `" + name + "` |");
  }

  static Stream<String> names() {
    Stream<String> knobs =
        new Knobs(false, 10, 0).shown().properties().stream().map(knob -> knob.getKey());
    Stream<String> effects = Stream.of(FaultJson.EFFECTS.split(", ", -1));
    return Stream.of(flags().stream(), knobs, effects).flatMap(each -> each);
  }

  @Test
  void namesNoFlagThatIsNotThere() throws IOException {
    assertThat(Pattern.compile("(?m)^\\| `(--[a-z-]+)`").matcher(page()).results())
        .extracting(found -> found.group(1))
        .containsExactlyInAnyOrderElementsOf(flags());
  }

  @Test
  void namesTheVariableAndTheDefaultOfEveryFlag() throws IOException {
    String page = page();
    for (Setting<?> setting : SimulatorSetting.ALL) {
      String row = "| `%s` | `%s` | ".formatted(setting.option().orElseThrow(), setting.variable());
      boolean shown = !setting.byDefault().isEmpty() && setting != SimulatorSetting.QUOTA;
      assertThat(page).contains(shown ? row + "`" + setting.byDefault() + "` |" : row);
    }
    assertThat(SimulatorSetting.ALL.stream().map(setting -> setting.option().orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(flags());
    assertThat(page).contains(SimulatorConfig.DEMO_ACCESS_KEY_ID);
    assertThat(page).contains(SimulatorConfig.DEMO_SECRET_ACCESS_KEY);
  }

  /** Whoever begins with a section has started a simulator, and nothing more. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void showsCommandsThatWork(String section, List<String> commands) throws IOException {
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.local())) {
      Http admin = new Http(simulator.adminEndpoint());
      Http cloud = new Http(simulator.endpoint());
      for (String command : commands) {
        Matcher curl = CURL.matcher(command);
        assertThat(curl.matches()).as(command).isTrue();
        String body = Optional.ofNullable(curl.group("body")).orElse("");
        String method =
            Optional.ofNullable(curl.group("method")).orElse(body.isEmpty() ? "GET" : "POST");

        Http http = curl.group("port").equals("0") ? cloud : admin;
        Http.Reply reply = http.send(method, curl.group("path"), body);

        assertThat(reply.status())
            .as(section + ": " + command + " -> " + reply.body())
            .isEqualTo(200);
      }
    }
  }

  static Stream<Arguments> showsCommandsThatWork() throws IOException {
    List<String> sections =
        Stream.of(page().split("(?m)^## ", -1))
            .filter(section -> section.contains("\ncurl "))
            .toList();
    assertThat(sections).hasSize(4);
    return sections.stream()
        .map(
            section ->
                arguments(
                    section.lines().findFirst().orElse(""),
                    section.lines().filter(line -> line.startsWith("curl ")).toList()));
  }

  @Test
  void showsHowToStartWithTwoAccounts() throws IOException {
    String section = page().substring(page().indexOf("## Accounts, users, roles"));
    String command = section.split("```\n", -1)[1].replace("\\\n", " ").strip();
    String[] words = command.split("\\s+", -1);
    List<String> flags = new ArrayList<>(List.of(words).subList(2, words.length));
    flags.addAll(List.of("--port", "0", "--admin-port", "0"));

    int exit =
        new CommandLine(
                new SimulatorCommand(
                    Map.of(),
                    simulator -> {
                      SimulatedAccounts accounts = simulator.accounts();
                      assertThat(accounts.ids()).containsExactly("2100000001", "2100000002");
                      assertThat(accounts.keys("2100000001"))
                          .extracting(SimulatedAccounts.AccessKey::user)
                          .containsExactly("root", "alice");
                      assertThat(accounts.vhosts("2100000001")).containsExactly("push.example.com");
                      assertThat(simulator.roles().names())
                          .containsExactly("trn:iam::2100000001:role/live");
                    }))
            .setOut(new PrintWriter(Writer.nullWriter()))
            .execute(flags.toArray(String[]::new));

    assertThat(exit).isZero();
  }

  @Test
  void showsKnobsWithTheValuesThatTheyTake() throws IOException {
    Knobs knobs = new Knobs(false, 10, 0);
    int checked = 0;
    for (String line : page().lines().toList()) {
      Matcher row = Pattern.compile("\\| `([a-zA-Z]+)` \\| ([^|]*) \\| .*").matcher(line);
      if (!row.matches() || !knobs.shown().has(row.group(1))) {
        continue;
      }
      checked++;
      String[] values = row.group(2).replace("..", ",").replace(" ", "").split(",", -1);
      for (String value : values) {
        ObjectNode change =
            Json.readObject(ByteString.encodeUtf8(json(row.group(1), value))).orElseThrow();
        assertThatCode(() -> knobs.patch(change)).as(line).doesNotThrowAnyException();
      }
      assertThat(new Knobs(false, 10, 0).shown().get(row.group(1)))
          .as("the first value is the default")
          .isEqualTo(
              Json.readObject(ByteString.encodeUtf8(json(row.group(1), values[0])))
                  .orElseThrow()
                  .get(row.group(1)));
    }
    assertThat(checked).isEqualTo(knobs.shown().size());
  }

  private static String json(String knob, String shown) {
    String value = shown.replace("`", "");
    boolean bare = value.matches("\\d+|true|false");
    return "{\"%s\": %s}".formatted(knob, bare ? value : "\"" + value + "\"");
  }
}
