package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Controllers of an API server that doesn't answer in namespace {@code silent}. */
class ControllersTest {
  /** More than there are rounds at a time. */
  private static final int MANY = 40;

  private final MockWebServer server = new MockWebServer();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answering = new CountDownLatch(1);
  private final Set<String> reconciled = ConcurrentHashMap.newKeySet();
  private final WebSocketListener watch =
      new WebSocketListener() {
        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
          socket.close(code, reason);
        }
      };
  private final KubernetesClient client;
  private final Controllers controllers;

  ControllersTest() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            return answer(request);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl(server.url("/").toString()).build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    controllers = new Controllers(client, _ -> {});
  }

  @AfterEach
  void stop() {
    answering.countDown();
    client.close();
    server.close();
  }

  private MockResponse answer(RecordedRequest request) throws InterruptedException {
    if (Boolean.parseBoolean(request.getUrl().queryParameter("watch"))) {
      return new MockResponse.Builder().webSocketUpgrade(watch).build();
    }
    String namespace = request.getUrl().pathSegments().get(4);
    if (namespace.equals("silent")) {
      asked.countDown();
      answering.await();
    }
    return new MockResponse.Builder()
        .setHeader("Content-Type", "application/json")
        .body(
            """
            {"apiVersion": "livecallback.dev/v1", "kind": "List",
             "metadata": {"resourceVersion": "1"}, "items": [%s]}\
            """
                .formatted(items(namespace)))
        .build();
  }

  private static String items(String namespace) {
    return IntStream.range(0, namespace.equals("many") ? MANY : 1)
        .mapToObj(
            i ->
                "{\"metadata\": {\"namespace\": \"%s\", \"name\": \"o%d\", \"resourceVersion\": \"1\"}}"
                    .formatted(namespace, i))
        .collect(Collectors.joining(","));
  }

  private void add(String namespace) {
    controllers.add(
        new NotingReconciler(reconciled),
        Controllers.ReconciledKind.CALLBACKS,
        namespace,
        new ReconcileTrigger<>(),
        _ -> {});
  }

  private CompletableFuture<Void> addLater(String namespace) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            controllers.addLater(() -> add(namespace));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  /** Accounts whose rounds wait for what isn't answered. */
  private record WaitingReconciler(CountDownLatch begun, CountDownLatch answer)
      implements Reconciler<LiveAccount> {
    @Override
    public UpdateControl<LiveAccount> reconcile(LiveAccount object, Context<LiveAccount> context)
        throws InterruptedException {
      begun.countDown();
      answer.await();
      return UpdateControl.noUpdate();
    }
  }

  private record NotingReconciler(Set<String> reconciled) implements Reconciler<LiveCallback> {
    @Override
    public UpdateControl<LiveCallback> reconcile(
        LiveCallback object, Context<LiveCallback> context) {
      reconciled.add(object.getMetadata().getNamespace());
      return UpdateControl.noUpdate();
    }
  }

  @Test
  void aCacheThatDoesNotFillHoldsUpNothingElse() throws Exception {
    add("first");
    controllers.startCaches();
    CompletableFuture<Void> silent = addLater("silent");
    asked.await();

    CompletableFuture<Void> taken =
        CompletableFuture.runAsync(controllers::startReconciling, Thread::startVirtualThread);
    await().untilAsserted(() -> assertThat(reconciled).containsExactly("first"));
    addLater("later").join();
    await().untilAsserted(() -> assertThat(reconciled).containsExactlyInAnyOrder("first", "later"));
    assertThat(silent).isNotDone();

    answering.countDown();
    silent.join();
    await().until(() -> reconciled.contains("silent"));
    taken.join();
    controllers.stop();
  }

  @Test
  void howeverManyAccountsWaitForTheApiServerNoObjectDoes() throws Exception {
    controllers.add(
        new WaitingReconciler(asked, answering),
        Controllers.ReconciledKind.ACCOUNTS,
        "many",
        new ReconcileTrigger<>(),
        _ -> {});
    controllers.startCaches();
    controllers.startReconciling();
    asked.await();

    addLater("first").join();

    await().untilAsserted(() -> assertThat(reconciled).containsExactly("first"));
    answering.countDown();
    controllers.stop();
  }

  @Test
  void theEndWaitsForNoCacheThatIsBeingFilled() throws Exception {
    add("first");
    controllers.startCaches();
    controllers.startReconciling();
    CompletableFuture<Void> silent = addLater("silent");
    asked.await();

    CompletableFuture<Void> end =
        CompletableFuture.runAsync(controllers::stop, Thread::startVirtualThread);

    await().until(end::isDone);
    assertThat(answering.getCount()).isOne();
    assertThatThrownBy(silent::join).hasMessageContaining("couldn't be started");
  }
}
