package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("deploy/monitoring/alerts.yaml")
class AlertsTest {
  @ParameterizedTest(
      name = "{0} says what happened, how bad it is, and has a page that says what to do")
  @MethodSource("alerts")
  void complete(String name) throws IOException {
    JsonNode alert =
        Alerts.all().stream()
            .filter(each -> each.path("alert").asText().equals(name))
            .findFirst()
            .orElseThrow();

    assertThat(alert.path("labels").path("severity").asText()).isIn("critical", "warning", "info");
    assertThat(alert.path("for").asText()).matches("\\d+[mh]");
    assertThat(alert.path("annotations").path("summary").asText()).isNotEmpty();
    assertThat(alert.path("annotations").path("description").asText()).endsWith(".");
    String page = "docs/runbooks/" + name + ".md";
    assertThat(alert.path("annotations").path("runbook_url").asText()).isEqualTo(page);
    assertThat(Files.readAllLines(Path.of(page)))
        .startsWith("# " + name)
        .containsSubsequence(
            "## What it means", "## How to look", "## What to do", "## When it is over");
  }

  @Test
  void hasAnAlertForEveryRunbookAndALineForEachInMonitoringMd() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs/runbooks"))) {
      assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
          .containsExactlyInAnyOrderElementsOf(alerts().toList());
    }
    assertThat(Pages.rows("docs/monitoring.md").map(List::getFirst))
        .containsAll(alerts().map(name -> "[" + name + "](runbooks/" + name + ".md)").toList());
  }

  static Stream<String> alerts() {
    return Alerts.all().stream().map(alert -> alert.path("alert").asText());
  }
}
