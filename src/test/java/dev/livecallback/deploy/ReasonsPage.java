package dev.livecallback.deploy;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Advice;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes {@code docs/reasons.md} of what the code says of its reasons. What an object shows with
 * each is the table of {@code docs/planner.md}, which other tests hold the operator to.
 */
final class ReasonsPage {
  static final String FILE = "docs/reasons.md";

  private static final String INTRODUCTION =
      """
      # Reasons
      [简体中文](zh-CN/reasons.md)

      `ReasonsPageTest` makes this page from the code; edit `ReasonAdvice.java` or `AccountReasonAdvice.java` instead.

      An object's condition Ready says why the object is as it is.
      It has a reason in one word, and a message with the particulars.
      If the message waits for a person, it ends in what to do.
      So read the message first: `-o wide` shows it.

      This page has each reason with its usual cause.
      In the commands the namespace is `streaming`, the object `sports-recordings` and the account `live`.
      Each line of the commands is a step of its own: look first, then use the command that fits.
      """;

  private ReasonsPage() {}

  static String text() {
    return INTRODUCTION
        + conditions()
        + ofCallbacks()
        + ofAccounts()
        + "\n## All reasons\n"
        + words().map(ReasonsPage::section).collect(Collectors.joining())
        + EventReasons.text();
  }

  private static String conditions() {
    return """

        ## Conditions
        A condition's reason and message say why it has its status.
        `Drifted`, `Reconciling` and `Stalled` have the reason that `Ready` had when they were written.
        If an object has no condition, the operator hasn't seen it yet.

        | condition | of | `True` means | |
        | --- | --- | --- | --- |
        """
        + Arrays.stream(ConditionType.values()).map(ReasonsPage::row).collect(Collectors.joining());
  }

  private static String row(ConditionType type) {
    return "| `" + type + "` | " + meaning(type) + " |\n";
  }

  private static String meaning(ConditionType type) {
    return switch (type) {
      case READY ->
          "both | everything that the object asks for is done and verified; of an account: it can be used"
              + " | always there once the operator has seen the object";
      case DRIFTED ->
          "LiveCallback | the record in the cloud differs from the object"
              + " | absent until the record was read, and while the object is being deleted";
      case RECONCILING ->
          "LiveCallback | work is under way, and should end by itself"
              + " | absent when there is none; never together with `Stalled`";
      case STALLED ->
          "both | nothing more happens until something changes, mostly by a person"
              + " | absent when that isn't so";
      case DELETE_LIMIT_REACHED ->
          "LiveAccount | the limit of deletes is used up and deletions wait"
              + " | absent when none wait";
    };
  }

  private static String ofCallbacks() {
    return """

        ## Of a LiveCallback
        [planner.md](planner.md#1-what-an-object-shows) has the same by situation.
        A dash means that the condition is absent.

        | reason | Ready | Reconciling | Stalled | in a sentence |
        | --- | --- | --- | --- | --- |
        """
        + Arrays.stream(Reason.values())
            .map(
                reason -> {
                  Shown shown = Shown.with(reason);
                  return "| %s | %s | %s | %s | %s |\n"
                      .formatted(
                          link(reason.word()),
                          code(shown.ready()),
                          code(shown.reconciling()),
                          code(shown.stalled()),
                          reason.sentence());
                })
            .collect(Collectors.joining());
  }

  private static String ofAccounts() {
    return """

        ## Of a LiveAccount
        | reason | Ready | Stalled | in a sentence |
        | --- | --- | --- | --- |
        """
        + Arrays.stream(AccountReason.values())
            .map(
                reason ->
                    "| %s | %s | %s | %s |\n"
                        .formatted(
                            link(reason.word()), ready(reason), stalled(reason), reason.sentence()))
            .collect(Collectors.joining());
  }

