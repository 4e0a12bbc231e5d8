package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.gitops.GitopsTool;
import dev.livecallback.gitops.Lua;
import dev.livecallback.gitops.TestData;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Argo CD, Flux and kubectl make of an object in every row of planner.md section 1. */
@Order(1) // it takes longest: it begins first
@Needs(Tool.GO)
@Flow(
    quota = 100,
    simulator = {"--domain=*", "--domain=in.example.com=ambiguous.example.com"})
@DisplayName("An object that a real operator wrote")
@Slow
class SituationsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCRIPTS = TestData.ROOT.resolve("LiveCallback");
  private static final Path HEALTH = SCRIPTS.resolve("health.lua");
  private static final String PENDING = "Pending deletion";

  private final PlannerRows rows = PlannerRows.read();
  private final Map<ShownSituation, JsonNode> reached = new LinkedHashMap<>();
  private final Scene scene;
  private final TestCluster watched;
  private final TestCluster unwatched;
  private final Versions versions;
  private final Versions unseen;

  SituationsIT(Scene scene) {
    this.scene = scene;
    watched = scene.cluster();
    unwatched = watched.another("nobody watches it");
    versions = Versions.of(watched, "LiveCallback");
    unseen = Versions.of(unwatched, "LiveCallback");
  }

  @BeforeAll
  void getsIntoEveryRow() {
    new Callbacks(unwatched)
        .create("unseen", Callbacks.spec(Situations.scope("unseen"), "a", "push", URL));

    Situations situations = new Situations(scene);
    situations.bringAbout();
    awaitAll(false, situations::keepContesting);
    situations.passTenMinutes();
    awaitAll(true, () -> {});
  }

  @AfterAll
  void ends() {
    versions.close();
    unseen.close();
  }

  @Test
  void hasBeenInEveryRow() {
    assertThat(Situations.all().stream().map(ShownSituation::row).distinct())
        .containsExactlyElementsOf(rows.situations());
  }

  @Generates
  @ParameterizedTest(name = "is the test data of Argo CD''s scripts: {0}")
  @MethodSource("all")
  void testData(ShownSituation situation) {
    Generated.check(file(situation), TestData.text(settled(situation)));
  }

  @ParameterizedTest(name = "has the health of its row in Argo CD''s own Lua: {0}")
  @MethodSource("all")
  void healthInArgoCd(ShownSituation situation) {
    assertHealth(situation, Lua.GOPHER_LUA);
  }

  @ParameterizedTest(name = "has the health of its row in LuaJ: {0}")
  @MethodSource("all")
  void healthInLuaJ(ShownSituation situation) {
    assertHealth(situation, Lua.LUAJ);
  }

  @Needs(Tool.LUA_5_1)
  @ParameterizedTest(name = "has the health of its row in Lua 5.1: {0}")
  @MethodSource("all")
  void healthInLua51(ShownSituation situation) {
    assertHealth(situation, Lua.LUA_5_1);
  }

  @ParameterizedTest(name = "has the status of its row in Flux: {0}")
  @MethodSource("all")
  void kstatus(ShownSituation situation) {
    JsonNode object = object(situation);

    assertThat(GitopsTool.kstatus(object)).isEqualTo(rows.kstatus(situation, object));
  }

  @ParameterizedTest(name = "is waited for by kubectl as long as it isn''t Ready: {0}")
  @MethodSource("all")
  void kubectlWait(ShownSituation situation) {
    TestCluster cluster = versions(situation) == unseen ? unwatched : watched;
    String name = situation.object();
    Callbacks callbacks = new Callbacks(cluster);
    await(name + " to stay as it is for as long as kubectl takes")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              String before = callbacks.version(name);
              int exit =
                  cluster
                      .kubectl(
                          "wait", "livecallback/" + name, "--for=condition=Ready", "--timeout=0")
                      .exitCode();
              assertThat(callbacks.version(name)).isEqualTo(before);
              JsonNode now = versions(situation).of(name).getLast();
              assertThat(now.path("metadata").path("resourceVersion").asText()).isEqualTo(before);
              assertThat(exit == 0).isEqualTo(ShownSituation.shown(now).startsWith("True"));
            });
  }

  @Generates
  @Test
  void hasItsLineInTheTestOfArgoCdsOwnRepository() {
    ObjectNode file = JSON.createObjectNode();
    ArrayNode tests = file.putArray("tests");
    for (ShownSituation situation : Situations.all()) {
      JsonNode health = Lua.GOPHER_LUA.run(HEALTH, settled(situation), Instant.now());
      ObjectNode test = tests.addObject();
      test.set("healthStatus", health);
      test.put("inputPath", "testdata/" + situation.name() + ".yaml");
    }
    Generated.check(SCRIPTS.resolve("health_test.yaml"), TestData.text(file));
  }

  private void assertHealth(ShownSituation situation, Lua lua) {
    JsonNode object = object(situation);
    boolean deleting = object.path("metadata").has("deletionTimestamp");
    JsonNode health = lua.run(HEALTH, object, Instant.now());
    // Argo CD says so itself, and doesn't ask the script.
    String said = deleting ? PENDING : health.path("status").asText();
    assertThat(said).as("%s %s", lua, health).isEqualTo(rows.health(situation));
    if (object.path("status").has("conditions")) {
      assertThat(health.path("message").asText()).isEqualTo(ShownSituation.message(object));
    }
  }

  static List<ShownSituation> all() {
    return Situations.all();
  }

  private JsonNode object(ShownSituation situation) {
    return reached.entrySet().stream()
        .filter(each -> each.getKey().name().equals(situation.name()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("Not reached; seen: " + shown(situation)));
  }

  private JsonNode settled(ShownSituation situation) {
    String namespace = (versions(situation) == unseen ? unwatched : watched).namespace();
    return TestData.settled(object(situation), namespace);
  }

  private static Path file(ShownSituation situation) {
    return SCRIPTS.resolve("testdata").resolve(situation.name() + ".yaml");
  }

  private Versions versions(ShownSituation situation) {
    return situation.name().equals("unseen") ? unseen : versions;
  }

  /** Waits for all; of one that never came, its tests say so. */
  private void awaitAll(boolean late, Runnable meanwhile) {
    List<ShownSituation> all =
        Situations.all().stream().filter(each -> each.late() == late).toList();
    try {
      await("every row")
          .atMost(Duration.ofMinutes(6))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                meanwhile.run();
                return all.stream().map(this::find).allMatch(Optional::isPresent);
              });
    } catch (ConditionTimeoutException e) {
      // Not all of them.
    }
    all.forEach(each -> find(each).ifPresent(found -> reached.put(each, found)));
  }

  private Optional<JsonNode> find(ShownSituation situation) {
    return versions(situation).of(situation.object()).stream()
        .filter(situation.reached())
        .findFirst();
  }

  private List<String> shown(ShownSituation situation) {
    return versions(situation).of(situation.object()).stream().map(ShownSituation::shown).toList();
  }
}
