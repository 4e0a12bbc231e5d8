package dev.livecallback.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * One way into a row of {@code docs/planner.md} section 1.
 *
 * @param row the row's first cell, as it stands there
 * @param name the object's, and that of the file of test data
 * @param reached whether a version of the object shows it
 * @param late whether it is the second of the two that the row tells of: "Progressing, then ..."
 */
record ShownSituation(String row, String name, Predicate<JsonNode> reached, boolean late) {

  /** One in which the object shows this reason and has this of Reconciling and Stalled, if any. */
  static ShownSituation showing(String row, String name, Reason reason, String progress) {
    return new ShownSituation(row, name, shows(reason, progress), false);
  }

  /** The same after the ten minutes that a row may have, of an object of another situation. */
  ShownSituation later(String laterName, Reason reason) {
    return new ShownSituation(row, laterName, shows(reason, "Stalled"), true);
  }

  /** The name of the object that gets into it. */
  String object() {
    return late ? name.substring(0, name.lastIndexOf('-')) : name;
  }

  /** What a version of an object shows: {@code False Writing Reconciling}. */
  static String shown(JsonNode object) {
    return condition(object, "Ready").map(ready -> word(ready, "status")).orElse("-")
        + condition(object, "Ready").map(ready -> " " + word(ready, "reason")).orElse("")
        + condition(object, "Reconciling").map(_ -> " Reconciling").orElse("")
        + condition(object, "Stalled").map(_ -> " Stalled").orElse("");
  }

  /** The message of Ready, or "". */
  static String message(JsonNode object) {
    return condition(object, "Ready").map(ready -> word(ready, "message")).orElse("");
  }

  @Override
  public String toString() {
    return name;
  }

  private static Predicate<JsonNode> shows(Reason reason, String progress) {
    String end = (reason.word() + " " + progress).strip();
    return object ->
        shown(object).toLowerCase(Locale.ROOT).endsWith(" " + end.toLowerCase(Locale.ROOT));
  }

  private static Optional<JsonNode> condition(JsonNode object, String type) {
    return StreamSupport.stream(object.path("status").path("conditions").spliterator(), false)
        .filter(condition -> word(condition, "type").equals(type))
        .findFirst();
  }

  private static String word(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
