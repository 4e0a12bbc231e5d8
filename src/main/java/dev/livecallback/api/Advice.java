package dev.livecallback.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The advice on a reason, beyond its sentence. {@code docs/reasons.md} is made of it, so the texts
 * are Markdown, with links as they are right there.
 *
 * @param cause the likely cause
 * @param remedy the steps to take
 * @param ends a sentence that says whether the reason ends by itself, and when
 * @param commands commands for a shell, one a line, with {@code streaming}, {@code
 *     sports-recordings} and {@code live} for namespace, object and account; may be empty
 */
public record Advice(String cause, String remedy, String ends, String commands) {
  /** Returns advice without commands. */
  static Advice of(String cause, String remedy, String ends) {
    return new Advice(cause, remedy, ends, "");
  }

  /**
   * Returns the commands for an object and its account, each with their names.
   *
   * @param account the account; null = nobody knows it, and the commands about it are left out
   */
  public List<String> commandsFor(ObjectId object, @Nullable AccountName account) {
    return AdviceCommands.of(commands, object, account);
  }

  /** Returns the same with these commands, in this order. */
  Advice run(String... lines) {
    return new Advice(cause, remedy, ends, String.join("\n", lines));
  }
}
