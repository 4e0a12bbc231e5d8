package dev.livecallback.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The figures of {@code docs/performance.md}. */
final class Benchmark {
  private static final int REQUESTS_AT_ONCE = 32;

  /** In milliseconds: a slow request is no reason to give up. */
  private static final int PATIENCE = 60_000;

  private static final List<Scenario> SCENARIOS =
      List.of(
          new EditToReady(),
          new FirstSync(),
          new Overtaking(),
          new Sweeps(),
          new Restart(),
          new Starts(),
          new Foreign(),
          new TakeoverScenario(),
          new Failover(),
          new Standby(),
          new Hopeless(),
          new Scrapes(),
          new Heap());

  private Benchmark() {}

  /** Takes a kubeconfig, the file for the figures, and which scenarios to run: none = all. */
  public static void main(String[] args) throws IOException {
    List<String> wanted = List.of(args).subList(2, args.length);
    List<Scenario> chosen = chosen(wanted);
    Path kubeconfig = Path.of(args[0]);
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    config.setMaxConcurrentRequestsPerHost(REQUESTS_AT_ONCE);
    config.setRequestTimeout(PATIENCE);
    Figures figures = new Figures();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      for (Scenario scenario : chosen) {
        scenario.run(new Stage(client, kubeconfig, figures));
      }
    } finally {
      figures.write(Path.of(args[1]));
    }
  }

  private static List<Scenario> chosen(List<String> names) {
    List<String> unknown = new ArrayList<>(names);
    unknown.removeAll(SCENARIOS.stream().map(Scenario::name).toList());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no %s; there are %s."
              .formatted(unknown, SCENARIOS.stream().map(Scenario::name).toList()));
    }
    return SCENARIOS.stream()
        .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
        .toList();
  }
}
