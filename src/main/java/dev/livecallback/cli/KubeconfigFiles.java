package dev.livecallback.cli;

import dev.livecallback.operator.config.ApiServerConfig;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.volcengine.Egress;
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
 * The kubeconfigs, found and read as kubectl does. A file that an option names has to exist. Of the
 * files that {@code KUBECONFIG} names, missing ones are skipped, and the first file that sets a
 * value counts for it.
 */
final class KubeconfigFiles {
  private static final String VARIABLE = "KUBECONFIG";
  private static final Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  private final Map<String, String> environment;
  private final Egress egress;

  /**
   * @param environment the environment variables
   * @param egress the proxy for the API server of a kubeconfig that sets none itself
   */
  KubeconfigFiles(Map<String, String> environment, Egress egress) {
    this.environment = environment;
    this.egress = egress;
  }

  /**
   * Reads the kubeconfig.
   *
   * @param named the file that an option names; null = no option names one
   * @param context the context to use; null = the current one
   */
  Config read(@Nullable String named, @Nullable String context) throws CommandFailedException {
    List<Path> files = files(named);
    try {
      if (!files.isEmpty()) {
        String name = "The kubeconfig " + (files.size() == 1 ? files.getFirst() : "of KUBECONFIG");
        return ApiServerConfig.ofKubeconfig(name, merged(name, files, context), egress);
      }
      if (context == null && Files.isReadable(TOKEN)) {
        return ApiServerConfig.ofPod(egress);
      }
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
    throw new CommandFailedException(
        "There is no kubeconfig: name one by --kubeconfig or in KUBECONFIG.");
  }

  /**
   * Returns whether there is a kubeconfig, or a Pod's ServiceAccount token.
   *
   * @param named the file that an option names; null = no option names one
   */
  boolean areThere(@Nullable String named) throws CommandFailedException {
    return !files(named).isEmpty() || Files.isReadable(TOKEN);
  }

  private List<Path> files(@Nullable String named) throws CommandFailedException {
    if (named != null) {
      return readable(List.of(Path.of(named)), "name another by --kubeconfig");
    }
    String variable = environment.getOrDefault(VARIABLE, "").strip();
    if (!variable.isEmpty()) {
      List<Path> all =
          Arrays.stream(variable.split(File.pathSeparator))
              .filter(each -> !each.isBlank())
              .map(Path::of)
              .toList();
      List<Path> there = all.stream().filter(Files::exists).toList();
      return readable(there.isEmpty() ? all : there, "name others in KUBECONFIG");
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    Path usual = Path.of(home, ".kube", "config");
    return Files.exists(usual)
        ? readable(List.of(usual), "name another by --kubeconfig")
        : List.of();
  }

  private static List<Path> readable(List<Path> files, String remedy)
      throws CommandFailedException {
    for (Path file : files) {
      String problem = problem(file);
      if (problem != null) {
        throw new CommandFailedException(
            "The kubeconfig %s %s%s.".formatted(file, problem, remedy));
      }
    }
    return files;
  }

  /**
   * Returns why a file can't be read, as the part of a sentence before the remedy; null = it can be
   * read.
   */
  private static @Nullable String problem(Path file) {
    if (!Files.exists(file)) {
      return "isn't there: ";
    }
    if (Files.isDirectory(file)) {
      return "is a folder: ";
    }
    return Files.isReadable(file) ? null : "can't be read: have the right to it granted, or ";
  }

  private static Config merged(String name, List<Path> files, @Nullable String context)
      throws CommandFailedException {
    try {
      return merged(files, context);
    } catch (RuntimeException e) {
      // The exception's message may quote the file's content.
      throw new CommandFailedException(name + " can't be used: name one that works with kubectl.");
    }
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
