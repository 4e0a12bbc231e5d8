package dev.livecallback.api;

import org.jspecify.annotations.Nullable;

/**
 * How long the texts of a status may be. The schema has the same bounds, and the values cut
 * themselves, so that a long answer of the API can never make a status that is refused.
 */
final class Bounds {
  /** A message for people, in characters. */
  static final int MESSAGE = 32768;

  /** One side of a difference, in characters. */
  static final int VALUE = 4096;

  /** A word of the API's that isn't ours to choose: a URL, a type, a request id; in characters. */
  static final int FOREIGN = 1024;

  /** The targets that are shown of a remote record. */
  static final int TARGETS = 100;

  private Bounds() {}

  /**
   * The text, or its beginning with an ellipsis if it is longer. An absent one becomes empty: a
   * status that somebody else damaged must not keep the objects from being read.
   */
  static String cut(@Nullable String text, int max) {
    if (text == null || text.length() <= max) {
      return text == null ? "" : text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end) + "…";
  }
}
