package dev.livecallback.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Tool;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The actions of Argo CD, in each Lua, on objects that a real operator wrote. */
@DisplayName("Argo CD's action")
class ActionsTest {
  private static final String CALLBACK = "LiveCallback";
  private static final String ACCOUNT = "LiveAccount";
  private static final Instant NOW = Instant.parse("2026-01-31T18:00:00Z");

  /** One action on one object: the annotation that it puts on, or (null) takes off. */
  record Act(String kind, String action, String input, String annotation, @Nullable String value) {
    JsonNode expected() {
      ObjectNode object = TestData.read(ActionsTest.input(kind, input)).deepCopy();
      ObjectNode annotations = ((ObjectNode) object.path("metadata")).withObject("/annotations");
      if (value == null) {
        annotations.remove(annotation);
      } else {
        annotations.put(annotation, value);
      }
      return object;
    }

    Path output() {
      return actions(kind).resolve("testdata/" + action + ".yaml");
    }

    @Override
    public String toString() {
      return action + " on " + kind + " " + input;
    }
  }

  static List<Act> acts() {
    String now = "2026-01-31T18:00:00Z";
    String later = "2026-01-31T19:00:00Z";
    JsonNode blocked = TestData.read(input(CALLBACK, "delete-blocked"));
    String token = blocked.path("status").path("confirmDeleteToken").asText();
    assertThat(token).isNotEmpty();
    String valid = "credentials-valid";
    return List.of(
        new Act(CALLBACK, "reconcile", "in-sync", WellKnown.RECONCILE_REQUESTED_AT, now),
        new Act(CALLBACK, "pause", "in-sync", WellKnown.PAUSED, "true"),
        new Act(CALLBACK, "resume", "paused", WellKnown.PAUSED, null),
        new Act(CALLBACK, "allow-drift-1h", "in-sync", WellKnown.ALLOW_DRIFT_UNTIL, later),
        new Act(
            CALLBACK,
            "end-drift-allowance",
            "drift-tolerated-allowed",
            WellKnown.ALLOW_DRIFT_UNTIL,
            null),
        new Act(CALLBACK, "confirm-delete", "delete-blocked", WellKnown.CONFIRM_DELETE, token),
        new Act(ACCOUNT, "reconcile", valid, WellKnown.RECONCILE_REQUESTED_AT, now),
        new Act(ACCOUNT, "pause", valid, WellKnown.PAUSED, "true"),
        new Act(ACCOUNT, "resume", "paused", WellKnown.PAUSED, null),
        new Act(ACCOUNT, "allow-drift-1h", valid, WellKnown.ALLOW_DRIFT_UNTIL, later),
        new Act(ACCOUNT, "end-drift-allowance", "drift-allowed", WellKnown.ALLOW_DRIFT_UNTIL, null),
        new Act(
            ACCOUNT,
            "release-deletes-1h",
            "delete-limit-reached",
            WellKnown.RELEASE_DELETES_UNTIL,
            later));
  }

  @Generates
  @ParameterizedTest(name = "{0} changes its annotation and nothing else, in Argo CD's test data")
  @MethodSource("acts")
  void testData(Act act) {
    Generated.check(act.output(), TestData.text(act.expected()));
  }

  @Nested
  @Needs(Tool.GO)
  @DisplayName("in Argo CD's own Lua")
  class InGopherLua extends InLua {
    InGopherLua() {
      super(Lua.GOPHER_LUA);
    }
  }

  @Nested
  @DisplayName("in LuaJ")
  class InLuaJ extends InLua {
    InLuaJ() {
      super(Lua.LUAJ);
    }
  }

  @Nested
  @Needs(Tool.LUA_5_1)
  @DisplayName("in Lua 5.1")
  class InLua51 extends InLua {
    InLua51() {
      super(Lua.LUA_5_1);
    }
  }

  /** What holds in each Lua. */
  abstract static class InLua {
    private final Lua lua;

    InLua(Lua lua) {
      this.lua = lua;
    }

    @ParameterizedTest(name = "{0} changes its annotation and nothing else")
    @MethodSource("dev.livecallback.gitops.ActionsTest#acts")
    void changes(Act act) {
      JsonNode returned = lua.run(script(act), TestData.read(input(act.kind(), act.input())), NOW);

      assertThat(withoutEmpty(lua, returned)).isEqualTo(withoutEmpty(lua, act.expected()));
    }

    @ParameterizedTest(name = "at {0} an hour is until {1}")
    @CsvSource({
      "2026-01-31T23:30:09Z, 2026-02-01T00:30:09Z",
      "2026-12-31T23:00:00Z, 2027-01-01T00:00:00Z",
      "2028-02-28T23:05:59Z, 2028-02-29T00:05:59Z",
      "2100-02-28T23:05:59Z, 2100-03-01T00:05:59Z",
      "2026-04-30T23:59:59Z, 2026-05-01T00:59:59Z",
      "2026-03-29T01:30:00Z, 2026-03-29T02:30:00Z"
    })
    void anHourLater(Instant now, String until) {
      for (Act act : acts().stream().filter(each -> each.action().endsWith("-1h")).toList()) {
        JsonNode object = TestData.read(input(act.kind(), act.input()));
        JsonNode annotations =
            lua.run(script(act), object, now).path("metadata").path("annotations");
        assertThat(annotations.path(act.annotation()).asText()).as("%s", act).isEqualTo(until);
      }
    }