  private static String ready(AccountReason reason) {
    return switch (reason) {
      case CREDENTIALS_VALID -> "`True`";
      case CHECKING_CREDENTIALS -> "`Unknown`";
      case PAUSED -> "kept";
      case DELETE_LIMIT_REACHED -> "another condition: `DeleteLimitReached` is `True`";
      case CREDENTIALS_REJECTED,
          SECRET_NOT_FOUND,
          API_UNAVAILABLE,
          WRONG_ENDPOINT,
          ACCOUNT_MISMATCH,
          ENDPOINT_NOT_ALLOWED,
          CREDENTIALS_NOT_ALLOWED,
          DELETING,
          INVALID_CREDENTIALS,
          UNSUPPORTED_VALUE,
          WEB_IDENTITY_FAILED ->
          "`False`";
    };
  }

  private static String stalled(AccountReason reason) {
    if (reason.stalls(false)) {
      return "`True`";
    }
    return reason.stalls(true)
        ? "`True` if it worked before, or an object has waited for 10 min"
        : "–";
  }

  private static Stream<String> words() {
    TreeSet<String> words = new TreeSet<>();
    Arrays.stream(Reason.values()).map(Reason::word).forEach(words::add);
    Arrays.stream(AccountReason.values()).map(AccountReason::word).forEach(words::add);
    return words.stream();
  }

  /** One for each word, of both kinds if both have it, so that the word is the anchor. */
  private static String section(String word) {
    StringBuilder section = new StringBuilder("\n### ").append(word).append("\n");
    Reason.ofWord(word)
        .ifPresent(
            reason ->
                section.append(
                    part(
                        "LiveCallback",
                        reason.sentence(),
                        Shown.with(reason).inWords(),
                        reason.advice())));
    if (Reason.ofWord(word).isPresent() && AccountReason.ofWord(word).isPresent()) {
      section.append("\n");
    }
    AccountReason.ofWord(word)
        .ifPresent(
            reason ->
                section.append(
                    part(
                        "LiveAccount",
                        reason.sentence(),
                        (reason == AccountReason.DELETE_LIMIT_REACHED ? "" : "Ready ")
                            + ready(reason)
                            + ", Stalled "
                            + stalled(reason),
                        reason.advice())));
    return section.toString();
  }

  private static String part(String kind, String sentence, String shown, Advice advice) {
    String commands = advice.commands().isEmpty() ? "" : "```sh\n" + advice.commands() + "\n```\n";
    return """
        **On a %s:** %s
        - Shows: %s
        - Cause: %s
        - Remedy: %s
        - Ends by itself: %s
        """
            .formatted(kind, sentence, shown, advice.cause(), advice.remedy(), advice.ends())
        + commands;
  }

  private static String link(String word) {
    return "[`" + word + "`](#" + word.toLowerCase(Locale.ROOT) + ")";
  }

  /** As code what is a status, as it is what is a word of ours. */
  private static String code(String cell) {
    return cell.replaceAll("\\b(True|False|Unknown)\\b", "`$1`");
  }

  /** A row of planner.md's first table: what an object with a reason shows. */
  private record Shown(
      String ready, String reconciling, String stalled, String drifted, String argo, String flux) {

    static Shown with(Reason reason) {
      List<List<String>> rows =
          Pages.rows("docs/planner.md")
              .filter(cells -> cells.size() == 8) // the table of rules has fewer
              .filter(
                  cells ->
                      Stream.of(cells.get(0), cells.get(1))
                          .anyMatch(cell -> Pages.code(cell).contains(reason.word())))
              .toList();
      if (rows.size() != 1) {
        throw new AssertionError(
            "docs/planner.md section 1 has " + rows.size() + " rows for " + reason + ", not one");
      }
      List<String> row = rows.getFirst();
      String ready = row.get(1).replaceFirst("(, reason)? *`.*", "");
      return new Shown(ready, row.get(2), row.get(3), row.get(4), row.get(5), row.get(6));
    }

    String inWords() {
      return "Ready %s, Reconciling %s, Stalled %s, Drifted %s; in Argo CD %s, in Flux %s"
          .formatted(code(ready), code(reconciling), code(stalled), code(drifted), argo, flux);
    }
  }
}
