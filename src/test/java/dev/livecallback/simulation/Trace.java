package dev.livecallback.simulation;

import dev.livecallback.shadow.VirtualTime;
import java.util.ArrayList;
import java.util.List;

/** What happened, line by line, if anybody wants to know. */
final class Trace {
  private final VirtualTime time;
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();

  Trace(VirtualTime time, boolean kept) {
    this.time = time;
    this.kept = kept;
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
  void note(String who, String format, Object... arguments) {
    if (kept) {
      lines.add(
          "%9.3f s  %-8s %s".formatted(time.elapsed() / 1000.0, who, format.formatted(arguments)));
    }
  }

  boolean kept() {
    return kept;
  }

  List<String> lines() {
    return lines;
  }
}
