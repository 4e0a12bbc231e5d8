package dev.livecallback.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.operator.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SharedScrapeTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private int scrapes;
  private final SharedScrape shared =
      new SharedScrape(
          accept -> accept.contains("openmetrics") ? "open" : "text",
          accept -> new Metrics.Page(accept, "scrape " + ++scrapes),
          () -> now);

  private SharedScrape.SharedPage answer(String accept) {
    try {
      return shared.read(accept, false);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String quickly(String accept) {
    try (SharedScrape.SharedPage answer = answer(accept)) {
      return new String(answer.body(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whoAsksWhileAnotherReadsGetsTheSameBytesWhateverHeSaysThatHeTakes() {
    byte[] first = answer("").body();

    for (int i = 0; i < 500; i++) {
      assertThat(answer("text/" + i).body()).isSameAs(first);
    }
    assertThat(scrapes).isEqualTo(1);
  }

  @Test
  void ofASlowReaderTheNextSecondIsAnother() {
    try (SharedScrape.SharedPage slow = answer("")) {
      now = now.plus(Duration.ofSeconds(1));

      assertThat(quickly("")).isEqualTo("scrape 2");
      assertThat(slow.body()).asString().isEqualTo("scrape 1");
    }
  }

  @Test
  void whoAsksOnceTheOthersHaveReadGetsThemAsTheyAreThen() {
    assertThat(quickly("")).isEqualTo("scrape 1");
    assertThat(quickly("")).isEqualTo("scrape 2");
  }

  @Test
  void eachFormatIsItsOwn() throws IOException {
    try (SharedScrape.SharedPage text = answer("");
        SharedScrape.SharedPage zipped = shared.read("", true)) {
      assertThat(quickly("openmetrics")).isEqualTo("scrape 3");
      assertThat(zipped.body()).isNotEqualTo(text.body());
      assertThat(quickly("")).isEqualTo("scrape 1");
    }
  }
}
