package dev.livecallback.cli.plan;

import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import dev.livecallback.shadow.ShadowApiServer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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
   * @param own the person's, whose credentials are theirs; they count where it isn't known which
   *     Deployment does, or none may be read
   * @param told is told which settings count, where a person may think of others
   */
  static OperatorSettings settings(
      ClusterReader reader, OperatorSettings own, Consumer<String> told)
      throws CommandFailedException {
    List<Deployment> all = all(reader);
    if (all.size() <= 1) {
      return all.isEmpty() ? own : settings(all.getFirst(), own, told);
    }
    String namespace = own.of(OperatorSetting.POD_NAMESPACE);
    List<Deployment> named =
        all.stream().filter(each -> each.getMetadata().getNamespace().equals(namespace)).toList();
    String several =
        "The operator has several Deployments: %s."
            .formatted(all.stream().map(ShadowApiServer::name).collect(Collectors.joining(", ")));
    if (named.size() == 1) {
      told.accept(
          "%s The plan goes by that of namespace %s; --pod-namespace chooses another."
              .formatted(several, namespace));
      return settings(named.getFirst(), own, told);
    }
    told.accept(
        "%s Not exactly one of them is in the namespace that --pod-namespace names, %s: %s"
            .formatted(several, namespace, instead(own)));
    return own;
  }

  private static List<Deployment> all(ClusterReader reader) throws CommandFailedException {
    return reader
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
  }

  /** The settings by which a plan goes that no Deployment says. */
  private static String instead(OperatorSettings own) {
    return "the plan goes by your environment and options: default account %s, %s watched, LIVE_ENDPOINT %s."
        .formatted(
            own.defaultAccount(),
            own.watchNamespaces().isEmpty()
                ? "all namespaces"
                : "namespaces " + String.join(", ", new TreeSet<>(own.watchNamespaces())),
            own.of(OperatorSetting.LIVE_ENDPOINT));
  }

  private static OperatorSettings settings(
      Deployment deployment, OperatorSettings own, Consumer<String> told)
      throws CommandFailedException {
    String name = ShadowApiServer.name(deployment);
    List<Container> containers =
        deployment.getSpec().getTemplate().getSpec().getContainers().stream()
            .filter(each -> each.getArgs().contains("operator"))
            .toList();
    if (containers.size() != 1) {
      told.accept(
          "Deployment %s doesn't say which of its containers is the operator: %s"
              .formatted(name, instead(own)));
      return own;
    }
    try {
      SettingValues values =
          new SettingValues(
              SETTINGS,
              options(containers.getFirst().getArgs()),
              environment(containers.getFirst(), deployment.getMetadata().getNamespace()));
      return new OperatorSettings(values, own.credentials(), null, own.processName());
    } catch (SettingException e) {
      throw new CommandFailedException("Deployment %s: %s".formatted(name, e.getMessage()));
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