    @Test
    void isToldOffWhereNothingWaitsForIt() {
      Path release = actions(ACCOUNT).resolve("release-deletes-1h/action.lua");
      JsonNode object = TestData.read(input(ACCOUNT, "credentials-valid"));

      assertThatThrownBy(() -> lua.run(release, object, NOW))
          .hasMessageContaining("No deletion waits");
    }

    @ParameterizedTest(name = "of {0} {1}: those that do something")
    @MethodSource("dev.livecallback.gitops.ActionsTest#offered")
    void offered(String kind, String input, Set<String> enabled) {
      JsonNode offered = lua.run(discovery(kind), TestData.read(input(kind, input)), NOW);
      Set<String> open = new TreeSet<>();
      offered
          .properties()
          .forEach(
              each -> {
                if (!each.getValue().path("disabled").asBoolean()) {
                  open.add(each.getKey());
                }
              });
      assertThat(open).isEqualTo(new TreeSet<>(enabled));
    }
  }

  static Stream<Arguments> offered() {
    return Stream.of(
        arguments(CALLBACK, "unseen", Set.of("reconcile", "pause", "allow-drift-1h")),
        arguments(CALLBACK, "in-sync", Set.of("reconcile", "pause", "allow-drift-1h")),
        arguments(CALLBACK, "in-sync-observe", Set.of("reconcile", "pause")),
        arguments(CALLBACK, "drift-tolerated-apply-on-change", Set.of("reconcile", "pause")),
        arguments(
            CALLBACK,
            "drift-tolerated-allowed",
            Set.of("reconcile", "pause", "allow-drift-1h", "end-drift-allowance")),
        arguments(CALLBACK, "paused", Set.of("resume", "allow-drift-1h")),
        arguments(CALLBACK, "deleting", Set.of("reconcile", "pause")),
        arguments(CALLBACK, "delete-limit-reached", Set.of("reconcile", "pause")),
        arguments(CALLBACK, "delete-blocked", Set.of("reconcile", "pause", "confirm-delete")),
        arguments(ACCOUNT, "unseen", Set.of("reconcile", "pause", "allow-drift-1h")),
        arguments(ACCOUNT, "credentials-valid", Set.of("reconcile", "pause", "allow-drift-1h")),
        arguments(
            ACCOUNT,
            "drift-allowed",
            Set.of("reconcile", "pause", "allow-drift-1h", "end-drift-allowance")),
        arguments(
            ACCOUNT,
            "delete-limit-reached",
            Set.of("reconcile", "pause", "allow-drift-1h", "release-deletes-1h")),
        arguments(ACCOUNT, "paused", Set.of("resume", "allow-drift-1h")),
        arguments(ACCOUNT, "deleting", Set.of("reconcile", "pause", "allow-drift-1h")));
  }

  @Generates
  @Needs(Tool.GO)
  @ParameterizedTest(name = "of a {0} has its lines in the test of Argo CD''s own repository")
  @ValueSource(strings = {CALLBACK, ACCOUNT})
  void actionTest(String kind) {
    ObjectNode file = TestData.JSON.createObjectNode();
    ArrayNode discovery = file.putArray("discoveryTests");
    offered()
        .map(Arguments::get)
        .filter(each -> each[0].equals(kind))
        .map(each -> (String) each[1])
        .forEach(
            input -> {
              ObjectNode test = discovery.addObject();
              test.put("inputPath", "../testdata/" + input + ".yaml");
              ArrayNode result = test.putArray("result");
              JsonNode offered =
                  Lua.GOPHER_LUA.run(discovery(kind), TestData.read(input(kind, input)), NOW);
              Map<String, JsonNode> sorted = new TreeMap<>(Comparator.naturalOrder());
              offered.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
              sorted.forEach(
                  (name, action) ->
                      result.addObject().put("name", name).setAll((ObjectNode) action));
            });
    ArrayNode actions = file.putArray("actionTests");
    acts().stream()
        .filter(act -> act.kind().equals(kind))
        .forEach(
            act ->
                actions
                    .addObject()
                    .put("action", act.action())
                    .put("inputPath", "../testdata/" + act.input() + ".yaml")
                    .put("expectedOutputPath", "testdata/" + act.action() + ".yaml"));
    Generated.check(actions(kind).resolve("action_test.yaml"), TestData.text(file));
  }

  /**
   * Lua has one empty table for a list and a map. Argo CD makes a map again of what was one before;
   * the others don't.
   */
  private static JsonNode withoutEmpty(Lua lua, JsonNode object) {
    ObjectNode copy = object.deepCopy();
    ObjectNode metadata = (ObjectNode) copy.path("metadata");
    if (metadata.path("annotations").isEmpty()) {
      metadata.remove("annotations");
    }
    JsonNode credentials = copy.path("spec").path("credentials");
    if (lua != Lua.GOPHER_LUA && credentials instanceof ObjectNode kinds) {
      kinds.remove("environment");
    }
    return TestData.JSON.valueToTree(TestData.JSON.convertValue(copy, Map.class));
  }

  private static Path actions(String kind) {
    return TestData.ROOT.resolve(kind).resolve("actions");
  }

  private static Path discovery(String kind) {
    return actions(kind).resolve("discovery.lua");
  }

  private static Path script(Act act) {
    return actions(act.kind()).resolve(act.action()).resolve("action.lua");
  }

  private static Path input(String kind, String name) {
    return TestData.ROOT.resolve(kind).resolve("testdata").resolve(name + ".yaml");
  }
}
