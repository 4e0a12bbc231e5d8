package dev.livecallback.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The table in {@code docs/planner.md} section 1. */
final class PlannerRows {
  private static final int HEALTH = 5;
  private static final int KSTATUS = 6;
  private static final String OF_ONE_IN_SYNC = "Current";

  private final List<List<String>> rows;

  private PlannerRows(List<List<String>> rows) {
    this.rows = rows;
  }

  static PlannerRows read() {
    return new PlannerRows(table(Path.of("docs/planner.md"), "situation"));
  }

  /** The rows of the table of a page whose first column has this head. */
  static List<List<String>> table(Path page, String head) {
    try {
      return Files.readString(page)
          .lines()
          .dropWhile(line -> !line.startsWith("| " + head + " |"))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(line -> Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first cells. */
  List<String> situations() {
    return rows.stream().map(List::getFirst).toList();
  }

  /** What Argo CD is to say; {@code Pending deletion} is its own word for what is deleted. */
  String health(ShownSituation situation) {
    return first(cell(situation, HEALTH), situation.late()).replace(", with message", "");
  }

  /** What kstatus is to say of this version. */
  String kstatus(ShownSituation situation, JsonNode object) {
    String cell = first(cell(situation, KSTATUS), situation.late());
    boolean never = object.path("status").path("observedGeneration").asLong() == -1;
    int other = cell.indexOf("; never seen: ");
    if (other >= 0) {
      cell = never ? cell.substring(cell.indexOf(": ") + 2) : cell.substring(0, other);
    }
    return cell.equals("kept") ? OF_ONE_IN_SYNC : cell;
  }

  private static String first(String cell, boolean late) {
    int then = cell.indexOf(", then ");
    if (then < 0) {
      return cell;
    }
    return late ? cell.substring(then + ", then ".length()) : cell.substring(0, then);
  }

  private String cell(ShownSituation situation, int column) {
    return rows.stream()
        .filter(row -> row.getFirst().equals(situation.row()))
        .map(row -> row.get(column))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No row in planner.md: " + situation.row()));
  }
}
