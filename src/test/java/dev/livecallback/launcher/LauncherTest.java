package dev.livecallback.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine is made up: every Java in it is a script that prints its home and its arguments. */
@DisplayName("The launcher")
class LauncherTest {
  private final Map<String, String> environment = new HashMap<>();
  private Path machine = Path.of("");
  private Path app = Path.of("");

  @BeforeEach
  void makeAMachineWithoutJava(@TempDir Path folder) throws IOException {
    machine = folder.toRealPath();
    app = machine.resolve("app");
    Files.createDirectories(app.resolve("bin"));
    Files.createDirectories(app.resolve("lib"));
    for (String script : List.of("livecallback", "find-java", "java.options")) {
      Path copy = app.resolve("bin").resolve(script);
      Files.copy(Path.of("src/main/launcher").resolve(script), copy);
      makeExecutable(copy);
    }
    Path programs = Files.createDirectories(machine.resolve("programs"));
    script(programs.resolve("readlink"), "exec " + readlink() + " \"$@\"");
    environment.put("PATH", programs.toString());
    environment.put("HOME", machine.resolve("home").toString());
    environment.put("FIND_JAVA_ROOT", machine.toString());
    environment.put("JAVA_HOME", "");
    environment.put("LIVECALLBACK_JAVA_OPTS", "");
  }

  @Test
  void takesTheRuntimeBesideItWhateverElseThereIs() throws IOException {
    Path beside = java("app/runtime", "25.0.3");
    environment.put("JAVA_HOME", java("anywhere/jdk", "25.0.3").toString());

    assertThat(launch("operator")).startsWith(beside.toString());
  }

  @Test
  void takesTheJavaOfJavaHomeAndPassesAllArgumentsOnAsTheyAre() throws IOException {
    Path home = java("anywhere/jdk", "25.0.3");
    environment.put("JAVA_HOME", home.toString());

    assertThat(launch("operator", "--name", "two words", "*"))
        .startsWith(home.toString())
        .endsWith(
            "-cp",
            app + "/lib/app.jar",
            "dev.livecallback.Main",
            "operator",
            "--name",
            "two words",
            "*");
  }

