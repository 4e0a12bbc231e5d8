package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.deploy.Pages;
import dev.livecallback.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Flow
@DisplayName("The examples without a namespace")
@Slow
record ExamplesIT(Scene scene, Callbacks callbacks) {
  private static final String VHOST = "vhost/push.example.com";

  @Test
  void becomeReadyTogetherAndKeepWhatTheirPoliciesSay() throws IOException {
    scene.console().put(VHOST, "news", "record", "https://before.example.com/recorded");

    for (String file : examples()) {
      scene.cluster().kubectl("apply", "--filename=" + file).succeeded();
    }

    assertThat(callbacks.all()).hasSizeGreaterThan(10);
    callbacks.all().forEach(each -> callbacks.awaitReady(each.getMetadata().getName()));
    callbacks.awaitReadyFor("news-snapshots", Reason.DRIFT_TOLERATED);
    assertThat(recordOf("snapshot")).isEmpty();
    awaitThat(
        "the event of the replaced record",
        () -> assertThat(callbacks.events("news-recordings")).contains("ReplacedExisting"));

    callbacks.delete("news-audits");
    callbacks.awaitGone("news-audits");
    assertThat(recordOf("audit_snapshot"))
        .containsExactly("https://hooks.example.com/live/audited");
  }

  /** The URLs of the app news for this event. */
  private List<String> recordOf(String messageType) {
    return scene.records(VHOST).stream()
        .filter(record -> record.path("App").asText().equals("news"))
        .filter(record -> record.path("MessageType").asText().equals(messageType))
        .map(record -> record.path("CallbackDetailList").path(0).path("URL").asText())
        .toList();
  }

  /** Secrets first. Those with a namespace need one that is there, and accounts real keys. */
  private static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      return files
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(file -> !Pages.text(file).contains("namespace:"))
          .filter(file -> !Pages.text(file).contains("kind: LiveAccount"))
          .sorted()
          .toList();
    }
  }
}
