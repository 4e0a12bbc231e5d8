package dev.livecallback.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The program in {@code tools/gitops}: what Flux and Argo CD make of objects. Built when used. */
public final class GitopsTool {
  private static @Nullable Path built;

  private GitopsTool() {}

  /** What kstatus, and with it Flux, says of an object: {@code Current}, {@code Failed}, ... */
  public static String kstatus(JsonNode object) {
    return run(object, "kstatus").path("status").asText();
  }

  /** What a script returns in the machine that Argo CD runs it in. */
  public static JsonNode lua(Path script, JsonNode object, Instant now) {
    return run(object, "lua", script.toString(), now.toString());
  }

  private static JsonNode run(JsonNode object, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of(program().toString()));
    command.addAll(List.of(arguments));
    // Another zone than UTC, which scripts must not take for it.
    Map<String, String> environment = Map.of("TZ", "Asia/Shanghai");
    try {
      return TestData.JSON.readTree(
          Command.run(command, environment, object + "\n").succeeded().stdout());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized Path program() {
    if (built == null) {
      Path program = Path.of("target/gitops").toAbsolutePath();
      Command.run(
              List.of(
                  Tool.GO.path().toString(),
                  "-C",
                  "tools/gitops",
                  "build",
                  "-o",
                  program.toString(),
                  "."),
              Map.of(),
              "")
          .succeeded();
      built = program;
    }
    return built;
  }
}
