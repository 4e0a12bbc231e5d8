package dev.livecallback.cli;

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
import java.util.stream.Stream;

/** The Deployment of an operator in a cluster, and the settings that it gives. */
public final class OperatorDeployment {
  private static final String LABEL = "app.kubernetes.io/name";
  private static final String NAME = "live-callback-operator";

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

  /** Returns whether the value of a variable is the Pod's namespace. */
  private static boolean isOwnNamespace(EnvVar variable) {
    return variable.getValueFrom() != null
        && variable.getValueFrom().getFieldRef() != null
        && Objects.equals(
            variable.getValueFrom().getFieldRef().getFieldPath(), "metadata.namespace");
  }

  /** Returns the Deployments with the operator's label in all namespaces. */
  public static List<Deployment> labelled(KubernetesClient client) {
    return client.apps().deployments().inAnyNamespace().withLabel(LABEL, NAME).list().getItems();
  }

  /** Returns the Deployments with the operator's label in one namespace. */
  public static List<Deployment> labelled(KubernetesClient client, String namespace) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabel(LABEL, NAME)
        .list()
        .getItems();
  }

  /** Returns the Deployments in which exactly one container runs the command {@code operator}. */
  public static List<OperatorDeployment> operators(List<Deployment> deployments) {
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

  /** Returns the Deployment's namespace. */
  public String namespace() {
    return deployment.getMetadata().getNamespace();
  }

  /** Returns the Deployment's name. */
  public String name() {
    return deployment.getMetadata().getName();
  }

  /** Returns the image of the operator's container. */
  public String image() {
    return Objects.requireNonNullElse(container.getImage(), "");
  }

  /** Returns the ServiceAccount of the Deployment's Pods. */
  public String serviceAccount() {
    String name = deployment.getSpec().getTemplate().getSpec().getServiceAccountName();
    return name == null || name.isEmpty() ? "default" : name;
  }

  /** Returns the number of replicas that the Deployment asks for. */
  public int wantedReplicas() {
    return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
  }

  /** Returns the number of replicas that are ready. */
  public int readyReplicas() {
    return deployment.getStatus() == null
        ? 0
        : Objects.requireNonNullElse(deployment.getStatus().getReadyReplicas(), 0);
  }

  /**
   * Returns the values of settings. A value that the Deployment takes from a Secret or elsewhere
   * counts as not set.
   *
   * @throws SettingException if a value is wrong
   */
  public SettingValues values(List<Setting<?>> settings) throws SettingException {
    return new SettingValues(settings, options, environment);
  }

  /** Returns the text that the Deployment itself gives a setting; empty = none. */
  public Optional<String> text(Setting<?> setting) {
    return SettingValues.given(setting, options, environment);
  }

  /**
   * Returns whether the Deployment takes a setting's value, or a part of it, from elsewhere, where
   * it can't be read here.
   */
  public boolean refersTo(Setting<?> setting) {
    return text(setting)
        .map(text -> text.contains("$("))
        .orElseGet(() -> names(setting).anyMatch(referred::contains));
  }

  /** Returns whether the Deployment itself says what a setting is, be it an empty value. */
  public boolean sets(Setting<?> setting) {
    return setting.option().filter(options::containsKey).isPresent()
        || names(setting).anyMatch(environment::containsKey);
  }

  private static Stream<String> names(Setting<?> setting) {
    return Stream.concat(Stream.of(setting.variable()), setting.aliases().stream());
  }

  /**
   * Returns whether the Deployment takes variables from elsewhere ({@code envFrom}), whose names
   * can't be read here.
   */
  public boolean takesOthers() {
    return !container.getEnvFrom().isEmpty();
  }

  /** Joins the two values of an option that is given twice, as the operator reads it. */
  private static String both(String one, String other) {
    return one + "," + other;
  }

  /** Reads the options: {@code --option=value}, or option and value one after the other. */
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
