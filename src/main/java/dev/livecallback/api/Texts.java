package dev.livecallback.api;

import org.jspecify.annotations.Nullable;

/** Texts that many objects have: each is in memory once, as long as any has it. */
final class Texts {
  private Texts() {}

  /** The one copy of this text. */
  static String shared(String text) {
    return text.intern();
  }

  /** The same; nothing stays nothing. */
  static @Nullable String sharedOrNull(@Nullable String text) {
    return text == null ? null : text.intern();
  }
}
