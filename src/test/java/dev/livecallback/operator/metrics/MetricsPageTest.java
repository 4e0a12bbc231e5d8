package dev.livecallback.operator.metrics;

import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/metrics.md")
class MetricsPageTest {
  private static final Path PAGE = Path.of(MetricsPage.FILE);

  @Generates
  @Test
  void isWhatTheCodeSays() {
    Generated.check(PAGE, MetricsPage.text());
  }
}
