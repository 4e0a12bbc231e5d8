package dev.livecallback.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.WellKnown;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The actions of Argo CD, in each Lua, on objects that a real operator wrote. */
@DisplayName("Argo CD's action")
class ActionsTest {
  private static final Path ACTIONS = TestData.ROOT.resolve("LiveCallback/actions");
  private static final Instant NOW = Instant.parse("2026-01-31T18:00:00Z");

  /** One action on one object: the annotation that it puts on, or (null) takes off. */
  record Act(String action, String input, String annotation, @Nullable String value) {
    JsonNode expected() {
      ObjectNode object = TestData.read(ActionsTest.input(input)).deepCopy();
      ObjectNode annotations = ((ObjectNode) object.path("metadata")).withObject("/annotations");
      if (value == null) {
        annotations.remove(annotation);
      } else {
        annotations.put(annotation, value);
      }
      return object;
    }

    Path output() {
      return ACTIONS.resolve("testdata/" + action + ".yaml");
    }

    @Override
    public String toString() {
      return action + " on " + input;
    }
  }

  static List<Act> acts() {
    String token =
        TestData.read(input("delete-blocked")).path("status").path("confirmDeleteToken").asText();
    assertThat(token).isNotEmpty();
    return List.of(
        new Act("reconcile", "in-sync", WellKnown.RECONCILE_REQUESTED_AT, "2026-01-31T18:00:00Z"),
        new Act("pause", "in-sync", WellKnown.PAUSED, "true"),
        new Act("resume", "paused", WellKnown.PAUSED, null),
        new Act("allow-drift-1h", "in-sync", WellKnown.ALLOW_DRIFT_UNTIL, "2026-01-31T19:00:00Z"),
        new Act("end-drift-allowance", "drift-left-allowed", WellKnown.ALLOW_DRIFT_UNTIL, null),
        new Act("confirm-delete", "delete-blocked", WellKnown.CONFIRM_DELETE, token));
  }

  @ParameterizedTest(name = "{0} changes its annotation and nothing else")
  @MethodSource("acts")
  void changes(Act act) {
    TestData.check(act.output(), act.expected());
    for (Lua lua : Lua.values()) {
      JsonNode returned = lua.run(script(act.action()), TestData.read(input(act.input())), NOW);
      assertThat(withoutEmpty(returned)).as("%s", lua).isEqualTo(withoutEmpty(act.expected()));
    }
  }

  @ParameterizedTest(name = "allow-drift-1h at {0} allows it until {1}")
  @CsvSource({
    "2026-01-31T23:30:09Z, 2026-02-01T00:30:09Z",
    "2026-12-31T23:00:00Z, 2027-01-01T00:00:00Z",
    "2028-02-28T23:05:59Z, 2028-02-29T00:05:59Z",
    "2100-02-28T23:05:59Z, 2100-03-01T00:05:59Z",
    "2026-04-30T23:59:59Z, 2026-05-01T00:59:59Z",
    "2026-03-29T01:30:00Z, 2026-03-29T02:30:00Z"
  })
  void anHourLater(Instant now, String until) {
    for (Lua lua : Lua.values()) {
      JsonNode returned = lua.run(script("allow-drift-1h"), TestData.read(input("in-sync")), now);
      assertThat(
              returned
                  .path("metadata")
                  .path("annotations")
                  .path(WellKnown.ALLOW_DRIFT_UNTIL)
                  .asText())
          .as("%s", lua)
          .isEqualTo(until);
    }
  }

  @ParameterizedTest(name = "of {0}: those that do something")
  @MethodSource
  void offered(String input, Set<String> enabled) {
    for (Lua lua : Lua.values()) {
      JsonNode offered =
          lua.run(ACTIONS.resolve("discovery.lua"), TestData.read(input(input)), NOW);
      Set<String> open = new TreeSet<>();
      offered
          .properties()
          .forEach(
              each -> {
                if (!each.getValue().path("disabled").asBoolean()) {
                  open.add(each.getKey());
                }
              });
      assertThat(open).as("%s", lua).isEqualTo(new TreeSet<>(enabled));
    }
  }

  static Stream<Arguments> offered() {
    return Stream.of(
        arguments("unseen", Set.of("reconcile", "pause", "allow-drift-1h")),
        arguments("in-sync", Set.of("reconcile", "pause", "allow-drift-1h")),
        arguments("in-sync-observe", Set.of("reconcile", "pause")),
        arguments("drift-left-apply-on-change", Set.of("reconcile", "pause")),
        arguments(
            "drift-left-allowed",
            Set.of("reconcile", "pause", "allow-drift-1h", "end-drift-allowance")),
        arguments("paused", Set.of("resume", "allow-drift-1h")),
        arguments("deleting", Set.of("reconcile", "pause")),
        arguments("deletes-held", Set.of("reconcile", "pause")),
        arguments("delete-blocked", Set.of("reconcile", "pause", "confirm-delete")));
  }

  @Test
  @DisplayName("has its lines in the test of Argo CD's own repository")
  void actionTest() {
    ObjectNode file = GitopsTool.JSON.createObjectNode();
    ArrayNode discovery = file.putArray("discoveryTests");
    for (String input : offered().map(each -> (String) each.get()[0]).toList()) {
      ObjectNode test = discovery.addObject();
      test.put("inputPath", "../testdata/" + input + ".yaml");
      ArrayNode result = test.putArray("result");
      JsonNode offered =
          Lua.GOPHER_LUA.run(ACTIONS.resolve("discovery.lua"), TestData.read(input(input)), NOW);
      Map<String, JsonNode> sorted = new TreeMap<>(Comparator.naturalOrder());
      offered.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
      sorted.forEach(
          (name, action) -> result.addObject().put("name", name).setAll((ObjectNode) action));
    }
    ArrayNode actions = file.putArray("actionTests");
    for (Act act : acts()) {
      actions
          .addObject()
          .put("action", act.action())
          .put("inputPath", "../testdata/" + act.input() + ".yaml")
          .put("expectedOutputPath", "testdata/" + act.action() + ".yaml");
    }
    TestData.check(ACTIONS.resolve("action_test.yaml"), file);
  }

  /** Lua has one empty table for a list and a map. */
  private static JsonNode withoutEmpty(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    ObjectNode metadata = (ObjectNode) copy.path("metadata");
    if (metadata.path("annotations").isEmpty()) {
      metadata.remove("annotations");
    }
    return GitopsTool.JSON.valueToTree(GitopsTool.JSON.convertValue(copy, Map.class));
  }

  private static Path script(String action) {
    return ACTIONS.resolve(action).resolve("action.lua");
  }

  private static Path input(String name) {
    return TestData.ROOT.resolve("LiveCallback/testdata/" + name + ".yaml");
  }
}
