package dev.livecallback.training;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the JVM's cache: has an operator start, write a record and read it back, and end, and keeps
 * what the JVM learned of it.
 *
 * <p>Its arguments are the file that the cache becomes, and the command that the operator is
 * started by, up to the class.
 */
final class Training {
  private static final String API = "/apis/livecallback.dev/v1/namespaces/live-callback-operator";
  private static final String CALLBACK = API + "/livecallbacks/stream-started";

  private final Path cache;
  private final List<String> command;
  private final Path folder;

  private Training(Path cache, List<String> command, Path folder) {
    this.cache = cache;
    this.command = command;
    this.folder = folder;
  }

  /** Runs it; whatever fails ends it with a stack trace, and the log of who failed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> all = List.of(args);
    new Training(
            Path.of(all.getFirst()),
            all.subList(1, all.size()),
            Files.createTempDirectory("training"))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    Path recorded = folder.resolve("recorded");
    try (StandInApiServer api = StandInApiServer.start();
        Child simulator =
            child(
                List.of(),
                List.of("simulator", "--port=0", "--admin-port=0", "--account=2100000001:AK:SK"),
                Map.of())) {
      String cloud = simulator.find("live API at (http\\S+)");
      createObjects(api);
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
      try (Child operator =
          child(
              List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded),
              List.of("operator"),
              Map.of(
                  "KUBECONFIG", kubeconfig.toString(),
                  "POD_NAMESPACE", "live-callback-operator",
                  "LIVE_ENDPOINT", cloud,
                  "STS_ENDPOINT", cloud,
                  "ACCESS_KEY_ID", "AK",
                  "SECRET_ACCESS_KEY", "SK",
                  "HTTP_PORT", "0"))) {
        String port = operator.find("health on port (\\d+)");
        operator.await("the object is Ready", () -> api.isReady(CALLBACK));
        for (String page : List.of("healthz", "readyz", "metrics")) {
          URI.create("http://127.0.0.1:" + port + "/" + page).toURL().openStream().close();
        }
        operator.end();
      }
    }
    Path unfinished = Path.of(cache + ".new");
    try (Child maker =
        child(
            List.of(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + recorded,
                "-XX:AOTCache=" + unfinished),
            List.of(),
            Map.of())) {
      maker.exit();
    }
    Files.move(unfinished, cache);
  }

  private static void createObjects(StandInApiServer api) {
    api.create(
        API + "/liveaccounts/default",
        """
        {"apiVersion": "livecallback.dev/v1", "kind": "LiveAccount",
         "metadata": {"namespace": "live-callback-operator", "name": "default"},
         "spec": {"profile": "Volcengine", "credentials": {"environment": {}}, "allow": [{"namespaces": ["*"]}]}}
        """);
    api.create(
        "/api/v1/namespaces/live-callback-operator/secrets/live-auth",
        """
        {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
         "metadata": {"namespace": "live-callback-operator", "name": "live-auth"},
         "data": {"primary": "VHJhaW5pbmcwMDAx"}}
        """);
    api.create(
        CALLBACK,
        """
        {"apiVersion": "livecallback.dev/v1", "kind": "LiveCallback",
         "metadata": {"namespace": "live-callback-operator", "name": "stream-started"},
         "spec": {"vhost": "push.example.com", "app": "live", "messageType": "push", "authEnable": true,
          "authKeyPrimarySecretRef": {"name": "live-auth", "key": "primary"},
          "callbackDetailList": [{"url": "https://hooks.example.com/live/started"}]},
         "status": {"observedGeneration": -1}}
        """);
  }

  /** The program with further options of the JVM, before its class and so after its own options. */
  private Child child(List<String> options, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(all.size() - 1, options);
    all.addAll(arguments);
    return Child.start(all, environment, folder.resolve("log-" + System.nanoTime()));
  }
}
