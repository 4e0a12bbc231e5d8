package dev.livecallback.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The Luas that the shipped scripts are run in, with no more than Argo CD gives to a script. */
public enum Lua {
  /** Argo CD's own, set up as there. */
  GOPHER_LUA {
    @Override
    public JsonNode run(Path script, JsonNode object, Instant now) {
      return GitopsTool.lua(script, object, now);
    }
  },
  /** LuaJ. */
  LUAJ {
    @Override
    public JsonNode run(Path script, JsonNode object, Instant now) {
      return new LuajMachine(now).run(script, object);
    }
  },
  /** The reference implementation of the language that Argo CD's scripts are written in. */
  LUA_5_1 {
    @Override
    public JsonNode run(Path script, JsonNode object, Instant now) {
      try {
        Path file = Files.createTempFile("object", ".lua");
        try {
          Files.writeString(file, "return " + literal(object));
          String seconds = Long.toString(now.getEpochSecond());
          return TestData.JSON.readTree(
              Command.run(
                      List.of(
                          Tool.LUA_5_1.path().toString(),
                          "tools/gitops/restricted.lua",
                          script.toString(),
                          file.toString(),
                          seconds),
                      Map.of("TZ", "Asia/Shanghai"),
                      "")
                  .succeeded()
                  .stdout());
        } finally {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  };

  /**
   * What a script returns for an object, its global {@code obj}.
   *
   * @param now the time that the script's clock shows
   */
  public abstract JsonNode run(Path script, JsonNode object, Instant now);

  /** A value in Lua's own spelling. */
  private static String literal(JsonNode value) {
    StringBuilder text = new StringBuilder();
    if (value.isObject()) {
      text.append('{');
      value
          .properties()
          .forEach(
              entry ->
                  text.append('[')
                      .append(quoted(entry.getKey()))
                      .append("]=")
                      .append(literal(entry.getValue()))
                      .append(','));
      text.append('}');
    } else if (value.isArray()) {
      text.append('{');
      value.forEach(item -> text.append(literal(item)).append(','));
      text.append('}');
    } else {
      text.append(
          value.isTextual() ? quoted(value.asText()) : value.isNull() ? "nil" : value.asText());
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