  @Test
  void hasTheProcessEndWhenItRunsOutOfMemorySoThatAnotherOneBegins() throws IOException {
    environment.put("JAVA_HOME", java("anywhere/jdk", "25.0.3").toString());

    assertThat(launch()).contains("-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void hasTheHttpServerSendWhatItHasAtOnce() throws IOException {
    environment.put("JAVA_HOME", java("anywhere/jdk", "25.0.3").toString());

    assertThat(launch()).contains("-Dsun.net.httpserver.nodelay=true");
  }

  @Test
  void boundsWhatWhoeverReachesItsPortMaySend() throws IOException {
    environment.put("JAVA_HOME", java("anywhere/jdk", "25.0.3").toString());

    assertThat(launch())
        .contains(
            "-Dsun.net.httpserver.maxReqTime=5",
            "-Dsun.net.httpserver.maxRspTime=30",
            "-Dsun.net.httpserver.maxReqHeaderSize=16384",
            "-Djdk.httpserver.maxConnections=1000");
  }

  @Test
  void passesOverAJavaHomeThatIsTooOldForOneInTheUsualFolders() throws IOException {
    environment.put("JAVA_HOME", java("usr/lib/jvm/java-17", "17.0.15").toString());
    java("usr/lib/jvm/java-8", "1.8.0_402");
    Path good = java("usr/lib/jvm/temurin-25", "25");

    assertThat(launch()).startsWith(good.toString());
  }

  @Test
  void followsTheLinksOfTheJavaOnThePathToItsHome() throws IOException {
    Path home = java("elsewhere/jdk-26", "26.0.1");
    Path alternative = machine.resolve("alternative");
    Files.createSymbolicLink(alternative, home.resolve("bin/java"));
    Files.createSymbolicLink(machine.resolve("programs/java"), alternative);

    assertThat(launch()).startsWith(home.toString());
  }

  @Test
  void asksAJavaOnThePathThatIsOnlyAShimWhereTheRealOneIs() throws IOException {
    Path home = java("elsewhere/jdk-25", "25.0.1");
    script(
        machine.resolve("programs/java"),
        "echo '    java.home = " + home + "'; echo '    java.specification.version = 25'");

    assertThat(launch()).startsWith(home.toString());
  }

  @Test
  void findsOneThatWasInstalledIntoTheHomeFolder() throws IOException {
    Path home = java("home/.sdkman/candidates/java/25-tem", "25.0.3");

    assertThat(launch()).startsWith(home.toString());
  }

  @Test
  void asksAJavaWithoutAReleaseFileForItsVersion() throws IOException {
    Path home = java("opt/java/openjdk", "25");
    Files.delete(home.resolve("release"));
    script(
        home.resolve("bin/java"),
        """
        case "$*" in
        *-version) echo '    java.home = %1$s'; echo '    java.specification.version = 25' ;;
        *) echo %1$s ;;
        esac\
        """
            .formatted(home));

    assertThat(launch()).containsExactly(home.toString());
  }

  @Test
  void saysInOneSentenceWhereItLookedWhatItSawAndWhatToInstall() throws IOException {
    Path old = java("usr/lib/jvm/java-17", "17.0.15");

    try (var child = start(app.resolve("bin/livecallback"))) {
      assertThat(child.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
      assertThat(child.stdout()).isEmpty();
      assertThat(child.stderr()).hasSize(1);
      assertThat(child.stderr().getFirst())
          .contains("Java 25 or newer", "JAVA_HOME (not set)", "PATH", "/usr/lib/jvm")
          .contains(old + ": Java 17", "install", "Temurin 25");
    }
  }

  @Test
  void putsTheUsersOptionsAfterItsOwnSplitAtBlanksOnly() throws IOException {
    environment.put("JAVA_HOME", java("jdk", "25").toString());
    environment.put("LIVECALLBACK_JAVA_OPTS", "-Xmx512m  -Dx=*");

    assertThat(launch()).containsSubsequence("-XX:+UseSerialGC", "-Xmx128m", "-Xmx512m", "-Dx=*");
  }

  @Test
  void canBeCalledThroughLinksAndFindsItsJarsBesideTheRealFile() throws IOException {
    environment.put("JAVA_HOME", java("jdk", "25").toString());
    Path folder = Files.createDirectories(machine.resolve("links"));
    Files.createSymbolicLink(folder.resolve("one"), Path.of("../app/bin/livecallback"));
    Files.createSymbolicLink(folder.resolve("two"), folder.resolve("one"));

    assertThat(launch(folder.resolve("two"))).containsSequence("-cp", app + "/lib/app.jar");
  }

  @Test
  void needsNoCompilerButTheBuildDoes() throws IOException {
    java("usr/lib/jvm/a-runtime", "25");
    Path jdk = java("usr/lib/jvm/b-jdk", "25");
    script(jdk.resolve("bin/javac"), "");

    assertThat(launch(app.resolve("bin/find-java")))
        .containsExactly(machine + "/usr/lib/jvm/a-runtime");
    assertThat(launch(app.resolve("bin/find-java"), "--jdk")).containsExactly(jdk.toString());
  }

  private List<String> launch(String... arguments) {
    return launch(app.resolve("bin/livecallback"), arguments);
  }

  /** The lines that the Java wrote which was found: its home, then its arguments. */
  private List<String> launch(Path script, String... arguments) {
    try (var child = start(script, arguments)) {
      assertThat(child.awaitExit(Duration.ofSeconds(30))).as("%s", child.lines()).isZero();
      assertThat(child.stderr()).isEmpty();
      return child.stdout();
    }
  }

  private ChildProcess start(Path script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(command, environment);
  }

  private Path java(String place, String version) throws IOException {
    Path home = machine.resolve(place);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    script(
        home.resolve("bin/java"),
        """
        printf '%%s\\n' '%s'
        for argument; do
          case $argument in
            @*) while read -r line; do printf '%%s\\n' $line; done <"${argument#@}" ;;
            *) printf '%%s\\n' "$argument" ;;
          esac
        done\
        """
            .formatted(home));
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    makeExecutable(file);
  }

  private static void makeExecutable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path readlink() {
    Path usual = Path.of("/usr/bin/readlink");
    return Files.exists(usual) ? usual : Path.of("/bin/readlink");
  }
}
