package dev.livecallback.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.livecallback.leader.Candidate;
import dev.livecallback.leader.Leadership;
import dev.livecallback.volcengine.Egress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What calls to the cloud go through")
class LeaderOnlyHttpInterceptorTest {
  private final MockWebServer server = new MockWebServer();
  private final Candidate candidate = Candidate.alone(_ -> {});
  private final Leadership leadership = candidate.leadership();
  private final LeaderOnlyHttpInterceptor gate =
      new LeaderOnlyHttpInterceptor(leadership, Egress.DIRECT);
  private final CountDownLatch answering = new CountDownLatch(1);

  @BeforeEach
  void starts() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            if (request.getUrl().encodedPath().equals("/slow")) {
              answering.await();
            }
            return new MockResponse.Builder().code(200).build();
          }
        });
    server.start();
  }

  @AfterEach
  void ends() {
    answering.countDown();
    server.close();
  }

  private int call(String path) throws IOException {
    Request request = new Request.Builder().url(server.url(path)).build();
    try (Response response = gate.client().newCall(request).execute()) {
      return response.code();
    }
  }

  @Test
  void letsThemThroughWhileTheProcessMayActAndNotOneAfterwards() throws IOException {
    assertThat(call("/")).isEqualTo(200);

    candidate.release();

    assertThatThrownBy(() -> call("/")).hasMessageContaining("isn't the leader");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void waitsForThoseInFlightWhenItIsShutAndLetsNoneFollow() throws IOException {
    CompletableFuture<Integer> slow =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return call("/slow");
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> server.getRequestCount() == 1);

    assertThat(gate.shut(Duration.ZERO)).isFalse();
    assertThatThrownBy(() -> call("/")).hasMessageContaining("isn't the leader");

    answering.countDown();
    assertThat(gate.shut(Duration.ofMinutes(1))).isTrue();
    assertThat(slow.join()).isEqualTo(200);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }
}
