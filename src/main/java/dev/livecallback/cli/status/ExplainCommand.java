package dev.livecallback.cli.status;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Advice;
import dev.livecallback.api.Reason;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.ExitCode;
import dev.livecallback.cli.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code livecallback explain}, which says what a reason means, and what to do. */
@Command(
    name = "explain",
    header = "Says what a reason of a LiveCallback or a LiveAccount means, and what to do.",
    description = {
      "",
      "It prints the text of docs/reasons.md, and needs no cluster. In its commands"
          + " the namespace is streaming, the object sports-recordings and the account"
          + " live.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 1,
    usageHelpWidth = PlainText.WIDTH,
    footer = {
      "",
      "Exit codes: 0 done; 1 an error, or wrong usage.",
      "",
      "Example:",
      "  livecallback explain Conflict"
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int ALIKE = 3;

  @Parameters(
      paramLabel = "REASON",
      completionCandidates = Words.class,
      description = "The word, as in a condition. Case doesn't matter.")
  private String word = "";

  @Spec private @Nullable CommandSpec spec;

  /** All reasons, in order. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return all().iterator();
    }
  }

  private static SortedSet<String> all() {
    return Stream.concat(
            Arrays.stream(Reason.values()).map(Reason::word),
            Arrays.stream(AccountReason.values()).map(AccountReason::word))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (spec == null) {
      throw new IllegalStateException("the command runs by way of picocli");
    }
    List<String> parts = new ArrayList<>();
    Arrays.stream(Reason.values())
        .filter(reason -> reason.word().equalsIgnoreCase(word))
        .forEach(
            reason ->
                parts.add(part(reason.word(), "LiveCallback", reason.sentence(), reason.advice())));
    Arrays.stream(AccountReason.values())
        .filter(reason -> reason.word().equalsIgnoreCase(word))
        .forEach(
            reason ->
                parts.add(part(reason.word(), "LiveAccount", reason.sentence(), reason.advice())));
    if (parts.isEmpty()) {
      throw new CommandFailedException(unknown());
    }
    spec.commandLine().getOut().print(String.join("\n", parts));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.number();
  }

  private static String part(String word, String kind, String sentence, Advice advice) {
    return PlainText.labelled("", "%s of a %s: %s".formatted(word, kind, sentence))
        + AdviceText.of(advice, advice.commands().lines().toList());
  }

  private String unknown() {
    String given = word.toLowerCase(Locale.ROOT);
    String beginning = given.substring(0, Math.min(ALIKE, given.length()));
    List<String> alike =
        all().stream()
            .filter(
                each -> {
                  String lower = each.toLowerCase(Locale.ROOT);
                  return given.length() >= ALIKE
                      && (lower.startsWith(beginning) || lower.contains(given));
                })
            .toList();
    return "There is no reason \"%s\": choose %s %s."
        .formatted(
            PlainText.visible(word),
            alike.isEmpty() ? "one of" : "what is alike:",
            String.join(", ", alike.isEmpty() ? all() : alike));
  }
}
