package dev.livecallback.operator.process;

import dev.livecallback.api.SteadyClock;
import dev.livecallback.operator.config.ApiServerConfig;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.volcengine.ConnectionFault;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that asks the API server at the start. In a Pod it repeats a failed request as long as
 * the startup probe allows: the Pod may start before its network does, and on a busy node a
 * handshake takes seconds. Outside a Pod it reports the first failure.
 */
final class StartupClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StartupClient.class);

  /** The time limit for one answer, including the TLS handshake. */
  static final Duration REQUEST = Duration.ofSeconds(15);

  /**
   * The time for which a Pod repeats a request. Together with the last request and the start of the
   * JVM, it is shorter than the startup probe allows, so that the reason is logged before the Pod
   * is ended.
   */
  static final Duration PATIENCE = Duration.ofSeconds(150);

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int TOO_MANY_REQUESTS = 429;

  private final KubernetesClient client;
  private final boolean inPod;
  private final InstantSource clock;
  private final Sleep sleep;
  private final Instant end;
  private boolean told;

  /** A way to wait, which a test can replace. */
  interface Sleep {
    /**
     * Waits.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void sleep(Duration pause) throws InterruptedException;
  }

  StartupClient(
      KubernetesClient client, boolean inPod, Duration patience, InstantSource clock, Sleep sleep) {
    this.client = client;
    this.inPod = inPod;
    this.clock = clock;
    this.sleep = sleep;
    this.end = clock.instant().plus(patience);
  }

  /** Returns a client that repeats requests if this process has a Pod's ServiceAccount. */
  static StartupClient of(Config config) {
    return of(config, PATIENCE);
  }

  /** Returns a client that sends each request once, for callers that try again themselves. */
  static StartupClient impatient(Config config) {
    return of(config, Duration.ZERO);
  }

  private static StartupClient of(Config config, Duration patience) {
    Config impatient =
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout((int) REQUEST.toMillis())
            .withRequestTimeout((int) REQUEST.toMillis())
            .build();
    return new StartupClient(
        new KubernetesClientBuilder().withConfig(impatient).build(),
        ApiServerConfig.isOfPod(config),
        patience,
        SteadyClock.of(System::nanoTime, InstantSource.system()),
        Thread::sleep);
  }

  /** Returns whether the client uses a Pod's ServiceAccount. */
  boolean inPod() {
    return inPod;
  }

  /** Returns the URL of the API server. */
  String url() {
    return client.getMasterUrl().toString();
  }

  /**
   * Sends a request, several times if necessary, and returns the answer.
   *
   * @throws StartupException if there is no answer
   * @throws KubernetesClientException if the answer is an error
   */
  <T> T ask(Function<KubernetesClient, T> request) throws StartupException {
    while (true) {
      try {
        return request.apply(client);
      } catch (KubernetesClientException e) {
        boolean answered = e.getCode() > 0;
        boolean later = answered ? isBusy(e.getCode()) : !isUntrusted(e);
        if (!(inPod && later && clock.instant().isBefore(end) && waits(e))) {
          if (answered) {
            throw e;
          }
          throw new StartupException(unanswered(e));
        }
      }
    }
  }

  private static boolean isBusy(int code) {
    return code >= HttpURLConnection.HTTP_INTERNAL_ERROR || code == TOO_MANY_REQUESTS;
  }

  private static boolean isUntrusted(KubernetesClientException e) {
    return ConnectionFault.of(e) == ConnectionFault.UNTRUSTED;
  }

  private boolean waits(KubernetesClientException e) {
    if (!told) {
      LOG.warn(
          "The API server at {} isn't to be had yet ({}). It is asked again for up to {} s.",
          url(),
          words(e),
          PATIENCE.toSeconds());
    }
    told = true;
    try {
      sleep.sleep(PAUSE);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String unanswered(KubernetesClientException e) {
    return "The API server at %s can't be reached (%s): %s"
        .formatted(
            url(),
            words(e),
            inPod
                ? "look at this node's network (kube-proxy, the network plugin) and at"
                    + " NetworkPolicies, and where HTTPS_PROXY is set, at whether NO_PROXY has the"
                    + " API server."
                : "set KUBECONFIG to a kubeconfig that works with kubectl, or see that the cluster"
                    + " is there.");
  }

  /** Returns the outcome of a failed request, in words for people. */
  static String words(KubernetesClientException e) {
    ConnectionFault fault = ConnectionFault.of(e);
    return switch (fault) {
      case CONNECT_TIMED_OUT, TIMED_OUT -> "it didn't answer within " + REQUEST.toSeconds() + " s";
      case BROKEN -> deepest(e);
      case NO_ADDRESS, REFUSED, NO_ROUTE, UNTRUSTED, NO_TLS, PROXY_LOGIN, PROXY_REFUSED ->
          fault.words();
    };
  }

  private static String deepest(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    String text = message == null ? deepest.getClass().getSimpleName() : message;
    return text.lines().findFirst().orElse(text);
  }

  @Override
  public void close() {
    client.close();
  }
}
