package dev.livecallback.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.livecallback.testing.ChildProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server has a stand-in for Maven, as a .zip and as a .tar.gz: a script that repeats its
 * arguments.
 */
@DisplayName("The Maven wrapper")
class MavenWrapperTest {
  private static final Path PROPERTIES = Path.of(".mvn/wrapper/maven-wrapper.properties");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String MAVEN = "echo \"stand-in $*\"";

  /** All that the machine has beside a JDK, as many images of one: no unzip, wget, curl or mvn. */
  private static final List<String> PROGRAMS =
      List.of(
          "basename",
          "cat",
          "chmod",
          "dirname",
          "gzip",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sha256sum",
          "shasum",
          "tar",
          "tr",
          "uname");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private Path folder = Path.of("");
  private Path programs = Path.of("");
  private HttpServer repository;
  private byte[] zip = {};
  private byte[] tar = {};

  @BeforeEach
  void makeAProjectARepositoryAndAMachine(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    programs = Files.createDirectory(this.folder.resolve("programs"));
    makePrograms();
    zip = zip();
    tar = tar();
    repository = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    repository.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          requests.add(path.substring(path.lastIndexOf('/') + 1));
          byte[] body = path.endsWith(".zip") ? zip : tar;
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    repository.start();
    copyProject();
  }

  @AfterEach
  void stop() {
    repository.stop(0);
  }

  @Test
  void takesTheTarAndItsOwnSumWhereUnzipWgetAndCurlAreMissing() {
    try (ChildProcess wrapper = start("-B", "verify")) {
      assertThat(wrapper.awaitExit(PATIENCE)).as("%s", wrapper.lines()).isZero();
      assertThat(wrapper.stdout()).containsExactly("stand-in -B verify");
      assertThat(requests).containsExactly("apache-maven-3.9.11-bin.tar.gz");
    }
  }

  @Test
  void takesTheZipAndItsSumWhereUnzipIsThere() throws IOException {
    script(
        programs.resolve("unzip"),
        "cd \"$4\" && %s/bin/jar xf \"$2\" && chmod +x */bin/*"
            .formatted(System.getProperty("java.home")));

    try (ChildProcess wrapper = start("verify")) {
      assertThat(wrapper.awaitExit(PATIENCE)).as("%s", wrapper.lines()).isZero();
      assertThat(wrapper.stdout()).containsExactly("stand-in verify");
      assertThat(requests).containsExactly("apache-maven-3.9.11-bin.zip");
    }
  }

  @Test
  void refusesATarThatIsAnother() {
    tar = zip;

    try (ChildProcess wrapper = start("verify")) {
      assertThat(wrapper.awaitExit(PATIENCE)).isNotZero();
      assertThat(wrapper.stdout()).isEmpty();
      assertThat(wrapper.stderr()).anyMatch(line -> line.contains("SHA-256"));
    }
  }

  @Test
  void saysWhatItNeedsToDownloadAnythingWhereThereIsNoJdkEither() throws IOException {
    Files.writeString(
        folder.resolve("src/main/launcher/find-java"), "exit 1\n"); // as where there is none

    try (ChildProcess wrapper = start(Map.of("JAVA_HOME", ""))) {
      assertThat(wrapper.awaitExit(PATIENCE)).isNotZero();
      assertThat(wrapper.stderr())
          .anyMatch(line -> line.contains("wget, curl or a JDK"))
          .noneMatch(line -> line.contains("SHA-256"));
      assertThat(requests).isEmpty();
    }
  }

  private ChildProcess start(String... arguments) {
    return start(Map.of("JAVA_HOME", System.getProperty("java.home")), arguments);
  }

  private ChildProcess start(Map<String, String> java, String... arguments) {
    Map<String, String> environment = new HashMap<>(java);
    environment.put("PATH", programs.toString());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("MAVEN_USER_HOME", "");
    environment.put("MVNW_VERBOSE", "");
    environment.put("MVNW_USERNAME", "");
    environment.put(
        "MVNW_REPOURL", "http://127.0.0.1:%d/maven2".formatted(repository.getAddress().getPort()));
    List<String> command = new ArrayList<>(List.of("/bin/sh", folder + "/mvnw"));
    command.addAll(List.of(arguments));
    return ChildProcess.start(command, environment);
  }

  private void makePrograms() throws IOException {
    for (String name : PROGRAMS) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        if (Files.exists(Path.of(place + name))) {
          script(programs.resolve(name), "exec %s%s \"$@\"".formatted(place, name));
        }
      }
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** The wrapper as it is, with the sums of the stand-in for those of Maven. */
  private void copyProject() throws IOException {
    Files.copy(Path.of("mvnw"), folder.resolve("mvnw"));
    Path finder = Path.of("src/main/launcher/find-java");
    Files.createDirectories(folder.resolve(finder).getParent());
    Files.copy(finder, folder.resolve(finder));
    Files.createDirectories(folder.resolve(PROPERTIES).getParent());
    String text = withSum(Files.readString(PROPERTIES), "distributionSha256Sum", zip);
    Files.writeString(folder.resolve(PROPERTIES), withSum(text, "distributionTarSha256Sum", tar));
  }

  private static String withSum(String properties, String key, byte[] content) {
    Matcher sum = Pattern.compile("(?m)^" + key + "=[0-9a-f]{64}$").matcher(properties);
    assertThat(sum.find()).as(key).isTrue();
    return sum.replaceFirst(key + "=" + ByteString.of(content).sha256().hex());
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("apache-maven-3.9.11/bin/mvn"));
      zip.write(("#!/bin/sh\n" + MAVEN).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private byte[] tar() throws IOException {
    Path program = folder.resolve("made/apache-maven-3.9.11/bin/mvn");
    Files.createDirectories(program.getParent());
    script(program, MAVEN);
    Path archive = folder.resolve("made.tar.gz");
    List<String> command =
        List.of("tar", "czf", archive.toString(), "-C", folder + "/made", "apache-maven-3.9.11");
    try (ChildProcess packing = ChildProcess.start(command, Map.of())) {
      assertThat(packing.awaitExit(PATIENCE)).as("%s", packing.lines()).isZero();
    }
    return Files.readAllBytes(archive);
  }
}
