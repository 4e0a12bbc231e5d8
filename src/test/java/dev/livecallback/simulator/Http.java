package dev.livecallback.simulator;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Plain HTTP to one server. */
final class Http {
  private final OkHttpClient client =
      new OkHttpClient.Builder().retryOnConnectionFailure(false).build();
  private final URI server;

  Http(URI server) {
    this.server = server;
  }

  /** An answer. */
  record Reply(int status, String body, okhttp3.Headers headers) {
    String header(String name) {
      return Objects.requireNonNullElse(headers.get(name), "");
    }
  }

  /** Sends a request; the body of a GET isn't sent, quotes may be single. */
  Reply send(String method, String path, String json) throws IOException {
    return send(method, path, json, okhttp3.Headers.of());
  }

  Reply send(String method, String path, String json, okhttp3.Headers headers) throws IOException {
    boolean bodiless = method.equals("GET") || method.equals("HEAD");
    @Nullable RequestBody body =
        bodiless
            ? null
            : RequestBody.create(
                json.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Request request =
        new Request.Builder().url(server + path).headers(headers).method(method, body).build();
    try (Response response = client.newCall(request).execute()) {
      return new Reply(
          response.code(), Objects.requireNonNull(response.body()).string(), response.headers());
    }
  }
}
