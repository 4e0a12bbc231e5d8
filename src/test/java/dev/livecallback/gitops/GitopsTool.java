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
      built = build(Path.of("target/gitops").toAbsolutePath());
    }
    return built;
  }

  /** Not a {@code Command}: the first build takes minutes, and one wants to see its progress. */
  private static Path build(Path program) {
    Tool.GO.path(); // or whoever needs it hasn't said so
    try {
      Process build =
          new ProcessBuilder(
                  "tools/go-build",
                  "gitops",
                  "tools/gitops",
                  "tools/gitops",
                  program.toString(),
                  ".")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (build.waitFor() != 0) {
        throw new IllegalStateException("No " + program + ": tools/go-build says why on stderr.");
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + program + " was built", e);
    }
  }
}
