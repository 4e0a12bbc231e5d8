package dev.livecallback.account;

import java.util.List;

/**
 * A pattern in which {@code *} stands for characters. Its parts are looked for from left to right,
 * each once, so no text makes it slow.
 *
 * @param parts the texts between the stars, at least one
 * @param least the number of characters that each star stands for at least
 */
record Glob(List<String> parts, int least) {

  /** Returns a pattern in which {@code *} stands for any characters, or none. */
  static Glob any(String pattern) {
    return new Glob(List.of(pattern.split("\\*", -1)), 0);
  }

  /** Returns a pattern in which {@code *} stands for one or more characters. */
  static Glob some(String pattern) {
    return new Glob(List.of(pattern.split("\\*", -1)), 1);
  }

  /** Returns whether the pattern matches the whole text. */
  boolean matches(String text) {
    if (parts.size() == 1) {
      return text.equals(parts.getFirst());
    }
    if (!text.startsWith(parts.getFirst()) || !text.endsWith(parts.getLast())) {
      return false;
    }
    int end = parts.getFirst().length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      // The leftmost place leaves the most text for the parts that follow.
      int start = text.indexOf(part, end + least);
      if (start < 0) {
        return false;
      }
      end = start + part.length();
    }
    return end + least <= text.length() - parts.getLast().length();
  }
}
