package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleFilesTest {
  private static final Path FOLDER =
      Path.of("src/main/resources/dev/livecallback/simulator/console");

  private static List<Path> files() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @Test
  void areAllServed() throws IOException {
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.local())) {
      Http admin = new Http(simulator.adminEndpoint());
      for (Path file : files()) {
        String name = file.getFileName().toString();
        Http.Reply reply =
            admin.send("GET", name.equals("index.html") ? "/" : "/console/" + name, "");
        assertThat(reply.status()).as(name).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Files.readString(file));
        assertThat(reply.header("Content-Type")).matches("(text|image)/.+");
      }
      assertThat(admin.send("HEAD", "/", "").status()).isEqualTo(200);
      assertThat(admin.send("GET", "/console/../index.html", "").status()).isEqualTo(404);
      assertThat(admin.send("GET", "/console/none.js", "").status()).isEqualTo(404);
    }
  }

  @Test
  void haveNothingOfAnotherSiteAndMakeNoMarkupOfValues() throws IOException {
    for (Path file : files()) {
      assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
          .as(file.toString())
          .doesNotContain(
              "innerHTML",
              "outerHTML",
              "insertAdjacentHTML",
              "document.write",
              "eval(",
              "src=\"http",
              "url(http");
    }
  }
}
