package dev.livecallback.cli.plan;

import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.OperatorDeployment;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The operator's settings for a plan: those of its Deployment, or else those of the person. */
final class DeploymentSettings {
  /** The settings on which the operator's decisions depend. */
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

  private final OperatorSettings own;
  private final Consumer<String> told;

  /**
   * Creates settings that are yet to be read.
   *
   * @param own the person's settings and credentials. These settings count if no Deployment may be
   *     read, or it isn't known which one counts
   * @param told the receiver of sentences about the settings that count, if a person may expect
   *     others
   */
  DeploymentSettings(OperatorSettings own, Consumer<String> told) {
    this.own = own;
    this.told = told;
  }

  /** Reads the settings. */
  OperatorSettings read(ClusterReader reader) throws CommandFailedException {
    String namespace = own.of(OperatorSetting.POD_NAMESPACE);
    Optional<List<Deployment>> labelled =
        reader.askIfPermitted("Deployments", OperatorDeployment::labelled);
    boolean everywhere = labelled.isPresent();
    if (!everywhere) {
      labelled =
          reader.askIfPermitted(
              "Deployments", each -> OperatorDeployment.labelled(each, namespace));
    }
    if (labelled.isEmpty() || (!everywhere && labelled.get().isEmpty())) {
      told.accept("You may not list Deployments, so " + instead());
      return own;
    }
    List<OperatorDeployment> all = OperatorDeployment.operators(labelled.get());
    if (all.isEmpty() && !labelled.get().isEmpty()) {
      ObjectMeta first = labelled.get().getFirst().getMetadata();
      told.accept(
          "Deployment %s/%s doesn't say which of its containers is the operator, so %s"
              .formatted(first.getNamespace(), first.getName(), instead()));
    }
    if (all.size() <= 1) {
      return all.isEmpty() ? own : of(all.getFirst());
    }
    List<OperatorDeployment> named =
        all.stream().filter(each -> each.namespace().equals(namespace)).toList();
    String several =
        "The operator has several Deployments: %s."
            .formatted(
                all.stream().map(DeploymentSettings::place).collect(Collectors.joining(", ")));
    if (named.size() == 1) {
      told.accept(
          "%s The plan goes by that of namespace %s; --pod-namespace chooses another."
              .formatted(several, namespace));
      return of(named.getFirst());
    }
    told.accept(
        "%s Not exactly one of them is in the namespace that --pod-namespace names, %s, so %s"
            .formatted(several, namespace, instead()));
    return own;
  }

  private static String place(OperatorDeployment each) {
    return each.namespace() + "/" + each.name();
  }

  /**
   * Returns the end of a sentence with the settings that count instead of those of a Deployment.
   */
  private String instead() {
    return "the plan goes by your environment and options: default account %s, %s watched, LIVE_ENDPOINT %s."
        .formatted(
            own.defaultAccount(),
            own.watchNamespaces().isEmpty()
                ? "all namespaces"
                : "namespaces " + String.join(", ", new TreeSet<>(own.watchNamespaces())),
            own.of(OperatorSetting.LIVE_ENDPOINT));
  }

  private OperatorSettings of(OperatorDeployment deployment) throws CommandFailedException {
    List<Setting<?>> unread = DECISIVE.stream().filter(each -> isUnread(deployment, each)).toList();
    if (!unread.isEmpty()) {
      told.accept(
          "The plan can't read from Deployment %s what %s is: the value is in another object or variable. For this, the plan goes by your environment and options."
              .formatted(
                  place(deployment),
                  unread.stream().map(Setting::variable).collect(Collectors.joining(", "))));
    }
    try {
      SettingValues values =
          deployment.values(DECISIVE.stream().filter(each -> !unread.contains(each)).toList());
      for (Setting<?> each : unread) {
        values = withOwn(values, each);
      }
      return new OperatorSettings(values, own.credentials(), null, own.processName());
    } catch (SettingException e) {
      throw new CommandFailedException(
          "Deployment %s: %s".formatted(place(deployment), e.getMessage()));
    }
  }

  /** Returns whether the value of a setting is in a Secret or a ConfigMap, or may be there. */
  private static boolean isUnread(OperatorDeployment deployment, Setting<?> setting) {
    return deployment.refersTo(setting) || (deployment.takesOthers() && !deployment.sets(setting));
  }

  private <T> SettingValues withOwn(SettingValues values, Setting<T> setting) {
    return values.with(setting, own.of(setting));
  }
}
