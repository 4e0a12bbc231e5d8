package dev.livecallback.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operations on texts that many objects have, and on texts that somebody wrote. */
public final class Texts {
  private static final int SHOWN = 64;

  private Texts() {}

  /**
   * Returns the first 64 characters of a text that somebody wrote, with an ellipsis if it is
   * longer. Characters other than visible ASCII and spaces are escaped.
   */
  public static String plain(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .forEach(
            each -> {
              if (each >= ' ' && each <= '~') {
                shown.appendCodePoint(each);
              } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", each));
              }
            });
    return shown.append(text.codePointCount(0, text.length()) > SHOWN ? "…" : "").toString();
  }

  /** Returns the same as {@link #plain}, in quotes. */
  public static String quoted(String text) {
    return '"' + plain(text) + '"';
  }

  /**
   * Returns what was thrown and where, without its message, which may quote what an object or a
   * Secret holds.
   */
  public static String origin(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /**
   * Returns the one copy of this text, which is in memory as long as any object has it; "" = the
   * text is missing though it should be there.
   */
  static String shared(@Nullable String text) {
    return text == null ? "" : text.intern();
  }

  /** Returns the one copy of this text, as {@link #shared} does; null stays null. */
  static @Nullable String sharedOrNull(@Nullable String text) {
    return text == null ? null : text.intern();
  }
}
