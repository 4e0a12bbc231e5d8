package dev.livecallback.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much is written to the API server, by its own count. */
final class KubernetesWrites {
  private static final Pattern REQUESTS =
      Pattern.compile("(?m)^apiserver_request_total\\{(.*)} (\\S+)$");
  private static final Pattern VERB = Pattern.compile("verb=\"(\\w+)\"");
  private static final Pattern RESOURCE = Pattern.compile(",resource=\"(\\w+)\"");
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE");
  private static final Set<String> OURS = Set.of("livecallbacks", "events");

  private KubernetesWrites() {}

  /**
   * Requests since it started that write a LiveCallback, its status or an Event, successes or not.
   */
  static long count(KubernetesClient client) {
    String metrics = String.valueOf(client.raw("/metrics"));
    return REQUESTS
        .matcher(metrics)
        .results()
        .filter(line -> WRITES.contains(label(VERB, line.group(1))))
        .filter(line -> OURS.contains(label(RESOURCE, line.group(1))))
        .mapToLong(line -> (long) Double.parseDouble(line.group(2)))
        .sum();
  }

  private static String label(Pattern pattern, String labels) {
    Matcher found = pattern.matcher(labels);
    return found.find() ? found.group(1) : "";
  }
}
