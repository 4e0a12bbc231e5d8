package dev.livecallback.cli;

import dev.livecallback.api.Formats;
import dev.livecallback.settings.Period;
import dev.livecallback.settings.WrongValueException;
import dev.livecallback.volcengine.Egress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the cluster, as kubectl has them. */
public final class KubernetesOptions {
  private static final Period PERIOD = new Period("30s");
  private static final int LONGEST_NAMESPACE = 63;

  @Option(
      names = "--kubeconfig",
      paramLabel = "PATH",
      description =
          "Path of the kubeconfig. Without it: the files that KUBECONFIG names, merged as kubectl"
              + " merges them; else ~/.kube/config; in a Pod its ServiceAccount.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The kubeconfig's context to use. Without it: the current one.")
  private @Nullable String context;

  @Option(
      names = "--request-timeout",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description =
          "How long one request to the API server may take, such as 30s or 2m. Without it:"
              + " ${DEFAULT-VALUE}.")
  private String requestTimeout = "30s";

  /**
   * Makes a client. This makes no request yet.
   *
   * @param environment the environment variables
   * @param egress the proxy for the API server, if the kubeconfig sets none itself
   */
  public KubernetesClient connect(Map<String, String> environment, Egress egress)
      throws CommandFailedException {
    Config config = new KubeconfigFiles(environment, egress).read(kubeconfig, context);
    int millis = Math.toIntExact(timeout().toMillis());
    config.setRequestTimeout(millis);
    config.setConnectionTimeout(millis);
    // No retries: a person waits, and can run the command again.
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * Returns whether a context or a kubeconfig is named, or a kubeconfig or a Pod's token is found.
   */
  boolean isThere(Map<String, String> environment, Egress egress) throws CommandFailedException {
    return context != null || new KubeconfigFiles(environment, egress).areThere(kubeconfig);
  }

  /** Refuses a text that can't be the name of a namespace; null is accepted. */
  public static void checkNamespace(@Nullable String namespace) throws CommandFailedException {
    if (namespace != null && !Formats.matches(namespace, Formats.NAMESPACE, LONGEST_NAMESPACE)) {
      throw new CommandFailedException(
          "--namespace is \"%s\": it takes the name of a namespace: lower-case letters, digits and '-'."
              .formatted(namespace));
    }
  }

  private Duration timeout() throws CommandFailedException {
    return duration("--request-timeout", requestTimeout, PERIOD);
  }

  /** Reads the duration that an option has as its value. */
  static Duration duration(String option, String text, Period type) throws CommandFailedException {
    try {
      return type.parse(text);
    } catch (WrongValueException e) {
      throw new CommandFailedException(option + e.getMessage());
    }
  }
}
