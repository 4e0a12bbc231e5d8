package dev.livecallback.settings;

/** A wrong setting. The message is a sentence for people, with the cause and the remedy. */
public final class SettingException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Setting<?> setting;

  /** Creates an exception from the rest of a sentence that begins with the setting's variable. */
  public SettingException(Setting<?> setting, String sentence) {
    super(setting.variable() + sentence);
    this.setting = setting;
  }

  /** Returns the setting that is wrong. */
  public Setting<?> setting() {
    return setting;
  }
}
