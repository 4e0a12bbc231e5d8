package dev.livecallback.api;

import org.jspecify.annotations.Nullable;

/**
 * How long specs, statuses and their texts may be. The schema bounds them, and the values cut
 * themselves, to that or to less: a long answer of the API can never make a status that is refused,
 * nor all of them together one that is longer than {@link #LONGEST_PART}.
 */
public final class Bounds {
  /**
   * How long a spec or a status may be, in characters, names of fields included: far more than a
   * team has rules or URLs, and than the operator writes. What is longer isn't read.
   */
  public static final int LONGEST_PART = 128 * 1024;

  /** A field that no object has: what a spec or a status has that was too long, and was cut. */
  public static final String CUT = WellKnown.GROUP + "/cut";

  /** A message for people, by the schema, in characters. */
  static final int MESSAGE = 32768;

  /** A message for people, as it is written, in characters. */
  static final int WRITTEN_MESSAGE = 4096;

  /** One side of a difference, by the schema, in characters. */
  static final int VALUE = 4096;

  /** A word of the API's that isn't ours to choose: a URL, a type, a request id; in characters. */
  static final int FOREIGN = 1024;

  /** A word of the API's that is one word: a type, a request id; as it is written. */
  static final int WRITTEN_WORD = 128;

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
