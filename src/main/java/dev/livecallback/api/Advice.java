package dev.livecallback.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person should know of a reason, beyond its sentence. {@code docs/reasons.md} is made of
 * it, so the texts are Markdown, with links as they are right there.
 *
 * @param cause what it is likely to come from
 * @param remedy what to do
 * @param ends whether it ends by itself, and when
 * @param commands commands for a shell, one a line, with {@code streaming}, {@code
 *     sports-recordings} and {@code live} for namespace, object and account; may be empty
 */
public record Advice(String cause, String remedy, String ends, String commands) {
  /** One without commands. */
  static Advice of(String cause, String remedy, String ends) {
    return new Advice(cause, remedy, ends, "");
  }

  /**
   * The commands for an object and its account, each with their names.
   *
   * @param account null = nobody knows which it is: what is about it is left out
   */
  public List<String> commandsFor(ObjectId object, @Nullable AccountName account) {
    return AdviceCommands.of(commands, object, account);
  }

  /** With these commands, in this order. */
  Advice run(String... lines) {
    return new Advice(cause, remedy, ends, String.join("\n", lines));
  }
}
