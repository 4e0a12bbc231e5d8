package dev.livecallback.cli.export;

import java.util.List;

/**
 * What an export came to. Each record is either an object or left out.
 *
 * @param objects in the order of their keys: vhosts before domains, by name, app and message type
 * @param leftOut the records that become no object
 * @param unread the scopes that couldn't be read, whose records nobody knows
 */
record ExportResult(List<ExportedObject> objects, List<LeftOut> leftOut, List<LeftOut> unread) {
  /** Takes copies. */
  ExportResult {
    objects = List.copyOf(objects);
    leftOut = List.copyOf(leftOut);
    unread = List.copyOf(unread);
  }

  /** How many records there are. */
  int records() {
    return objects.size() + leftOut.size();
  }

  /** Whether every record became an object that takes it over. */
  boolean complete() {
    return leftOut.isEmpty()
        && unread.isEmpty()
        && objects.stream().allMatch(object -> object.caution() == null);
  }
}
