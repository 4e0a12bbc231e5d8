package dev.livecallback.settings;

/**
 * A whole number.
 *
 * @param least the smallest
 * @param most the largest
 * @param note the words after the bounds, such as {@code 0 = any}; may be empty
 */
public record WholeNumber(int least, int most, String note) implements SettingType<Integer> {
  /** Creates a number without a note. */
  public WholeNumber(int least, int most) {
    this(least, most, "");
  }

  @Override
  public Integer parse(String text) throws WrongValueException {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with the remedy.
    }
    throw WrongValueException.of(text, "a whole number from " + bounds());
  }

  @Override
  public String takes() {
    return "from " + values();
  }

  @Override
  public String values() {
    return bounds() + (note.isEmpty() ? "" : ", " + note);
  }

  private String bounds() {
    return least + " to " + most;
  }

  @Override
  public String label() {
    return "NUMBER";
  }
}
