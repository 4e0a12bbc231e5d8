package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The commands that messages tell a person to run. */
final class MessageCommands {
  private static final Pattern COMMAND =
      Pattern.compile(
          "kubectl -n \\S+ (?:patch \\S+ \\S+ --type merge -p '[^']*'"
              + "|annotate \\S+ \\S+ --overwrite --field-manager=livecallback \\S+)");

  private MessageCommands() {}

  /** All of them, as they stand in the message. */
  static List<String> in(String message) {
    return COMMAND.matcher(message).results().map(MatchResult::group).toList();
  }

  /** The one that contains this text; fails if there isn't exactly one. */
  static String with(String text, String message) {
    List<String> found = in(message).stream().filter(each -> each.contains(text)).toList();
    assertThat(found).as("commands with %s in: %s", text, message).hasSize(1);
    return found.getFirst();
  }
}
