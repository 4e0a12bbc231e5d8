package dev.livecallback.settings;

import java.util.List;
import java.util.Optional;

/**
 * A value that a person may set by an environment variable, and by an option of a command if it has
 * one. Its name, its values and its meaning are written down once, in its declaration.
 *
 * @param <T> the type of its value in the program
 */
public final class Setting<T> {
  private final Draft draft;
  private final SettingType<T> type;

  private Setting(Draft draft, SettingType<T> type) {
    this.draft = draft;
    this.type = type;
  }

  /** Begins the declaration of the setting with this environment variable. */
  public static Draft of(String variable) {
    return new Draft(variable, "", List.of(), "", "none", "", "");
  }

  /**
   * The declaration of a setting, without its type.
   *
   * @param variable its environment variable
   * @param option the option of a command, such as {@code --live-quota}; empty = there is none
   * @param aliases the variables that count if the first one isn't set
   * @param byDefault the text of its value if it isn't set; may be empty
   * @param without the words that tell people what holds if it isn't set
   * @param meaning its meaning, as the start of a sentence for people; Markdown without links
   * @param details the rest of its documentation, in Markdown; may be empty
   */
  public record Draft(
      String variable,
      String option,
      List<String> aliases,
      String byDefault,
      String without,
      String meaning,
      String details) {
    /** Returns the draft with an option. */
    public Draft option(String name) {
      return new Draft(variable, name, aliases, byDefault, without, meaning, details);
    }

    /** Returns the draft with another variable, which counts if the first one isn't set. */
    Draft alias(String name) {
      return new Draft(variable, option, List.of(name), byDefault, without, meaning, details);
    }

    /** Returns the draft with a value that holds if the setting isn't set. */
    public Draft byDefault(String text) {
      return new Draft(variable, option, aliases, text, "`" + text + "`", meaning, details);
    }

    /** Returns the draft with the words that tell people what holds if the setting isn't set. */
    public Draft without(String words) {
      return new Draft(variable, option, aliases, byDefault, words, meaning, details);
    }

    /** Returns the draft with a meaning. */
    public Draft meaning(String text) {
      return new Draft(variable, option, aliases, byDefault, without, text, details);
    }

    /** Returns the draft with details for the documentation. */
    public Draft details(String text) {
      return new Draft(variable, option, aliases, byDefault, without, meaning, text);
    }

    /** Ends the declaration. */
    public <T> Setting<T> takes(SettingType<T> type) {
      return new Setting<>(this, type);
    }
  }

  /** Returns its environment variable. */
  public String variable() {
    return draft.variable();
  }

  /** Returns the option of a command, if it has one. */
  public Optional<String> option() {
    return draft.option().isEmpty() ? Optional.empty() : Optional.of(draft.option());
  }

  /** Returns the other variables, which count if the first one isn't set. */
  public List<String> aliases() {
    return draft.aliases();
  }

  /** Returns the text of its value if it isn't set; may be empty. */
  public String byDefault() {
    return draft.byDefault();
  }

  /** Returns its value if it isn't set. */
  public T defaultValue() {
    try {
      return type.parse(byDefault());
    } catch (WrongValueException e) {
      throw new IllegalStateException(variable() + e.getMessage(), e);
    }
  }

  /** Returns the words that tell people what holds if it isn't set, in Markdown. */
  public String without() {
    return draft.without();
  }

  /** Returns its meaning and its possible values, for people: a sentence without its full stop. */
  public String meaning() {
    return draft.meaning() + (type.values().isEmpty() ? "" : ": " + type.values());
  }

  /** Returns the rest of its documentation, in Markdown; may be empty. */
  public String details() {
    return draft.details();
  }

  /** Returns the type of its values. */
  public SettingType<T> type() {
    return type;
  }

  /**
   * Reads a value.
   *
   * @throws SettingException if the text isn't a value of the setting
   */
  public T parse(String text) throws SettingException {
    try {
      return type.parse(text);
    } catch (WrongValueException e) {
      throw new SettingException(this, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return variable();
  }
}
