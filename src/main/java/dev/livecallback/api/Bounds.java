package dev.livecallback.api;

import org.jspecify.annotations.Nullable;

/**
 * The greatest lengths of specs, statuses and their texts. The schema bounds the texts, and the
 * values cut themselves, to that length or to less. So a long answer of the API can never make a
 * status that is refused, and all texts together never make one that is longer than {@link
 * #LONGEST_PART}.
 */
public final class Bounds {
  /**
   * The greatest length of a spec or a status, in characters, names of fields included. It is far
   * more than a team's rules or URLs need, and than the operator writes. A longer part isn't read.
   */
  public static final int LONGEST_PART = 128 * 1024;

  /**
   * A field that marks a spec or a status that was too long and was cut. No object has it
   * otherwise.
   */
  public static final String CUT = WellKnown.GROUP + "/cut";

  /** The greatest length of a message for people, by the schema, in characters. */
  static final int MESSAGE = 32768;

  /** The greatest length of a message for people as it is written, in characters. */
  static final int WRITTEN_MESSAGE = 4096;

  /** The greatest length of one side of a difference, by the schema, in characters. */
  static final int VALUE = 4096;

  /**
   * The greatest length of a text of the API's own, like a URL, a type or a request id, in
   * characters.
   */
  static final int FOREIGN = 1024;

  /**
   * The greatest length of a single word of the API's, like a type or a request id, as it is
   * written, in characters.
   */
  static final int WRITTEN_WORD = 128;

  /** The number of targets that are shown of a remote record. */
  static final int TARGETS = 100;

  private Bounds() {}

  /**
   * Returns the text, or its beginning with an ellipsis if it is longer than {@code max}
   * characters. An absent text becomes empty, because a status that somebody else damaged must not
   * keep the objects from being read.
   */
  static String cut(@Nullable String text, int max) {
    if (text == null || text.length() <= max) {
      return text == null ? "" : text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end) + "…";
  }
}
