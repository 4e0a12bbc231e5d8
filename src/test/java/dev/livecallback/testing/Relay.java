package dev.livecallback.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A server before the simulator that passes calls on to it, but for those of one action: they are
 * on their way until {@link #release}, or until their sender gives up.
 */
public final class Relay implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final OkHttpClient http = new OkHttpClient();
  private final AtomicInteger held = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);

  private Relay(URI simulator, String action) {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            if (action.equals(request.getUrl().queryParameter("Action"))) {
              held.incrementAndGet();
              released.await();
            }
            return pass(http, simulator, request);
          }
        });
  }

  /** Starts one that holds an action's calls. */
  public static Relay holding(String action, URI simulator) {
    Relay relay = new Relay(simulator, action);
    try {
      relay.server.start(InetAddress.getLoopbackAddress(), 0);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where to send calls to. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Waits until a call is held. */
  public void awaitHeld() {
    await("a call on its way").atMost(Duration.ofMinutes(2)).until(() -> held.get() > 0);
  }

  /** Lets the calls go that are held, and all that come. */
  public void release() {
    released.countDown();
  }

  /** Passes a request on to a server as it is, and returns what that answers. */
  public static MockResponse pass(OkHttpClient http, URI server, RecordedRequest request) {
    String path = request.getUrl().encodedPath() + "?" + request.getUrl().encodedQuery();
    Request passed =
        new Request.Builder()
            .url(server.resolve(path).toString())
            .headers(request.getHeaders())
            .method(
                request.getMethod(),
                request.getBody() == null
                    ? null
                    : RequestBody.create(request.getBody().toByteArray()))
            .build();
    try (Response response = http.newCall(passed).execute()) {
      return new MockResponse.Builder()
          .code(response.code())
          .body(response.body().string())
          .build();
    } catch (IOException e) {
      return new MockResponse.Builder().code(502).build();
    }
  }

  @Override
  public void close() {
    release();
    server.close();
  }
}
