package dev.livecallback.settings;

import dev.livecallback.volcengine.Egress;

/** The connection to the cloud, by the variables that other programs use too. */
public final class EgressSettings {
  private EgressSettings() {}

  /** Returns the egress that the variables describe. */
  public static Egress of(SettingValues values) {
    return new Egress(
        values.of(OperatorSetting.HTTPS_PROXY).orElse(null),
        values.of(OperatorSetting.NO_PROXY),
        values.of(OperatorSetting.CA_BUNDLE));
  }
}
