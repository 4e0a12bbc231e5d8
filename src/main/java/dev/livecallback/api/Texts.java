package dev.livecallback.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Texts that many objects have, and texts that somebody wrote. */
public final class Texts {
  private static final int SHOWN = 64;

  private Texts() {}

  /** What somebody wrote, made fit for a message: 64 characters at most, all of them visible. */
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

  /** The same in quotes. */
  public static String quoted(String text) {
    return '"' + plain(text) + '"';
  }

  /**
   * What was thrown and where, without its message: that may quote what an object or a Secret
   * holds.
   */
  public static String origin(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /**
   * The one copy of this text, which is in memory as long as any object has it; "" for one that
   * isn't there though it should be.
   */
  static String shared(@Nullable String text) {
    return text == null ? "" : text.intern();
  }

  /** The same; nothing stays nothing. */
  static @Nullable String sharedOrNull(@Nullable String text) {
    return text == null ? null : text.intern();
  }
}
