package dev.livecallback.cli.export;

import java.util.List;

/**
 * The result of an export. Each record is either an object or left out.
 *
 * @param objects the objects, in the order of their keys: vhosts before domains, by name, app and
 *     message type
 * @param leftOut the records that become no object
 * @param unread the scopes that couldn't be read, and whose records are unknown
 */
record ExportResult(List<ExportedObject> objects, List<LeftOut> leftOut, List<LeftOut> unread) {
  /** Takes copies. */
  ExportResult {
    objects = List.copyOf(objects);
    leftOut = List.copyOf(leftOut);
    unread = List.copyOf(unread);
  }

  /** Returns the number of records. */
  int records() {
    return objects.size() + leftOut.size();
  }

  /** Returns whether every scope was read, and every record became an object that takes it over. */
  boolean complete() {
    return leftOut.isEmpty()
        && unread.isEmpty()
        && objects.stream().allMatch(object -> object.caution() == null);
  }
}
