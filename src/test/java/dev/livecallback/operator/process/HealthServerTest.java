package dev.livecallback.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.operator.config.StartupException;
import dev.livecallback.operator.metrics.Metric;
import dev.livecallback.operator.metrics.Metrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.GzipSource;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is served over HTTP. */
class HealthServerTest {
  private final OkHttpClient http = new OkHttpClient();
  private final AtomicBoolean ready = new AtomicBoolean();
  private final Metrics metrics = new Metrics();
  private HealthServer server;

  @BeforeEach
  void serves() throws StartupException {
    metrics.constant(Metric.BUILD_INFO, 1, "1.2.3");
    server =
        HealthServer.start(
            "127.0.0.1",
            0,
            () -> true,
            ready::get,
            () -> "leading",
            SharedScrape.of(metrics, InstantSource.system()));
  }

  @AfterEach
  void ends() {
    server.close();
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private Response get(String path, String header, String value) throws IOException {
    Request request =
        new Request.Builder()
            .url("http://127.0.0.1:" + server.port() + path)
            .header(header, value)
            .build();
    return http.newCall(request).execute();
  }

  @Test
  void metricsAreTextForWhoSaysNothing() throws IOException {
    try (Response response = get("/metrics", "Accept", "*/*")) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.header("Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(response.body().string())
          .contains("livecallback_build_info{version=\"1.2.3\"} 1\n");
    }
  }

  @Test
  void metricsAreOpenMetricsForWhoAsksForIt() throws IOException {
    try (Response response =
        get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0;q=0.5")) {
      assertThat(response.header("Content-Type"))
          .startsWith("application/openmetrics-text; version=1.0.0");
      assertThat(response.body().string()).endsWith("# EOF\n");
    }
  }

  @Test
  void metricsAreZippedForWhoTakesThemSo() throws IOException {
    try (Response response = get("/metrics", "Accept-Encoding", "gzip")) {
      assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
      try (GzipSource unzipped = new GzipSource(response.body().source())) {
        assertThat(Okio.buffer(unzipped).readUtf8()).contains("livecallback_build_info");
      }
    }
  }

  @Test
  void healthSaysWhetherItIsWell() throws IOException {
    try (Response response = get("/readyz", "Accept", "*/*")) {
      assertThat(response.code()).isEqualTo(503);
      assertThat(response.body().string()).isEqualTo("not yet\n");
    }
    ready.set(true);
    try (Response response = get("/readyz", "Accept", "*/*")) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().string()).isEqualTo("ok, leading\n");
    }
    try (Response response = get("/healthz", "Accept", "*/*")) {
      assertThat(response.body().string()).isEqualTo("ok\n");
    }
  }
}
