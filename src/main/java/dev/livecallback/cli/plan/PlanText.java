package dev.livecallback.cli.plan;

import dev.livecallback.cli.Durations;
import dev.livecallback.cli.PlainText;
import dev.livecallback.cli.plan.PlannedChange.FieldChange;
import dev.livecallback.cli.plan.PlannedChange.RecordWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for a screen. */
final class PlanText {
  private static final String RESET = "\u001b[0m";

  private final boolean coloured;
  private final StringBuilder text = new StringBuilder();

  private PlanText(boolean coloured) {
    this.coloured = coloured;
  }

  /**
   * Returns the plan as text.
   *
   * @param coloured whether the text has colours
   */
  static String of(PlanResult plan, boolean coloured) {
    PlanText told = new PlanText(coloured);
    plan.changes().stream()
        .filter(each -> each.outcome() != Outcome.NOTHING || !each.doubts().isEmpty())
        .forEach(told::change);
    plan.accounts()
        .forEach((account, why) -> told.trouble("LiveAccount " + account, "can't be used", why));
    plan.refused().forEach((object, why) -> told.trouble(object, "the API server refuses it", why));
    told.summary(plan);
    return told.text.toString();
  }

  private void change(PlannedChange change) {
    Outcome outcome = change.outcome();
    String records =
        change.writes().stream().map(RecordWrite::record).collect(Collectors.joining("; "));
    head(
        outcome.sign(),
        change.isExact() || outcome == Outcome.UNKNOWN ? "" : "? ",
        change.object() + ": " + words(change) + (records.isEmpty() ? "" : ": " + records));
    change.fields().forEach(this::field);
    if (!change.message().isEmpty()) {
      text.append(
          PlainText.labelled(
              "    " + (change.reason() == null ? "" : change.reason().word() + ": "),
              change.message()));
    }
    change.doubts().forEach(doubt -> text.append(PlainText.labelled("    ? ", doubt)));
  }

  private static String words(PlannedChange change) {
    return switch (change.outcome()) {
      case CREATE -> "make the record";
      case UPDATE -> "change the record";
      case PUT_BACK -> "put the record back, which was changed outside";
      case REPLACE -> "replace a record that was nobody's";
      case MOVE -> "put the new record, remove the old one";
      case REMOVE -> "remove the record";
      case ADOPT -> "adopt the record as it is, without a write";
      case TAKE_OVER -> "take the record over from another object, without a write";
      case HAND_OVER -> "hand the record over to another object, without a write";
      case ORPHAN -> "leave the record behind, without a write";
      case FORGET -> "go; there is no record of it";
      case LEAVE -> "leave the record alone";
      case REFUSE -> "can't be done";
      case UNKNOWN -> "not known";
      case NOTHING -> "nothing to do";
    };
  }

  private void field(FieldChange change) {
    text.append("    ")
        .append(change.field())
        .append(": ")
        .append(change.from() == null ? "" : PlainText.visible(change.from()) + " \u2192 ")
        .append(PlainText.visible(change.to()))
        .append('\n');
  }

  private void trouble(String object, String what, String why) {
    head('!', "", object + ": " + what);
    text.append(PlainText.labelled("    ", why));
  }

  private void head(char sign, String mark, String line) {
    String colour =
        switch (sign) {
          case '+' -> "\u001b[32m";
          case '-' -> "\u001b[31m";
          case '!', '?' -> "\u001b[35m";
          case '~' -> "\u001b[33m";
          default -> "";
        };
    boolean shown = coloured && !colour.isEmpty();
    text.append(shown ? colour : "")
        .append(sign)
        .append(' ')
        .append(mark)
        .append(PlainText.visible(line))
        .append(shown ? RESET : "")
        .append('\n');
  }

  private void summary(PlanResult plan) {
    List<String> parts = new ArrayList<>();
    add(parts, plan.created(), "to create");
    add(parts, plan.changed(), "to change");
    add(parts, plan.removed(), "to remove");
    add(parts, plan.refusals(), "refused");
    add(parts, plan.unknown(), "not known");
    add(parts, plan.uncertain(), "not certain");
    if (parts.isEmpty()) {
      text.append(
          plan.hasChanges()
              ? "Plan: nothing is written to the cloud.\n"
              : "Plan: nothing to do. Objects that are as they should be: %d.\n"
                  .formatted(plan.inOrder()));
      return;
    }
    text.append("Plan: ").append(String.join(", ", parts)).append(".\n");
    if (plan.calls() > 0) {
      text.append(
          "Calls of the cloud that the operator makes for it: about %d, in %s.%n"
              .formatted(plan.calls(), duration(plan.takes())));
    }
  }

  private static String duration(Duration takes) {
    return takes.toSeconds() < 1 ? "less than a second" : "about " + Durations.text(takes);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }
}
