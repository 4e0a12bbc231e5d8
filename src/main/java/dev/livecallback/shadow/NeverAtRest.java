package dev.livecallback.shadow;

/** So much happened in a {@link VirtualTime} that it won't come to rest any more. */
public final class NeverAtRest extends Error {
  private static final long serialVersionUID = 1;

  NeverAtRest(long events) {
    super("more than " + events + " events");
  }
}
