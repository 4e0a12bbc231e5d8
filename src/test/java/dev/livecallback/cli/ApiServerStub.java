package dev.livecallback.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Answers a command's questions about objects, each as it is told to. */
public final class ApiServerStub implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final Map<String, MockResponse> answers = new ConcurrentHashMap<>();
  private final Map<String, Function<String, String>> replies = new ConcurrentHashMap<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Sockets that send at once: else the body of an answer waits 40 ms behind its head. */
  private static final class PromptSockets extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public Socket accept() throws IOException {
          Socket accepted = super.accept();
          accepted.setTcpNoDelay(true);
          return accepted;
        }
      };
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException("the server binds its socket itself");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      throw new UnsupportedOperationException("the server binds its socket itself");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
      throw new UnsupportedOperationException("the server binds its socket itself");
    }
  }

  /** Starts one that knows the kinds, and has no object. */
  public static ApiServerStub start() throws IOException {
    ApiServerStub stub = new ApiServerStub();
    stub.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String path = request.getUrl().encodedPath();
            String body = request.getBody() == null ? "" : request.getBody().utf8();
            stub.bodies.add(body);
            stub.asked.add(request.getMethod() + " " + request.getTarget());
            Function<String, String> reply = stub.replies.get(request.getMethod() + " " + path);
            if (reply != null) {
              return new MockResponse.Builder().code(200).body(reply.apply(body)).build();
            }
            return stub.answers.getOrDefault(
                request.getMethod() + " " + path,
                stub.answers.getOrDefault(path, new MockResponse.Builder().code(404).build()));
          }
        });
    stub.answer(
        "/apis/livecallback.dev/v1",
        200,
        """
        {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "livecallback.dev/v1",
         "resources": [
           {"name": "livecallbacks", "namespaced": true, "kind": "LiveCallback", "verbs": ["get"]},
           {"name": "liveaccounts", "namespaced": true, "kind": "LiveAccount", "verbs": ["get"]}]}
        """);
    stub.server.setServerSocketFactory(new PromptSockets());
    stub.server.start();
    return stub;
  }

  /** Has a LiveAccount {@code live/main} of this spec, as JSON. */
  public void account(String spec) {
    account(
        200,
        """
        {"apiVersion": "livecallback.dev/v1", "kind": "LiveAccount",
         "metadata": {"namespace": "live", "name": "main"}, "spec": %s}
        """
            .formatted(spec));
  }

  /** Answers so to a question for LiveAccount {@code live/main}. */
  public void account(int code, String body) {
    answer("/apis/livecallback.dev/v1/namespaces/live/liveaccounts/main", code, body);
  }

  /** Answers so to a question for Secret {@code live/keys}. */
  public void secret(int code, String body) {
    answer("/api/v1/namespaces/live/secrets/keys", code, body);
  }

  /** Answers so to a question for that path, whatever its query. */
  public void answer(String path, int code, String body) {
    answers.put(path, new MockResponse.Builder().code(code).body(body).build());
  }

  /** The same for requests of one method, which counts for more. */
  public void answer(String method, String path, int code, String body) {
    answer(method + " " + path, code, body);
  }

  /** Answers requests of one method by what they say; that counts for most. */
  public void reply(String method, String path, Function<String, String> reply) {
    replies.put(method + " " + path, reply);
  }

  /** What it was asked, each as {@code METHOD /path?query}. */
  public List<String> asked() {
    return asked;
  }

  /** What it was told. */
  public List<String> bodies() {
    return bodies;
  }

  /** Where it is. */
  public String url() {
    return server.url("/").toString();
  }

  /** Writes a kubeconfig for it. */
  public Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: stub
        contexts: [{name: stub, context: {cluster: stub, user: stub}}]
        users: [{name: stub, user: {token: any}}]
        clusters: [{name: stub, cluster: {server: "%s"}}]
        """
            .formatted(url()));
  }

  @Override
  public void close() {
    server.close();
  }
}
