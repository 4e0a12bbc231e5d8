package dev.livecallback.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;

/**
 * A second client with the same connections, identity and interceptors, for requests whose answer
 * may not take long. The usual client repeats an unanswered request for two minutes.
 */
public final class ImpatientClient {
  private ImpatientClient() {}

  /**
   * Returns a client that gives up early. It is closed together with the original.
   *
   * @param patience the time limit for each answer
   * @param triesMore the number of retries if there is no answer
   */
  public static KubernetesClient of(KubernetesClient client, Duration patience, int triesMore) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout((int) patience.toMillis())
                .withRequestRetryBackoffLimit(triesMore)
                .build())
        .adapt(KubernetesClient.class);
  }
}
