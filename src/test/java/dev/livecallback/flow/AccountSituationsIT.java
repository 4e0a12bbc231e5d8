package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.WellKnown;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Argo CD and Flux make of an account in every row of the table in {@code docs/argocd.md}. */
@Needs(Tool.GO)
@Flow(quota = 100, operator = false)
@DisplayName("An account that a real operator wrote")
@Slow
class AccountSituationsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PAGE = Path.of("docs/argocd.md");
  private static final Path SCRIPTS = TestData.ROOT.resolve("LiveAccount");
  private static final Path HEALTH = SCRIPTS.resolve("health.lua");
  private static final int KSTATUS = 2;
  private static final Pattern REASON = Pattern.compile("`(\\w+)`");

  private final List<List<String>> rows = PlannerRows.table(PAGE, "account");
  private final Map<String, JsonNode> reached = new LinkedHashMap<>();
  private final Scene scene;
  private List<TestCluster> namespaces = List.of();
  private List<Versions> versions = List.of();

  AccountSituationsIT(Scene scene) {
    this.scene = scene;
  }

  @BeforeAll
  void getsIntoEveryRow() {
    TestCluster cluster = scene.cluster();
    TestCluster tenants = cluster.another("a tenant's");
    TestCluster unwatched = cluster.another("nobody watches it");
    namespaces = List.of(cluster, tenants, unwatched);
    versions = namespaces.stream().map(each -> Versions.of(each, "LiveAccount")).toList();
    scene.start(scene.operator().watching(cluster.namespace(), tenants.namespace()));
    new AccountSituations(scene).bringAbout(tenants, unwatched);
    awaitAll();
  }

  @AfterAll
  void ends() {
    versions.forEach(Versions::close);
  }

  @Test
  void hasBeenInEveryRowAndEveryReasonHasOne() {
    assertThat(AccountSituations.all().stream().map(ShownSituation::row).distinct())
        .containsExactlyElementsOf(rows.stream().map(List::getFirst).toList());
    assertThat(
            rows.stream()
                .flatMap(row -> REASON.matcher(row.getFirst()).results())
                .map(match -> match.group(1))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AccountReason.values())
                .filter(reason -> reason != AccountReason.DELETE_LIMIT_REACHED)
                .map(AccountReason::word)
                .toList());
  }

  @Generates
  @ParameterizedTest(name = "is the test data of Argo CD''s scripts: {0}")
  @MethodSource("all")
  void testData(ShownSituation situation) {
    Generated.check(
        SCRIPTS.resolve("testdata").resolve(situation.name() + ".yaml"),
        TestData.text(settled(situation)));
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
    assertThat(GitopsTool.kstatus(object(situation))).isEqualTo(cell(situation, KSTATUS));
  }

  @Generates
  @Test
  void hasItsLineInTheTestOfArgoCdsOwnRepository() {
    ObjectNode file = JSON.createObjectNode();
    ArrayNode tests = file.putArray("tests");
    for (ShownSituation situation : AccountSituations.all()) {
      ObjectNode test = tests.addObject();
      test.set("healthStatus", Lua.GOPHER_LUA.run(HEALTH, settled(situation), Instant.now()));
      test.put("inputPath", "testdata/" + situation.name() + ".yaml");
    }
    Generated.check(SCRIPTS.resolve("health_test.yaml"), TestData.text(file));
  }

  @Test
  void letsWhatItHoldsGoOnceArgoCdHasRunThatAction() {
    JsonNode held = Objects.requireNonNull(reached.get("delete-limit-reached"), "nothing was held");
    JsonNode released =
        Lua.GOPHER_LUA.run(
            SCRIPTS.resolve("actions/release-deletes-1h/action.lua"), held, Instant.now());
    String until =
        released
            .path("metadata")
            .path("annotations")
            .path(WellKnown.RELEASE_DELETES_UNTIL)
            .asText();

    scene.accounts().annotate("delete-limit-reached", WellKnown.RELEASE_DELETES_UNTIL, until);

    scene.callbacks().awaitGone("delete-limit-reached");
    assertThat(scene.records("vhost/delete-limit-reached.example.com")).isEmpty();
    scene
        .accounts()
        .awaitLike(
            "delete-limit-reached",
            account ->
                assertThat(account.statusOrEmpty().condition(ConditionType.DELETE_LIMIT_REACHED))
                    .isEmpty());
  }

  private void assertHealth(ShownSituation situation, Lua lua) {
    JsonNode object = object(situation);
    // Argo CD says so itself, and doesn't ask the script.
    boolean deleting = object.path("metadata").has("deletionTimestamp");
    JsonNode health = lua.run(HEALTH, object, Instant.now());
    assertThat(deleting ? "Pending deletion" : health.path("status").asText())
        .as("%s %s", lua, health)
        .isEqualTo(cell(situation, 1).replace(", with their message", ""));
    if (object.path("status").has("conditions")) {
      assertThat(health.path("message").asText()).isEqualTo(message(object));
    }
  }

  static List<ShownSituation> all() {
    return AccountSituations.all();
  }

  private String cell(ShownSituation situation, int column) {
    return rows.stream()
        .filter(row -> row.getFirst().equals(situation.row()))
        .map(row -> row.get(column))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No row in " + PAGE + ": " + situation.row()));
  }

  /** That of the deletions which are held, or else of Ready. */
  private static String message(JsonNode object) {
    return StreamSupport.stream(object.path("status").path("conditions").spliterator(), false)
        .filter(each -> each.path("type").asText().equals("DeleteLimitReached"))
        .map(each -> each.path("message").asText())
        .findFirst()
        .orElse(ShownSituation.message(object));
  }

  private JsonNode object(ShownSituation situation) {
    JsonNode object = reached.get(situation.name());
    if (object == null) {
      throw new AssertionError(
          "Not reached; seen: " + seen(situation).stream().map(ShownSituation::shown).toList());
    }
    return object;
  }

  private JsonNode settled(ShownSituation situation) {
    JsonNode object = object(situation);
    String own = namespaces.getFirst().namespace();
    String namespace = object.path("metadata").path("namespace").asText();
    if (namespace.equals(own)) {
      return TestData.settled(object, own);
    }
    try {
      JsonNode renamed = JSON.readTree(object.toString().replace(own, "live-callback-operator"));
      return TestData.settled(renamed, namespace);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for all; of one that never came, its tests say so. */
  private void awaitAll() {
    try {
      await("every row")
          .atMost(Duration.ofMinutes(4))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> all().stream().map(this::find).allMatch(Optional::isPresent));
    } catch (ConditionTimeoutException e) {
      // Not all of them.
    }
    all().forEach(each -> find(each).ifPresent(found -> reached.put(each.name(), found)));
  }

  private Optional<JsonNode> find(ShownSituation situation) {
    return seen(situation).stream().filter(situation.reached()).reduce((_, last) -> last);
  }

  private List<JsonNode> seen(ShownSituation situation) {
    return versions.stream().flatMap(each -> each.of(situation.object()).stream()).toList();
  }
}
