package dev.livecallback.cli.status;

import dev.livecallback.api.Advice;
import dev.livecallback.cli.PlainText;
import java.util.List;

/** The advice on a reason, as docs/reasons.md has it, for a screen. */
final class AdviceText {
  private AdviceText() {}

  /** Returns cause, remedy, end and commands, indented by two blanks. */
  static String of(Advice advice, List<String> commands) {
    StringBuilder text = new StringBuilder();
    text.append(line("Cause", advice.cause()))
        .append(line("Remedy", advice.remedy()))
        .append(line("Ends by itself", advice.ends()));
    commands.forEach(command -> text.append("    ").append(command).append('\n'));
    return text.toString();
  }

  private static String line(String label, String markdown) {
    return PlainText.labelled("  " + label + ": ", PlainText.ofMarkdown(markdown));
  }
}
