package dev.livecallback.volcengine;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A server on loopback that answers as told and tells what arrived. */
final class CloudServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2024-05-21T06:57:30Z");
  static final String REGION = "cn-north-1";
  static final Credentials CREDENTIALS =
      new Credentials(
          "AKLTFAKEACCESSKEY0001",
          new SecretText("RkFLRVNFQ1JFVEtFWUZPUlRFU1RTMDAwMQ=="),
          new SecretText("FAKESESSIONTOKEN0001=="));

  private final MockWebServer server = new MockWebServer();
  private final OkHttpClient http = HttpClients.live();

  CloudServer() throws IOException {
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  HttpUrl url() {
    return server.url("/");
  }

  OkHttpClient http() {
    return http;
  }

  LiveClient live() {
    return live(CREDENTIALS);
  }

  LiveClient live(Credentials credentials) {
    return new LiveClient(http, url(), REGION, () -> credentials, InstantSource.fixed(NOW));
  }

  StsClient sts() {
    return new StsClient(http, url(), REGION, () -> CREDENTIALS, InstantSource.fixed(NOW));
  }

  CloudServer answers(int status, String body) {
    return answers(new MockResponse.Builder().code(status).body(body));
  }

  CloudServer answers(MockResponse.Builder response) {
    server.enqueue(response.build());
    return this;
  }

  /** The next request that arrived. */
  RecordedRequest request() throws InterruptedException {
    RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request arrived");
    }
    return request;
  }

  int requests() {
    return server.getRequestCount();
  }

  /** The Authorization that a request as it arrived ought to have. */
  static String authorization(RecordedRequest request, String service, List<String> signed) {
    Map<String, String> headers =
        request.getHeaders().names().stream()
            .collect(
                Collectors.toMap(
                    name -> name.toLowerCase(java.util.Locale.ROOT),
                    name -> String.valueOf(request.getHeaders().get(name))));
    HttpUrl url = request.getUrl();
    List<QueryParameter> query =
        url.queryParameterNames().stream()
            .map(name -> new QueryParameter(name, String.valueOf(url.queryParameter(name))))
            .toList();
    SignedRequest covered =
        new SignedRequest(
            request.getMethod(),
            "/" + String.join("/", url.pathSegments()),
            query,
            headers,
            Signer.sha256Hex(bytes(request)));
    return Signer.authorization(
        CREDENTIALS, String.valueOf(headers.get("x-date")), REGION, service, covered, signed);
  }

  static byte[] bytes(RecordedRequest request) {
    okio.@Nullable ByteString body = request.getBody();
    return body == null ? new byte[0] : body.toByteArray();
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
    server.close();
  }
}
