package dev.livecallback.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project that has nothing to build with but its scripts: whatever they started would fail. */
@DisplayName("The demo says in one sentence what is missing, before it starts anything")
class DemoNeedsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of the machine; no Go, no curl, no Java. */
  private static final List<String> PROGRAMS =
      List.of(
          "bash",
          "cat",
          "cut",
          "dirname",
          "grep",
          "head",
          "mkdir",
          "mktemp",
          "mv",
          "ps",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sh",
          "sleep",
          "tail",
          "tr",
          "uname");

  private final Map<String, String> environment = new HashMap<>();
  private Path machine = Path.of("");

  @BeforeEach
  void makeAMachineAndAProject(@TempDir Path folder) throws IOException {
    machine = folder.toRealPath();
    Path programs = Files.createDirectory(machine.resolve("programs"));
    for (String name : PROGRAMS) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        if (Files.exists(Path.of(place + name))) {
          script(programs.resolve(name), "exec %s%s \"$@\"".formatted(place, name));
        }
      }
    }
    for (String file :
        List.of(
            "demo",
            "tools/demo/demo",
            "tools/control-plane/control-plane",
            "tools/control-plane/go.mod",
            "src/main/launcher/find-java")) {
      Path copy = machine.resolve("project").resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(file), copy);
      assertThat(copy.toFile().setExecutable(true)).isTrue();
    }
    environment.put("PATH", programs.toString());
    environment.put("HOME", machine.resolve("home").toString());
    environment.put("XDG_CACHE_HOME", "");
    environment.put("KUBEBUILDER_ASSETS", "");
    environment.put("FIND_JAVA_ROOT", machine.toString());
    environment.put("TMPDIR", machine.toString());
  }

  @ParameterizedTest(name = "./demo {0}")
  @ValueSource(strings = {"", "--check"})
  void aJdkThatIsNewEnough(String mode) throws IOException {
    environment.put("JAVA_HOME", jdk("17.0.15").toString());

    assertThat(sentence(mode)).contains("A JDK of Java 25 or newer", "Java 17", "install one");
  }

  @ParameterizedTest(name = "./demo {0}")
  @ValueSource(strings = {"", "--check"})
  void goWhereAnApiServerHasToBeBuilt(String mode) throws IOException {
    environment.put("JAVA_HOME", jdk("25.0.3").toString());

    assertThat(sentence(mode)).contains("install Go 1.26 or newer, or set KUBEBUILDER_ASSETS");
  }

  private String sentence(String mode) {
    List<String> command = List.of("/bin/bash", machine + "/project/demo");
    if (!mode.isEmpty()) {
      command = List.of("/bin/bash", machine + "/project/demo", mode);
    }
    try (ChildProcess demo = ChildProcess.start(command, environment)) {
      assertThat(demo.awaitExit(PATIENCE)).as("%s", demo.lines()).isEqualTo(1);
      assertThat(demo.lines()).hasSize(1);
      assertThat(machine.resolve("project/target")).doesNotExist();
      return demo.stderr().getFirst();
    }
  }

  private Path jdk(String version) throws IOException {
    Path home = machine.resolve("jdk");
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    script(home.resolve("bin/java"), "exit 1");
    script(home.resolve("bin/javac"), "exit 1");
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
