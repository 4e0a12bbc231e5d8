package dev.livecallback.settings;

import java.util.List;
import java.util.Optional;

/**
 * Something that a person may set: by an environment variable, and by an option of a command where
 * it has one. What it is called, takes and means is written down once, where it is declared.
 *
 * @param <T> what its value is to the program
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
   * A setting that is being declared, all but its type.
   *
   * @param variable its environment variable
   * @param option the option of a command, such as {@code --live-quota}; empty = there is none
   * @param aliases variables that count where the first one isn't set
   * @param byDefault the text of the value that it has where it isn't set; may be empty
   * @param without what people are told to hold where it isn't set
   * @param meaning what it is, as the start of a sentence for people; Markdown without links
   * @param details what else there is to say of it in the documentation, in Markdown; may be empty
   */
  public record Draft(
      String variable,
      String option,
      List<String> aliases,
      String byDefault,
      String without,
      String meaning,
      String details) {
    /** The same with an option. */
    public Draft option(String name) {
      return new Draft(variable, name, aliases, byDefault, without, meaning, details);
    }

    /** The same with another variable that counts where the first one isn't set. */
    Draft alias(String name) {
      return new Draft(variable, option, List.of(name), byDefault, without, meaning, details);
    }

    /** The same with a value where it isn't set. */
    public Draft byDefault(String text) {
      return new Draft(variable, option, aliases, text, "`" + text + "`", meaning, details);
    }

    /** The same with words for what holds where it isn't set. */
    public Draft without(String words) {
      return new Draft(variable, option, aliases, byDefault, words, meaning, details);
    }

    /** The same with its meaning. */
    public Draft meaning(String text) {
      return new Draft(variable, option, aliases, byDefault, without, text, details);
    }

    /** The same with more to say in the documentation. */
    public Draft details(String text) {
      return new Draft(variable, option, aliases, byDefault, without, meaning, text);
    }

    /** Ends the declaration. */
    public <T> Setting<T> takes(SettingType<T> type) {
      return new Setting<>(this, type);
    }
  }

  /** Its environment variable. */
  public String variable() {
    return draft.variable();
  }

  /** The option of a command, where it has one. */
  public Optional<String> option() {
    return draft.option().isEmpty() ? Optional.empty() : Optional.of(draft.option());
  }

  /** Other variables, which count where the first one isn't set. */
  public List<String> aliases() {
    return draft.aliases();
  }

  /** The text of the value that it has where it isn't set; may be empty. */
  public String byDefault() {
    return draft.byDefault();
  }

  /** The value that it has where it isn't set. */
  public T defaultValue() {
    try {
      return type.parse(byDefault());
    } catch (WrongValueException e) {
      throw new IllegalStateException(variable() + e.getMessage(), e);
    }
  }

  /** What holds where it isn't set, for people, in Markdown. */
  public String without() {
    return draft.without();
  }

  /** What it is, and which values it takes, for people: a sentence without its full stop. */
  public String meaning() {
    return draft.meaning() + (type.values().isEmpty() ? "" : ": " + type.values());
  }

  /** What else there is to say of it, in Markdown; may be empty. */
  public String details() {
    return draft.details();
  }

  /** What its values are. */
  public SettingType<T> type() {
    return type;
  }

  /**
   * Reads a value.
   *
   * @throws SettingException if the text is none
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
