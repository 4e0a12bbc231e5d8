package dev.livecallback.settings;

/** The name of a Kubernetes namespace. */
public record NamespaceType() implements SettingType<String> {
  /** The regular expression of a namespace's name. */
  public static final String PATTERN = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  @Override
  public String parse(String text) throws WrongValueException {
    if (text.matches(PATTERN)) {
      return text;
    }
    throw new WrongValueException(
        " names \"" + text + "\": a namespace's name has lower-case letters, digits and -.");
  }

  @Override
  public String takes() {
    return "a namespace's name";
  }

  @Override
  public String label() {
    return "NAMESPACE";
  }
}
