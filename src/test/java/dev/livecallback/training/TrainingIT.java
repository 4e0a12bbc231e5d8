package dev.livecallback.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the image build does with the program, with this machine's JDK; {@code tools/image} does all
 * of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("On the runtime of the image")
@Slow
class TrainingIT {
  private static final Path APP = Path.of("target/app").toAbsolutePath();
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Path folder = Path.of("");
  private Path runtime = Path.of("");
  private Path cache = Path.of("");

  @BeforeAll
  void trains(@TempDir Path folder) throws IOException {
    this.folder = folder;
    runtime = folder.resolve("java");
    cache = folder.resolve("livecallback.aot");
    run(JDK.resolve("bin/jlink"), "--add-modules", modules(), "--output", runtime.toString());
    List<String> training = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path")));
    training.addAll(List.of(Training.class.getName(), cache.toString()));
    training.addAll(program(runtime));
    run(JDK.resolve("bin/java"), training.toArray(String[]::new));
  }

  @Test
  void theOperatorWorksAndItsCacheIsUsed() {
    assertThat(version(runtime, cache, "-XX:AOTMode=on"))
        .singleElement()
        .asString()
        .startsWith("livecallback ");
  }

  @Test
  void aCacheOfAnotherJvmIsNotUsedAndNotSpokenOf() {
    assertThat(version(JDK, cache, "-Dany=thing"))
        .singleElement()
        .asString()
        .startsWith("livecallback ");
    assertThat(version(JDK, cache, "-XX:AOTMode=on"))
        .as("a proof that is one")
        .noneMatch(line -> line.startsWith("livecallback "));
  }

  @Test
  void aCacheThatIsNoneIsNotSpokenOfEither() throws IOException {
    Path none = Files.writeString(folder.resolve("none.aot"), "none");

    assertThat(version(runtime, none, "-Dany=thing"))
        .singleElement()
        .asString()
        .startsWith("livecallback ");
    assertThat(version(runtime, folder.resolve("nowhere.aot"), "-Dany=thing"))
        .singleElement()
        .asString()
        .startsWith("livecallback ");
  }

  private static String modules() throws IOException {
    Matcher modules =
        Pattern.compile("jlink --add-modules (\\S+)")
            .matcher(Files.readString(Path.of("Dockerfile")));
    assertThat(modules.find()).isTrue();
    return modules.group(1);
  }

  private static List<String> program(Path java, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(java.resolve("bin/java").toString(), "@" + APP.resolve("bin/java.options")));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", APP.resolve("lib/app.jar").toString(), "dev.livecallback.Main"));
    return command;
  }

  private static List<String> version(Path java, Path cache, String option) {
    List<String> command = program(java, "-XX:AOTCache=" + cache, option);
    command.add("--version");
    try (ChildProcess child = ChildProcess.start(command, Map.of())) {
      int _ = child.awaitExit(PATIENCE);
      return child.lines();
    }
  }

  private static void run(Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try (ChildProcess child = ChildProcess.start(command, Map.of())) {
      assertThat(child.awaitExit(PATIENCE)).as("%s", child.lines()).isZero();
    }
  }
}
