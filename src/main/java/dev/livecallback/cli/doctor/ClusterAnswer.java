package dev.livecallback.cli.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question to an API server.
 *
 * @param <T> the type of the object that was asked for
 */
sealed interface ClusterAnswer<T> {
  /** The object that was found. */
  record There<T>(T value) implements ClusterAnswer<T> {}

  /** The answer that the object doesn't exist, or that the API server doesn't know its kind. */
  record Absent<T>() implements ClusterAnswer<T> {}

  /**
   * The answer that nobody can tell.
   *
   * @param why the reason, as a sentence in fixed words
   */
  record Untold<T>(String why) implements ClusterAnswer<T> {}

  /**
   * Asks the API server.
   *
   * @param right the right that a person needs for the question, in fixed words: {@code list
   *     secrets in all namespaces}
   */
  static <T> ClusterAnswer<T> ask(
      KubernetesClient client, String right, Function<KubernetesClient, @Nullable T> question) {
    try {
      T found = question.apply(client);
      return found == null ? new Absent<>() : new There<>(found);
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_NOT_FOUND -> new Absent<>();
        case HttpURLConnection.HTTP_FORBIDDEN ->
            new Untold<>("You may not %s: have the right granted.".formatted(right));
        case 0 -> new Untold<>("The API server gives no answer that can be read.");
        default ->
            new Untold<>("The API server answers with HTTP status %d.".formatted(e.getCode()));
      };
    }
  }
}
