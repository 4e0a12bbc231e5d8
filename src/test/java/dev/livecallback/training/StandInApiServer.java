package dev.livecallback.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Speaks as an API server does, by TLS, HTTP/2 and WebSockets, and allows everything: keeps what it
 * is given, gives it back, and tells who watches. It has no schema, no owners of fields and no
 * versions that conflict. It proves nothing about the operator: tests have a real API server.
 */
final class StandInApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * {@code /api/v1} or {@code /apis/GROUP/VERSION}, a namespace or none, a resource, a name or
   * none.
   */
  private static final Pattern PATH =
      Pattern.compile(
          "(/api/[^/]+|/apis/[^/]+/[^/]+)(?:/namespaces/([^/]+))?/([^/]+)(?:/([^/]+))?(?:/status)?");

  private final HeldCertificate certificate =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("127.0.0.1")
          .commonName("stand-in")
          .build();
  private final MockWebServer server = new MockWebServer();
  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private long version = 1;

  /** Who watches a resource; in no namespace = in all. */
  private record Watch(String resource, @Nullable String namespace, WebSocket socket) {}

  /** Starts it on a free port of loopback. */
  static StandInApiServer start() throws IOException {
    StandInApiServer standIn = new StandInApiServer();
    standIn.server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(standIn.certificate)
            .build()
            .sslSocketFactory());
    standIn.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return standIn.answer(request);
          }
        });
    standIn.server.start(InetAddress.getLoopbackAddress(), 0);
    return standIn;
  }

  /** A kubeconfig for it. */
  String kubeconfig() {
    String authority =
        Base64.getEncoder()
            .encodeToString(certificate.certificatePem().getBytes(StandardCharsets.UTF_8));
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: stand-in
      cluster: {server: "%s", certificate-authority-data: %s}
    users:
    - name: operator
      user: {token: anything}
    contexts:
    - name: stand-in
      context: {cluster: stand-in, user: operator}
    current-context: stand-in
    """
        .formatted("https://127.0.0.1:" + server.getPort(), authority);
  }

  /** Puts an object in, as {@code kubectl create} does. */
  void create(String path, String json) {
    keep(path, read(json));
  }

  /** Whether an object is Ready. */
  synchronized boolean isReady(String path) {
    ObjectNode object = objects.getOrDefault(path, JSON.createObjectNode());
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  @Override
  public void close() {
    server.close();
  }

  private MockResponse answer(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    if (path.equals("/version")) {
      return json(200, JSON.createObjectNode().put("major", "1").put("minor", "37"));
    }
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return notFound(path);
    }
    return switch (request.getMethod()) {
      case "GET" -> parts.group(4) == null ? many(request, parts) : one(path);
      case "POST" -> created(request, parts, read(body(request)));
      case "PUT" -> json(200, keep(path.replaceFirst("/status$", ""), read(body(request))));
      case "PATCH" -> patched(path.replaceFirst("/status$", ""), request);
      default -> notFound(path);
    };
  }

  private synchronized MockResponse one(String path) {
    ObjectNode object = objects.get(path);
    return object == null ? notFound(path) : json(200, object);
  }

  private synchronized MockResponse many(RecordedRequest request, Matcher parts) {
    if (Boolean.parseBoolean(request.getUrl().queryParameter("watch"))) {
      return new MockResponse.Builder()
          .webSocketUpgrade(watcher(parts.group(1) + "/" + parts.group(3), parts.group(2)))
          .build();
    }
    ObjectNode list = JSON.createObjectNode().put("apiVersion", version(parts)).put("kind", "List");
    list.putObject("metadata").put("resourceVersion", Long.toString(version));
    var items = list.putArray("items");
    objects.forEach(
        (path, object) -> {
          Matcher other = PATH.matcher(path);
          if (other.matches()
              && other.group(1).equals(parts.group(1))
              && other.group(3).equals(parts.group(3))
              && (parts.group(2) == null || parts.group(2).equals(other.group(2)))) {
            items.add(object);
          }
        });
    return json(200, list);
  }

  private WebSocketListener watcher(String resource, @Nullable String namespace) {
    return new WebSocketListener() {
      @Override
      public void onOpen(WebSocket socket, Response response) {
        watches.add(new Watch(resource, namespace, socket));
      }

      @Override
      public void onClosing(WebSocket socket, int code, String reason) {
        socket.close(code, reason);
      }
    };
  }

  private MockResponse created(RecordedRequest request, Matcher parts, ObjectNode object) {
    if (parts.group(3).equals("selfsubjectaccessreviews")) {
      object.putObject("status").put("allowed", true);
      return json(201, object);
    }
    String name = object.at("/metadata/name").asText(Long.toString(version));
    return request.getUrl().queryParameter("dryRun") == null
        ? json(201, keep(request.getUrl().encodedPath() + "/" + name, object))
        : json(201, object);
  }

  private synchronized MockResponse patched(String path, RecordedRequest request) {
    ObjectNode before = objects.get(path);
    if (before == null) {
      return notFound(path);
    }
    String patch = body(request);
    ObjectNode after;
    if (patch.startsWith("[")) {
      after = (ObjectNode) JsonPatch.apply(tree(patch), before);
    } else {
      after = before.deepCopy();
      ObjectNode change = read(patch);
      JsonNode finalizers = change.at("/metadata/finalizers");
      if (finalizers.isArray()) {
        after.withObject("/metadata").set("finalizers", finalizers);
      }
      change.remove("metadata");
      after.setAll(change);
    }
    return json(200, keep(path, after));
  }

  private synchronized ObjectNode keep(String path, ObjectNode object) {
    version++;
    ObjectNode metadata = object.withObject("/metadata");
    metadata.put("resourceVersion", Long.toString(version));
    metadata.put(
        "uid",
        "00000000-0000-4000-8000-"
            + "%012d".formatted(Math.floorMod(path.hashCode(), Integer.MAX_VALUE)));
    metadata.put("generation", 1);
    metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
    String type = objects.put(path, object) == null ? "ADDED" : "MODIFIED";
    Matcher parts = PATH.matcher(path);
    if (parts.matches()) {
      String event = JSON.createObjectNode().put("type", type).set("object", object).toString();
      String resource = parts.group(1) + "/" + parts.group(3);
      watches.stream()
          .filter(watch -> watch.resource().equals(resource))
          .filter(
              watch ->
                  watch.namespace() == null || Objects.equals(watch.namespace(), parts.group(2)))
          .forEach(watch -> watch.socket().send(event));
    }
    return object;
  }

  private static String version(Matcher parts) {
    return parts.group(1).replaceFirst("^/apis?/", "");
  }

  private static String body(RecordedRequest request) {
    return Objects.requireNonNull(request.getBody(), request.getTarget()).utf8();
  }

  private static ObjectNode read(String json) {
    return (ObjectNode) tree(json);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stand-in takes JSON alone: " + json, e);
    }
  }

  private static MockResponse notFound(String path) {
    return json(
        404,
        JSON.createObjectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("reason", "NotFound")
            .put("message", path + " isn't there")
            .put("code", 404));
  }

  private static MockResponse json(int code, JsonNode body) {
    return new MockResponse.Builder()
        .code(code)
        .setHeader("Content-Type", "application/json")
        .body(body.toString())
        .build();
  }
}
