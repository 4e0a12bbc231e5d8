package dev.livecallback.settings;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A choice between a few words.
 *
 * @param <T> the type of what a word stands for
 * @param choices the choices, in the order in which people see them
 * @param word returns the word of a choice
 * @param anyCase true if capital letters count as small ones
 */
public record Choice<T>(List<T> choices, Function<T, String> word, boolean anyCase)
    implements SettingType<T> {
  /** Copies the choices. */
  public Choice {
    choices = List.copyOf(choices);
  }

  /** Returns the choice between words that stand for themselves. */
  public static Choice<String> of(String... words) {
    return new Choice<>(List.of(words), text -> text, false);
  }

  /** Returns the choice between {@code true} and {@code false}. */
  public static Choice<Boolean> flag() {
    return new Choice<>(List.of(true, false), String::valueOf, false);
  }

  /** Returns the same choice, which takes capital letters for small ones. */
  Choice<T> inAnyCase() {
    return new Choice<>(choices, word, true);
  }

  /** Returns the words, in their order. */
  public List<String> words() {
    return choices.stream().map(word).toList();
  }

  @Override
  public T parse(String text) throws WrongValueException {
    String wanted = anyCase ? text.toLowerCase(Locale.ROOT) : text;
    for (T each : choices) {
      if (word.apply(each).equals(wanted)) {
        return each;
      }
    }
    throw WrongValueException.of(text, takes());
  }

  @Override
  public String takes() {
    List<String> words = words();
    return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  @Override
  public String values() {
    return takes();
  }

  @Override
  public String label() {
    return String.join("|", words());
  }
}
