package dev.livecallback.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Asks the API server for names and versions, in pages, and for nothing else. */
final class VersionLister implements CacheCheck.Lister {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final Duration patience;

  static VersionLister of(KubernetesClient client) {
    return new VersionLister(client, PATIENCE);
  }

  /**
   * Creates a lister.
   *
   * @param patience the time limit for a page; the client may ask several times within it
   */
  VersionLister(KubernetesClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  @Override
  public Map<String, String> versions(String kind, String namespace) throws IOException {
    boolean secrets = kind.equals("secrets");
    String path =
        (secrets ? "api/v1" : "apis/" + WellKnown.GROUP + "/" + WellKnown.VERSION)
            + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
            + "/"
            + kind
            + "?limit="
            + PrunedLists.SECRETS_A_PAGE
            + (secrets ? "&fieldSelector=type%3DOpaque" : "");
    Map<String, String> versions = new HashMap<>();
    String next = "";
    do {
      JsonNode page =
          page(
              path
                  + (next.isEmpty()
                      ? ""
                      : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
      for (JsonNode item : page.path("items")) {
        JsonNode metadata = item.path("metadata");
        versions.put(
            metadata.path("namespace").asText() + "/" + metadata.path("name").asText(),
            metadata.path("resourceVersion").asText());
      }
      next = page.at("/metadata/continue").asText("");
    } while (!next.isEmpty());
    return versions;
  }

  private JsonNode page(String path) throws IOException {
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(
                URI.create(client.getMasterUrl().toString().replaceFirst("/*$", "/")).resolve(path))
            .header("Accept", PrunedLists.METADATA_LIST)
            // Without a timeout, an unanswered request would stay open after the caller has given
            // up.
            .timeout(patience.toMillis() / 3, TimeUnit.MILLISECONDS)
            .build();
    try {
      HttpResponse<byte[]> answer =
          client
              .getHttpClient()
              .sendAsync(request, byte[].class)
              .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
              .get();
      if (!answer.isSuccessful()) {
        throw new IOException(
            answer.code() == HttpURLConnection.HTTP_FORBIDDEN
                ? "the operator may not list them: look at its Role"
                : "HTTP " + answer.code());
      }
      return JSON.readTree(answer.body());
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
