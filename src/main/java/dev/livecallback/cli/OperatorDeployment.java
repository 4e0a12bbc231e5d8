package dev.livecallback.cli;

import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Deployment of an operator in a cluster, and the settings that it gives. */
public final class OperatorDeployment {
  private static final String LABEL = "app.kubernetes.io/name";
  private static final String NAME = "live-callback-operator";

  /** Those by which an operator decides what to do. */
  private static final List<Setting<?>> DECISIVE =
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

  private final Deployment deployment;
  private final Container container;
  private final Map<String, String> options;
  private final Map<String, String> environment = new HashMap<>();
  private final Set<String> referred = new HashSet<>();

  private OperatorDeployment(Deployment deployment, Container container) {
    this.deployment = deployment;
    this.container = container;
    this.options = options(container.getArgs());
    for (EnvVar each : container.getEnv()) {
      if (isOwnNamespace(each)) {
        environment.put(each.getName(), namespace());
      } else if (each.getValueFrom() != null) {
        referred.add(each.getName());
      } else {
        environment.put(each.getName(), Objects.requireNonNullElse(each.getValue(), ""));
      }
    }
  }

  /** Whether it is the field that has the Pod's namespace. */
  private static boolean isOwnNamespace(EnvVar variable) {
    return variable.getValueFrom() != null
        && variable.getValueFrom().getFieldRef() != null
        && Objects.equals(
            variable.getValueFrom().getFieldRef().getFieldPath(), "metadata.namespace");
  }

  /** Those of all namespaces. */
  public static List<OperatorDeployment> all(KubernetesClient client) {
    return operators(labelled(client));
  }

  private static List<Deployment> labelled(KubernetesClient client) {
    return client.apps().deployments().inAnyNamespace().withLabel(LABEL, NAME).list().getItems();
  }

  /** Those of one namespace. */
  public static List<OperatorDeployment> in(KubernetesClient client, String namespace) {
    return operators(
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withLabel(LABEL, NAME)
            .list()
            .getItems());
  }

  /** Leaves out what has the label, and runs another command. */
  private static List<OperatorDeployment> operators(List<Deployment> deployments) {
    return deployments.stream().flatMap(each -> operator(each).stream()).toList();
  }

  private static Optional<OperatorDeployment> operator(Deployment deployment) {
    List<Container> containers =
        deployment.getSpec().getTemplate().getSpec().getContainers().stream()
            .filter(each -> each.getArgs().contains("operator"))
            .toList();
    return containers.size() == 1
        ? Optional.of(new OperatorDeployment(deployment, containers.getFirst()))
        : Optional.empty();
  }

  /**
   * Reads the settings of the operator that counts.
   *
   * @param own the person's, whose credentials are theirs; they count where it isn't known which
   *     Deployment does, or none may be read
   * @param told is told which settings count, where a person may think of others
   */
  public static OperatorSettings settings(
      ClusterReader reader, OperatorSettings own, Consumer<String> told)
      throws CommandFailedException {
    List<Deployment> labelled =
        reader.askIfPermitted("Deployments", OperatorDeployment::labelled).orElse(List.of());
    List<OperatorDeployment> all = operators(labelled);
    if (all.isEmpty() && !labelled.isEmpty()) {
      told.accept(
          "Deployment %s doesn't say which of its containers is the operator: %s"
              .formatted(
                  labelled.getFirst().getMetadata().getNamespace()
                      + "/"
                      + labelled.getFirst().getMetadata().getName(),
                  instead(own)));
    }
    if (all.size() <= 1) {
      return all.isEmpty() ? own : all.getFirst().settings(own);
    }
    String namespace = own.of(OperatorSetting.POD_NAMESPACE);
    List<OperatorDeployment> named =
        all.stream().filter(each -> each.namespace().equals(namespace)).toList();
    String several =
        "The operator has several Deployments: %s."
            .formatted(
                all.stream()
                    .map(each -> each.namespace() + "/" + each.name())
                    .collect(Collectors.joining(", ")));
    if (named.size() == 1) {
      told.accept(
          "%s The plan goes by that of namespace %s; --pod-namespace chooses another."
              .formatted(several, namespace));
      return named.getFirst().settings(own);
    }
    told.accept(
        "%s Not exactly one of them is in the namespace that --pod-namespace names, %s: %s"
            .formatted(several, namespace, instead(own)));
    return own;
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

  private OperatorSettings settings(OperatorSettings own) throws CommandFailedException {
    try {
      return new OperatorSettings(values(DECISIVE), own.credentials(), null, own.processName());
    } catch (SettingException e) {
      throw new CommandFailedException(
          "Deployment %s/%s: %s".formatted(namespace(), name(), e.getMessage()));
    }
  }

  /** Its namespace. */
  public String namespace() {
    return deployment.getMetadata().getNamespace();
  }

  /** Its name. */
  public String name() {
    return deployment.getMetadata().getName();
  }

  /** The image of the operator's container. */
  public String image() {
    return Objects.requireNonNullElse(container.getImage(), "");
  }

  /** The ServiceAccount of its Pods. */
  public String serviceAccount() {
    String name = deployment.getSpec().getTemplate().getSpec().getServiceAccountName();
    return name == null || name.isEmpty() ? "default" : name;
  }

  /** How many replicas there are to be. */
  public int wantedReplicas() {
    return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
  }

  /** How many replicas are ready. */
  public int readyReplicas() {
    return deployment.getStatus() == null
        ? 0
        : Objects.requireNonNullElse(deployment.getStatus().getReadyReplicas(), 0);
  }

  /**
   * The values of settings; what it refers to, in a Secret or elsewhere, counts as not set.
   *
   * @throws SettingException if one of them is wrong
   */
  public SettingValues values(List<Setting<?>> settings) throws SettingException {
    return new SettingValues(settings, options, environment);
  }

  /** The text that it gives a setting itself; empty = none. */
  public Optional<String> text(Setting<?> setting) {
    return SettingValues.given(setting, options, environment);
  }

  /** Whether it refers to a setting's value, or a part of it, which can't be read here. */
  public boolean refersTo(Setting<?> setting) {
    return text(setting)
        .map(text -> text.contains("$("))
        .orElseGet(
            () ->
                Stream.concat(Stream.of(setting.variable()), setting.aliases().stream())
                    .anyMatch(referred::contains));
  }

  /** Whether it takes variables from elsewhere whose names can't be read here. */
  public boolean takesOthers() {
    return !container.getEnvFrom().isEmpty();
  }

  /** An option that is given twice has both values, as the operator reads it. */
  private static String both(String one, String other) {
    return one + "," + other;
  }

  /** {@code --option=value}, or the two one after the other. */
  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        options.merge(
            argument.substring(0, equals),
            argument.substring(equals + 1),
            OperatorDeployment::both);
      } else if (argument.startsWith("--") && i + 1 < arguments.size()) {
        options.merge(argument, arguments.get(++i), OperatorDeployment::both);
      }
    }
    return options;
  }
}
