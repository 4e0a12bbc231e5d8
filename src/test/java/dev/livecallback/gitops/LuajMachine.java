package dev.livecallback.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.OsLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.VarArgFunction;

/** LuaJ with the libraries that Argo CD gives to a script. */
final class LuajMachine {
  private final Globals globals = new Globals();

  LuajMachine(Instant now) {
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.get("package").get("loaded").set("os", safeOs(now));
  }

  JsonNode run(Path script, JsonNode object) {
    globals.set("obj", toLua(object));
    try {
      return toJson(globals.load(Files.readString(script), script.toString()).call());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The time and date of LuaJ's {@code os}, which read this clock; nothing else of it. */
  private static LuaTable safeOs(Instant now) {
    Globals whole = new Globals();
    whole.load(new BaseLib());
    whole.load(new PackageLib());
    whole.load(new OsLib());
    LuaValue date = whole.get("os").get("date");
    LuaTable safe = new LuaTable();
    safe.set(
        "date",
        new VarArgFunction() {
          @Override
          public Varargs invoke(Varargs arguments) {
            if (arguments.arg1().tojstring().equals("!*t")) {
              return inParts(now.atZone(ZoneOffset.UTC));
            }
            LuaValue at =
                arguments.narg() > 1
                    ? arguments.arg(2)
                    : LuaValue.valueOf((double) now.getEpochSecond());
            return date.call(arguments.arg1(), at);
          }
        });
    return safe;
  }

  /** Lua's own {@code "!*t"}, which LuaJ doesn't know. */
  private static LuaTable inParts(ZonedDateTime at) {
    LuaTable parts = new LuaTable();
    parts.set("year", at.getYear());
    parts.set("month", at.getMonthValue());
    parts.set("day", at.getDayOfMonth());
    parts.set("hour", at.getHour());
    parts.set("min", at.getMinute());
    parts.set("sec", at.getSecond());
    return parts;
  }

  private static LuaValue toLua(JsonNode value) {
    if (value.isObject()) {
      LuaTable table = new LuaTable();
      value.properties().forEach(entry -> table.set(entry.getKey(), toLua(entry.getValue())));
      return table;
    }
    if (value.isArray()) {
      LuaTable table = new LuaTable();
      value.forEach(item -> table.set(table.length() + 1, toLua(item)));
      return table;
    }
    if (value.isNull()) {
      return LuaValue.NIL;
    }
    if (value.isBoolean()) {
      return LuaValue.valueOf(value.asBoolean());
    }
    return value.isNumber() ? LuaValue.valueOf(value.asInt()) : LuaValue.valueOf(value.asText());
  }

  private static JsonNode toJson(LuaValue value) {
    if (value.istable()) {
      LuaTable table = value.checktable();
      if (table.length() > 0 || table.keyCount() == 0) {
        ArrayNode list = TestData.JSON.createArrayNode();
        for (int i = 1; i <= table.length(); i++) {
          list.add(toJson(table.get(i)));
        }
        return list;
      }
      ObjectNode map = TestData.JSON.createObjectNode();
      for (LuaValue key : table.keys()) {
        map.set(key.tojstring(), toJson(table.get(key)));
      }
      return map;
    }
    if (value.isboolean()) {
      return TestData.JSON.getNodeFactory().booleanNode(value.toboolean());
    }
    return value.type() == LuaValue.TNUMBER
        ? TestData.JSON.getNodeFactory().numberNode(value.toint())
        : TestData.JSON.getNodeFactory().textNode(value.checkjstring());
  }
}
