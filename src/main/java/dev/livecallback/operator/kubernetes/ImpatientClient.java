package dev.livecallback.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;

/**
 * A client's other self, with the same connections, identity and interceptors, for requests whose
 * answer nobody waits for long: usually one that isn't answered is sent again for two minutes.
 */
public final class ImpatientClient {
  private ImpatientClient() {}

  /**
   * One that gives up early. It ends with the other.
   *
   * @param patience how long it waits for each answer
   * @param triesMore how often it asks again where there was none
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
