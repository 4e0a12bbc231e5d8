package dev.livecallback.shadow;

/** The error that a {@link VirtualTime} has had too many events and won't come to rest any more. */
public final class NeverAtRest extends Error {
  private static final long serialVersionUID = 1;

  NeverAtRest(long events) {
    super("more than " + events + " events");
  }
}
