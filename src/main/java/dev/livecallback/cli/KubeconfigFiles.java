package dev.livecallback.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads kubeconfigs as kubectl does: one that is named has to be there; of those that
 * {@code KUBECONFIG} names, missing ones are passed over, and the first that says something counts.
 */
final class KubeconfigFiles {
  private static final String VARIABLE = "KUBECONFIG";
  private static final Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  private final Map<String, String> environment;

  KubeconfigFiles(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads it.
   *
   * @param named the file that an option names; null = none does
   * @param context the context to use; null = the current one
   */
  Config read(@Nullable String named, @Nullable String context) throws CommandFailedException {
    List<Path> files = files(named);
    if (files.isEmpty()) {
      if (context == null && Files.isReadable(TOKEN)) {
        return Config.autoConfigure(null);
      }
      throw new CommandFailedException(
          "There is no kubeconfig: name one by --kubeconfig or in KUBECONFIG.");
    }
    String name = files.size() == 1 ? files.getFirst().toString() : "of KUBECONFIG";
    try {
      return merged(files, context);
    } catch (RuntimeException e) {
      // Its message may quote what the file holds.
      throw new CommandFailedException(
          "The kubeconfig %s can't be used: name one that works with kubectl.".formatted(name));
    }
  }

  private List<Path> files(@Nullable String named) throws CommandFailedException {
    if (named != null) {
      if (!Files.isReadable(Path.of(named))) {
        throw new CommandFailedException(
            "The kubeconfig %s can't be read: name a file that exists by --kubeconfig."
                .formatted(named));
      }
      return List.of(Path.of(named));
    }
    String variable = environment.getOrDefault(VARIABLE, "").strip();
    if (!variable.isEmpty()) {
      List<Path> there =
          Arrays.stream(variable.split(File.pathSeparator))
              .filter(each -> !each.isBlank())
              .map(Path::of)
              .filter(Files::isReadable)
              .toList();
      if (there.isEmpty()) {
        throw new CommandFailedException(
            "KUBECONFIG names %s, which can't be read: name a file that exists."
                .formatted(variable));
      }
      return there;
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    Path usual = Path.of(home, ".kube", "config");
    return Files.isReadable(usual) ? List.of(usual) : List.of();
  }

  private static Config merged(List<Path> files, @Nullable String context)
      throws CommandFailedException {
    var parsed =
        files.stream()
            .map(Path::toFile)
            .map(KubeConfigUtils::parseConfig)
            .toArray(io.fabric8.kubernetes.api.model.Config[]::new);
    String wanted = context == null ? current(parsed) : context;
    boolean there =
        Arrays.stream(parsed)
            .flatMap(each -> each.getContexts().stream())
            .anyMatch(each -> each.getName().equals(wanted));
    if (!there) {
      throw new CommandFailedException(
          (wanted.isEmpty()
                  ? "The kubeconfig has no current context"
                  : "The kubeconfig has no context \"%s\"".formatted(wanted))
              + ": choose one of kubectl config get-contexts by --context.");
    }
    Config config = new ConfigBuilder(Config.empty()).build();
    KubeConfigUtils.merge(config, wanted, parsed);
    return config;
  }

  private static String current(io.fabric8.kubernetes.api.model.Config... parsed) {
    return Arrays.stream(parsed)
        .map(each -> each.getCurrentContext() == null ? "" : each.getCurrentContext())
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse("");
  }
}
