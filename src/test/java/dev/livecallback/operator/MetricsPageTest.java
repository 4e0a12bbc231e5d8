package dev.livecallback.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/metrics.md")
class MetricsPageTest {
  private static final Path PAGE = Path.of(MetricsPage.FILE);

  @Test
  @DisplayName("is what the code says; -Dmetrics.update=true writes it anew")
  void isUpToDate() throws IOException {
    if (Boolean.getBoolean("metrics.update")) {
      Files.writeString(PAGE, MetricsPage.text());
    }

    assertThat(PAGE).hasContent(MetricsPage.text());
  }
}
