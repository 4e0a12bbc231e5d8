package dev.livecallback.cli.doctor;

import dev.livecallback.cli.PlainText;
import java.util.List;
import java.util.stream.Collectors;

/** A list of names for a person who may see them. */
final class NameList {
  private static final int SHOWN = 10;

  private NameList() {}

  /** Returns the first names, and the number of the others. */
  static String of(List<String> names) {
    String shown =
        names.stream().limit(SHOWN).map(PlainText::visible).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }
}
