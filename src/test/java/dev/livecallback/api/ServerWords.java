package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.regex.Pattern;

/** How API servers of different versions say one thing. */
final class ServerWords {
  private static final Pattern LONGER = Pattern.compile("may not be longer than (\\d+)");
  private static final Pattern TYPE =
      Pattern.compile("Invalid value: \"(object|string|integer|array)\": ");

  private ServerWords() {}

  /** Asserts that a refusal has a sentence of the newest Kubernetes, or what an older one has. */
  static void assertSays(Throwable refusal, String sentence) {
    String said = newest(refusal);
    if (!said.contains(sentence)) {
      assertThat(said)
          .as("the words of an older API server, instead of: %s", sentence)
          .contains(
              sentence
                  .replaceAll("Invalid value: \"[^\"]*\": ", "Invalid value: ")
                  .replace("of type int64", "of type integer"));
    }
  }

  /** A refusal in the words of the newest Kubernetes, whichever said it. */
  private static String newest(Throwable refusal) {
    String said = Objects.requireNonNull(refusal.getMessage());
    String bounded = LONGER.matcher(said).replaceAll("may not be more than $1 bytes");
    return TYPE.matcher(bounded).replaceAll("Invalid value: ");
  }
}
