package dev.livecallback.settings;

import dev.livecallback.volcengine.SecretText;

/** A text that must not be seen; empty if nothing is set. */
public record SecretType() implements SettingType<SecretText> {
  @Override
  public SecretText parse(String text) {
    return new SecretText(text);
  }

  @Override
  public String takes() {
    return "a secret";
  }

  @Override
  public String label() {
    return "SECRET";
  }
}
