package dev.livecallback.simulator;

import dev.livecallback.volcengine.CallbackDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The records as a table for people: what a console would show, in plain text. */
final class RecordTable {
  private static final List<String> HEAD =
      List.of("SCOPE", "APP", "TYPE", "SIGNED WITH", "CALLS BACK");

  private RecordTable() {}

  /** Returns a line for each record, under a head; {@code (no records)} if there are none. */
  static String of(List<StoredRecord> records) {
    if (records.isEmpty()) {
      return "(no records)\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    records.stream().map(RecordTable::row).sorted(RecordTable::compare).forEach(rows::add);
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < HEAD.size(); column++) {
        boolean last = column == HEAD.size() - 1;
        String cell = row.get(column);
        table
            .append(cell)
            .append(last ? "\n" : " ".repeat(width(rows, column) - cell.length() + 3));
      }
    }
    return table.toString();
  }

  private static List<String> row(StoredRecord record) {
    String app = record.key().app();
    RecordContent settings = record.settings();
    return List.of(
        record.key().scope().toString(),
        app == null ? "-" : app,
        record.key().messageType().wire(),
        settings.authEnable() ? settings.authKeyPrimary().reveal() : "-",
        settings.details().stream().map(CallbackDetail::url).collect(Collectors.joining(" ")));
  }

  private static int compare(List<String> one, List<String> other) {
    return String.join("\n", one).compareTo(String.join("\n", other));
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
