package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.Part.CLUSTER;
import static dev.livecallback.cli.doctor.Finding.State.BROKEN;

import dev.livecallback.cli.OperatorDeployment;
import dev.livecallback.cli.PlainText;
import dev.livecallback.leader.LeaseTerms;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.SecretType;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings that the operator's Deployment gives.
 *
 * @param known the settings that other findings depend on; empty = they can't be read, or are wrong
 * @param finding the finding about the settings, with those that differ from their defaults
 */
record GivenSettings(Optional<OperatorSettings> known, Finding finding) {
  private static final String NAME = "settings";
  private static final String HIDDEN = "(not shown)";

  private static final List<Setting<?>> DECISIVE =
      List.of(
          OperatorSetting.DEFAULT_ACCOUNT,
          OperatorSetting.WATCH_NAMESPACES,
          OperatorSetting.POD_NAMESPACE,
          OperatorSetting.LEADER_ELECTION,
          OperatorSetting.LEASE_DURATION,
          OperatorSetting.LEASE_RENEW_DEADLINE,
          OperatorSetting.LEASE_RETRY_PERIOD);

  /** Reads the settings of a Deployment. */
  static GivenSettings of(Optional<OperatorDeployment> operator) {
    if (operator.isEmpty()) {
      return new GivenSettings(
          Optional.empty(), Finding.unknown(CLUSTER, NAME, ClusterPart.NO_OPERATOR));
    }
    OperatorDeployment deployment = operator.get();
    List<Setting<?>> changed = new ArrayList<>();
    List<Setting<?>> referred = new ArrayList<>();
    List<Setting<?>> wrong = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    for (Setting<?> setting : OperatorSetting.ALL) {
      Optional<String> text = deployment.text(setting).filter(each -> !each.isEmpty());
      if (deployment.refersTo(setting)) {
        referred.add(setting);
      } else if (text.isPresent()) {
        try {
          if (differs(setting, text.get())) {
            changed.add(setting);
          }
        } catch (SettingException e) {
          wrong.add(setting);
          messages.add(e.getMessage());
        }
      }
    }
    if (!wrong.isEmpty()) {
      return wrong(names(wrong) + (wrong.size() == 1 ? " is wrong." : " are wrong."), messages);
    }
    boolean complete =
        !deployment.takesOthers() && DECISIVE.stream().noneMatch(deployment::refersTo);
    Optional<SettingValues> values = complete ? values(deployment) : Optional.empty();
    if (values.isPresent() && !isSafe(values.get())) {
      return wrong(
          "Each of LEASE_DURATION, LEASE_RENEW_DEADLINE and LEASE_RETRY_PERIOD has to be"
              + " longer than the next.",
          List.of());
    }
    return new GivenSettings(
        values.map(each -> new OperatorSettings(each, null, null, "")),
        Finding.ok(
            CLUSTER,
            NAME,
            words(changed, referred, deployment.takesOthers()),
            changed.stream()
                .map(each -> each + "=" + shown(each, deployment.text(each).orElse("")))
                .collect(Collectors.joining(", "))));
  }

  private static GivenSettings wrong(String seen, List<String> messages) {
    return new GivenSettings(
        Optional.empty(),
        new Finding(
            CLUSTER,
            NAME,
            BROKEN,
            seen,
            PlainText.visible(String.join(" ", messages)),
            "The operator doesn't start with it: correct the Deployment (docs/install.md)."));
  }

  /**
   * Returns whether a setting differs from its default. A CA bundle is a file in the Pod, which
   * can't be read here. It counts as different, and so does a secret.
   */
  private static boolean differs(Setting<?> setting, String text) throws SettingException {
    if (setting == OperatorSetting.CA_BUNDLE || setting.type() instanceof SecretType) {
      return true;
    }
    boolean isUsualName = setting == OperatorSetting.DEFAULT_ACCOUNT && text.equals("default");
    return !isUsualName && !setting.parse(text).equals(setting.defaultValue());
  }

  private static Optional<SettingValues> values(OperatorDeployment deployment) {
    try {
      return Optional.of(deployment.values(DECISIVE));
    } catch (SettingException e) {
      throw new IllegalStateException("each was read before", e);
    }
  }

  private static boolean isSafe(SettingValues values) {
    return new LeaseTerms(
            values.of(OperatorSetting.LEASE_DURATION),
            values.of(OperatorSetting.LEASE_RENEW_DEADLINE),
            values.of(OperatorSetting.LEASE_RETRY_PERIOD))
        .isSafe();
  }

  private static String words(
      List<Setting<?>> changed, List<Setting<?>> referred, boolean takesOthers) {
    return (changed.isEmpty()
            ? "All that can be read are as by default."
            : "Other than by default: " + names(changed) + ".")
        + (referred.isEmpty() ? "" : " Set from elsewhere: " + names(referred) + ".")
        + (takesOthers ? " envFrom may set more." : "");
  }

  private static String names(List<Setting<?>> settings) {
    return settings.stream().map(Setting::variable).collect(Collectors.joining(", "));
  }

  /** Returns the text of a setting, without secrets. A proxy's URL may have a password. */
  private static String shown(Setting<?> setting, String text) {
    boolean isSecret =
        setting.type() instanceof SecretType
            || (setting == OperatorSetting.HTTPS_PROXY && text.contains("@"));
    return isSecret ? HIDDEN : PlainText.visible(text);
  }
}
