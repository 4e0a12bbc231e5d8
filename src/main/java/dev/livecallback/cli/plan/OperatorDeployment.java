package dev.livecallback.cli.plan;

import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the operator that runs in the cluster, by its Deployment. */
final class OperatorDeployment {
  private static final String LABEL = "app.kubernetes.io/name";
  private static final String NAME = "live-callback-operator";

  /** Those by which an operator decides what to do. */
  private static final List<Setting<?>> SETTINGS =
      List.of(
          OperatorSetting.DEFAULT_ACCOUNT,
          OperatorSetting.ALLOWED_ENDPOINTS,
          OperatorSetting.LIVE_ENDPOINT,
          OperatorSetting.STS_ENDPOINT,
          OperatorSetting.LIVE_REGION,
          OperatorSetting.LIVE_QUOTA,
          OperatorSetting.SYNC_PERIOD,
          OperatorSetting.WATCH_NAMESPACES,
          OperatorSetting.POD_NAMESPACE);

  private OperatorDeployment() {}

  /**
   * Reads them.
   *
   * @param own the person's, whose credentials are theirs
   * @return empty = there is no such Deployment, or several, or none may be read
   */
  static Optional<OperatorSettings> settings(ClusterReader reader, OperatorSettings own)
      throws CommandFailedException {
    List<Deployment> all =
        reader
            .askIfPermitted(
                "Deployments",
                client ->
                    client
                        .apps()
                        .deployments()
                        .inAnyNamespace()
                        .withLabel(LABEL, NAME)
                        .list()
                        .getItems())
            .orElse(List.of());
    if (all.size() != 1) {
      return Optional.empty();
    }
    String namespace = all.getFirst().getMetadata().getNamespace();
    List<Container> containers =
        all.getFirst().getSpec().getTemplate().getSpec().getContainers().stream()
            .filter(each -> each.getArgs().contains("operator"))
            .toList();
    if (containers.size() != 1) {
      return Optional.empty();
    }
    try {
      SettingValues values =
          new SettingValues(
              SETTINGS,
              options(containers.getFirst().getArgs()),
              environment(containers.getFirst(), namespace));
      return Optional.of(new OperatorSettings(values, own.credentials(), null, own.processName()));
    } catch (SettingException e) {
      throw new CommandFailedException(
          "Deployment %s/%s: %s"
              .formatted(namespace, all.getFirst().getMetadata().getName(), e.getMessage()));
    }
  }

  private static Map<String, String> environment(Container container, String namespace) {
    Map<String, String> environment = new HashMap<>();
    environment.put(OperatorSetting.POD_NAMESPACE.variable(), namespace);
    for (EnvVar each : container.getEnv()) {
      if (each.getValue() != null) {
        environment.put(each.getName(), each.getValue());
      }
    }
    return environment;
  }

  /** {@code --option=value}, or the two one after the other. */
  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        options.put(argument.substring(0, equals), argument.substring(equals + 1));
      } else if (argument.startsWith("--") && i + 1 < arguments.size()) {
        options.put(argument, arguments.get(++i));
      }
    }
    return options;
  }
}
