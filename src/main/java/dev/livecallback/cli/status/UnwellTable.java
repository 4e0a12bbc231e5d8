package dev.livecallback.cli.status;

import dev.livecallback.cli.Durations;
import dev.livecallback.cli.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The objects that aren't Ready, a row each, the worst first. */
final class UnwellTable {
  private static final List<String> HEADER =
      List.of("KIND", "NAMESPACE", "NAME", "SINCE", "READY", "STALLED", "REASON");

  private UnwellTable() {}

  /** Returns the table; "" = all objects are Ready. */
  static String of(List<Health> all, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    all.stream()
        .filter(health -> !health.isReady())
        .sorted(Health.WORST_FIRST)
        .forEach(health -> rows.add(row(health, now)));
    if (rows.isEmpty()) {
      return "";
    }
    rows.addFirst(HEADER);
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int of = column;
        int width = rows.stream().mapToInt(each -> each.get(of).length()).max().orElse(0);
        line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static List<String> row(Health health, Instant now) {
    return List.of(
        health.kind(),
        health.namespace(),
        health.name(),
        health.since() == null ? "-" : Durations.age(Duration.between(health.since(), now)),
        health.ready() == null ? "-" : PlainText.visible(health.ready().status()),
        health.rank() == Health.Rank.STALLED ? "True" : "-",
        PlainText.visible(health.words()));
  }
}
