package dev.livecallback.api;

import java.util.Objects;
import java.util.regex.Pattern;

/** How API servers of different versions say one thing. */
final class ServerWords {
  private static final Pattern LONGER = Pattern.compile("may not be longer than (\\d+)");
  private static final Pattern TYPE =
      Pattern.compile("Invalid value: \"(object|string|integer|array)\": ");

  private ServerWords() {}

  /** A refusal in the words of the newest Kubernetes, whichever said it. */
  static String newest(Throwable refusal) {
    String said = Objects.requireNonNull(refusal.getMessage());
    String bounded = LONGER.matcher(said).replaceAll("may not be more than $1 bytes");
    return TYPE.matcher(bounded).replaceAll("Invalid value: ");
  }
}
