package dev.livecallback.deploy;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Prometheus' own tool, which checks and tests rules. */
final class Promtool {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Promtool() {}

  /**
   * What came of a command.
   *
   * @param output both of its outputs
   */
  record Result(int exitCode, String output) {}

  /** Runs it. */
  static Result run(Object... arguments) {
    return command(
        Stream.concat(Stream.of(Tool.PROMTOOL.path()), Stream.of(arguments))
            .map(Object::toString)
            .toList());
  }

  private static Result command(List<String> command) {
    try (ChildProcess process = ChildProcess.start(command, Map.of())) {
      int exit = process.awaitExit(PATIENCE);
      return new Result(exit, String.join("\n", process.lines()));
    }
  }
}
