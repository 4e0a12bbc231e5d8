package dev.livecallback.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.livecallback.Main;
import dev.livecallback.cli.ApiServerStub;
import dev.livecallback.cli.FakeTime;
import dev.livecallback.plan.Fingerprints;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("livecallback plan")
class PlanCommandTest {
  private static final String API = "/apis/livecallback.dev/v1";
  private static final String IN_LIVE = API + "/namespaces/live/livecallbacks";

  private static final String CALLBACK =
      """
      {"apiVersion": "livecallback.dev/v1", "kind": "LiveCallback",
       "metadata": {"namespace": "live", "name": "%s", "uid": "uid-%1$s", "generation": %s,
                    "creationTimestamp": "2026-02-01T12:00:00Z"
                    %s},
       "spec": {"vhost": "push.example.com", "app": "%s", "messageType": "push",
                "accountRef": {"name": "main"},
                "callbackDetailList": [{"url": "https://hooks.example.com/%s"}]}%s}
      """;

  private static final Path SCHEMA = Path.of("deploy/schemas/plan_v1.json");

  @TempDir private Path folder;
  private ApiServerStub server;
  private SimulatorUnderTest simulator;
  private String input = "";
  private boolean cluster = true;
  private Map<String, String> more = Map.of();
  private FakeTime time = new FakeTime();

  private record Run(int exit, String out, String err) {}

  @BeforeEach
  void starts() throws IOException {
    server = ApiServerStub.start();
    simulator = SimulatorUnderTest.start("--quota=1000");
    server.answer("/apis/apps/v1/deployments", 200, list());
    objects();
    account("[\"team\"]");
    server.secret(
        200,
        """
        {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
         "metadata": {"namespace": "live", "name": "keys", "uid": "1", "resourceVersion": "1"},
         "data": {"accessKeyId": "%s", "secretAccessKey": "%s"}}
        """
            .formatted(
                base64(SimulatorUnderTest.ACCESS_KEY_ID),
                base64(SimulatorUnderTest.SECRET_ACCESS_KEY)));
  }

  @AfterEach
  void ends() {
    simulator.close();
    server.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String list(String... items) {
    return "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"metadata\": {}, \"items\": ["
        + String.join(", ", items)
        + "]}";
  }

  private void objects(String... items) {
    server.answer(API + "/livecallbacks", 200, list(items));
  }

  private static String accountAllowing(String namespaces) {
    return """
        {"apiVersion": "livecallback.dev/v1", "kind": "LiveAccount",
         "metadata": {"namespace": "live", "name": "main", "uid": "uid-of-main"},
         "spec": {"profile": "Volcengine", "credentials": {"secretRef": {"name": "keys"}},
                  "allow": [{"namespaces": %s}, {"namespaces": ["live"]}]}}
        """
        .formatted(namespaces);
  }

  private void account(String namespaces) {
    server.answer(API + "/liveaccounts", 200, list(accountAllowing(namespaces)));
    server.account(200, accountAllowing(namespaces));
  }

  /** One that isn't there yet: the API server takes it as it is. */
  private static String callback(String name, String app, String url) {
    return CALLBACK.formatted(name, 1, "", app, url, "");
  }

  /** One whose record was written by the operator. */
  private static String written(String name, String app, String url) {
    return CALLBACK.formatted(
        name,
        1,
        ", \"finalizers\": [\"livecallback.dev/finalizer\"]",
        app,
        url,
        """
        , "status": {"observedGeneration": 1, "scope": "vhost/push.example.com",
          "conditions": [{"type": "Ready", "status": "True", "reason": "InSync",
            "message": "The record is as the object says.", "observedGeneration": 1,
            "lastTransitionTime": "2026-02-01T12:00:00Z"}],
          "records": [{"account": "live/main", "scope": "vhost/push.example.com", "app": "%s",
            "messageType": "push", "written": "%s", "held": "%2$s"}]}
        """
            .formatted(app, fingerprint(app, url)));
  }

  private static String fingerprint(String app, String url) {
    return Fingerprints.of(
        new CallbackKey("", Scope.vhost("push.example.com"), app, MessageType.PUSH),
        new CallbackContent(
            List.of(CallbackDetail.http("https://hooks.example.com/" + url)),
            false,
            new Authentication.Off()));
  }

  private void record(String app, String url) {
    simulator.putRecord(
        """
        {"Vhost": "push.example.com", "App": "%s", "MessageType": "push",
         "CallbackDetailList": [{"CallbackType": "http", "URL": "https://hooks.example.com/%s"}]}
        """
            .formatted(app, url));
  }

  private Path file(String... objects) throws IOException {
    return Files.writeString(folder.resolve("objects.yaml"), String.join("\n---\n", objects));
  }

  private Run run(String... arguments) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", folder.toString());
    if (cluster) {
      environment.put("KUBECONFIG", server.kubeconfig(folder).toString());
    }
    environment.putAll(more);
    environment.put("LIVE_ENDPOINT", simulator.endpoint().toString());
    environment.put("STS_ENDPOINT", simulator.endpoint().toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.prepared(
                new CommandLine(
                    new PlanCommand(
                        environment,
                        false,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        time)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  /** What a plan has that its schema doesn't know. */
  private static List<String> problems(String json) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(Files.readString(SCHEMA));
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /** The API server says that the object would be so. */
  private void accepts(String method, String name, String object) {
    boolean creates = method.equals("POST");
    server.answer(method, creates ? IN_LIVE : IN_LIVE + "/" + name, 200, object);
  }

  @Test
  void saysThatARecordWouldBeMadeAndChangesNothing() throws IOException {
    accepts("POST", "new", callback("new", "a", "1"));

    Run run = run("-f", file(callback("new", "a", "1")).toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .startsWith(
            """
            + live/new: make the record: push callbacks of vhost/push.example.com, app a
                callbackDetailList: https://hooks.example.com/1
            Plan: 1 to create.
            """);
    assertThat(simulator.calls("UpdateCallback")).isEmpty();
    assertThat(server.asked())
        .filteredOn(each -> !each.startsWith("GET "))
        .isNotEmpty()
        .allMatch(each -> each.contains("dryRun=All"))
        .allMatch(each -> each.contains("fieldValidation=Strict"));
    assertThat(run("-f", folder.resolve("objects.yaml").toString(), "--detailed-exitcode").exit())
        .isEqualTo(2);
  }

  @Test
  void showsWhatAnEditChangesAndWhatItPutsBack() throws IOException {
    record("a", "old");
    record("b", "outside");
    objects(written("edited", "a", "old"), written("drifted", "b", "mine"));
    server.answer(IN_LIVE + "/edited", 200, written("edited", "a", "old"));
    accepts(
        "PATCH",
        "edited",
        written("edited", "a", "new").replace("\"generation\": 1", "\"generation\": 2"));

    Run run = run("-f", file(callback("edited", "a", "new")).toString());

    assertThat(run.out())
        .contains(
            """
            ~ live/edited: change the record: push callbacks of vhost/push.example.com, app a
                callbackDetailList: https://hooks.example.com/old \u2192 https://hooks.example.com/new
            Plan: 1 to change.
            """)
        .doesNotContain("drifted");
    assertThat(problems(run("-n", "live", "-o", "json").out())).isEmpty();
    assertThat(run("-n", "live").out())
        .contains(
            """
            ~ live/drifted: put the record back, which was changed outside: push callbacks of vhost/push.example.com, app b
                callbackDetailList: https://hooks.example.com/outside \u2192 https://hooks.example.com/mine
            Plan: 1 to change.
            """);
  }

  @Test
  void hasNothingToSayOfAClusterInWhichAllIsWell() throws IOException {
    record("a", "1");
    objects(written("well", "a", "1"));

    Run run = run("-A", "--detailed-exitcode");

    assertThat(run.out())
        .isEqualTo("Plan: nothing to do. Objects that are as they should be: 1.\n");
    assertThat(run.exit()).isZero();
    assertThat(simulator.calls("DescribeCallback")).hasSize(1);
  }

  @Test
  void tellsWhatTheApiServerRefusesInItsWords() throws IOException {
    server.answer(
        "POST",
        IN_LIVE,
        422,
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 422,
         "message": "LiveCallback \\"new\\" is invalid: spec.app: Too long"}
        """);

    Run run = run("-f", file(callback("new", "a", "1")).toString());

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out())
        .isEqualTo(
            """
            ! LiveCallback live/new: the API server refuses it
                LiveCallback "new" is invalid: spec.app: Too long
            Plan: 1 refused.
            """);
  }

  @Test
  void isNotCertainWhereThePersonMayNotReadTheKeys() throws IOException {
    server.secret(403, "{\"kind\": \"Status\", \"code\": 403, \"message\": \"forbidden\"}");
    accepts("POST", "new", callback("new", "a", "1"));

    Run run = run("-f", file(callback("new", "a", "1")).toString());

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out())
        .contains("? live/new: ", "You may not read the credentials of account live/main.")
        .contains("1 not known.");
    objects(written("perhaps-well", "a", "1"));
    assertThat(problems(run("-n", "live", "-o", "json").out())).isEmpty();
    assertThat(run("-n", "live").out()).contains("? live/perhaps-well: not known", "1 not known.");
  }

  @Test
  void takesTheFileAsItIsWhereThePersonMayNotApplyIt() throws IOException {
    server.answer(
        "POST",
        IN_LIVE,
        403,
        "{\"kind\": \"Status\", \"code\": 403, \"message\": \"is forbidden: User cannot create resource\"}");

    Run run = run("-f", file(callback("new", "a", "1")).toString());

    assertThat(run.out())
        .contains("+ ? live/new: make the record", "Plan: 1 to create, 1 not certain.");
    assertThat(run.err()).contains("LiveCallback live/new: You may not apply it");
  }

  @Test
  void isCertainOfAnObjectThoughASecretOfItsNameCouldNotBeChecked() throws IOException {
    accepts("POST", "new", callback("new", "a", "1"));
    server.answer(
        "POST",
        "/api/v1/namespaces/live/secrets",
        403,
        "{\"kind\": \"Status\", \"code\": 403, \"message\": \"is forbidden: User cannot create resource\"}");

    Run run =
        run(
            "-f",
            file(
                    callback("new", "a", "1"),
                    "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"namespace\": \"live\", \"name\": \"new\"}}")
                .toString());

    assertThat(run.err()).contains("Secret live/new: You may not apply it");
    assertThat(run.out()).startsWith("+ live/new: make the record").contains("Plan: 1 to create.");

    String signed =
        callback("new", "a", "1")
            .replace(
                "\"messageType\"",
                "\"authEnable\": true, \"authKeyPrimarySecretRef\": {\"name\": \"new\","
                    + " \"key\": \"key\"}, \"messageType\"");
    accepts("POST", "new", signed);
    Run used =
        run(
            "-f",
            file(
                    signed,
                    "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"namespace\": \"live\", \"name\": \"new\"},"
                        + " \"stringData\": {\"key\": \"planted-key-1\"}}")
                .toString());
    assertThat(used.out())
        .startsWith("+ ? live/new: make the record")
        .contains("Secret live/new: You may not apply it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"app\"'         | '\"apps\"'                  | 'unknown field \"spec.apps\"'",
        "'\"spec\"'        | '\"specs\": 1, \"spec\"'   | 'unknown field \"specs\"'",
        "'\"uid\"'         | '\"label\": 1, \"uid\"'    | 'unknown field \"metadata.label\"'",
        "'\"app\": \"a\"'  | '\"app\": true'             | spec.app",
        "'\"url\"'         | '\"URL\": 1, \"url\"'      | spec.callbackDetailList",
        "'\"messageType\"' | '\"messagetype\"'           | 'unknown field \"spec.messagetype\"'",
      })
  void refusesAMisspeltFieldThoughNobodyIsAsked(String right, String wrong, String said)
      throws IOException {
    server.answer(
        "POST",
        IN_LIVE,
        403,
        "{\"kind\": \"Status\", \"code\": 403, \"message\": \"is forbidden: User cannot create resource\"}");
    more =
        Map.of(
            "ACCESS_KEY_ID",
            SimulatorUnderTest.ACCESS_KEY_ID,
            "ACCESS_KEY_SECRET",
            SimulatorUnderTest.SECRET_ACCESS_KEY);
    String file = file(callback("new", "a", "1").replace(right, wrong)).toString();

    for (boolean there : List.of(true, false)) {
      cluster = there;
      Run run = run("-f", file);
      assertThat(run.out()).startsWith("! ").contains(said, "Plan: 1 refused");
      assertThat(run.exit()).isEqualTo(3);
    }
  }

  @Test
  void refusesAMisspeltFieldOfAnAccountAndOfASecretToo() throws IOException {
    cluster = false;

    Run run =
        run(
            "-f",
            file(
                    accountAllowing("[]").replace("\"allow\"", "\"allows\""),
                    "{apiVersion: v1, kind: Secret, metadata: {name: keys}, stringdata: {a: b}}")
                .toString());

    assertThat(run.out())
        .contains(
            "! LiveAccount live/main: the API server refuses it",
            "strict decoding error: unknown field \"spec.allows\"",
            "unknown field \"stringdata\"");
  }

  @Test
  void plansWithoutAClusterByTheFilesAndTheKeysOfTheEnvironment() throws IOException {
    record("b", "2");
    cluster = false;
    more =
        Map.of(
            "ACCESS_KEY_ID",
            SimulatorUnderTest.ACCESS_KEY_ID,
            "ACCESS_KEY_SECRET",
            SimulatorUnderTest.SECRET_ACCESS_KEY);
    String byDefault = "\"accountRef\": {\"name\": \"main\"},";

    Run run =
        run(
            "-f",
            file(
                    callback("new", "a", "1").replace(byDefault, ""),
                    callback("other", "b", "1").replace(byDefault, ""))
                .toString());

    assertThat(run.err()).contains("There is no kubeconfig: the files are taken as they are");
    assertThat(run.out())
        .contains("+ ? live/new: make the record", "There is no cluster: an object there may")
        .contains("! ? live/other: can't be done", "AlreadyExists: ")
        .contains("Plan: 1 to create, 1 refused, 2 not certain.");
    assertThat(run("-A").err()).contains("There is no kubeconfig: name one by --kubeconfig");
    assertThat(run("-f", "-", "--prune-all").err()).contains("there is no kubeconfig");
    assertThat(simulator.calls("UpdateCallback")).isEmpty();
  }

  @Test
  void doesNotTakeAnAccountThatThePersonMayNotReadForOneThatIsNotThere() throws IOException {
    server.answer(API + "/liveaccounts", 403, "{\"kind\": \"Status\", \"code\": 403}");
    server.account(403, "{\"kind\": \"Status\", \"code\": 403}");
    objects(written("perhaps-well", "a", "1"));

    Run run = run("-n", "live");

    assertThat(run.out())
        .contains("? live/perhaps-well: not known", "You may not read LiveAccount live/main.");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void countsAccountsInTheFilesToo() throws IOException {
    record("a", "1");
    objects(
        written("well", "a", "1")
            .replace("\"live\", \"name\": \"well\"", "\"team\", \"name\": \"well\"")
            .replace("{\"name\": \"main\"}", "{\"name\": \"main\", \"namespace\": \"live\"}"));
    String account = accountAllowing("[\"nobody\"]");
    server.answer("PATCH", API + "/namespaces/live/liveaccounts/main", 200, account);

    Run run = run("-f", file(account).toString());

    assertThat(run.out()).contains("! team/well: can't be done", "NotAllowed: ");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void removesWhatIsPruned() throws IOException {
    record("a", "1");
    record("b", "2");
    objects(written("kept", "a", "1"), written("goes", "b", "2"));
    server.answer(IN_LIVE, 200, list(written("kept", "a", "1"), written("goes", "b", "2")));
    server.answer(API + "/namespaces/live/liveaccounts", 200, list());
    server.answer(IN_LIVE + "/kept", 200, written("kept", "a", "1"));
    accepts("PATCH", "kept", written("kept", "a", "1"));

    Run run = run("-f", file(callback("kept", "a", "1")).toString(), "-n", "live", "--prune-all");

    assertThat(run.out())
        .contains("- live/goes: remove the record: push callbacks of vhost/push.example.com, app b")
        .contains("Plan: 1 to remove.");
  }

  @Test
  void printsJsonWithoutAnySecret() throws IOException {
    accepts("POST", "new", callback("new", "a", "1"));
    input =
        callback("new", "a", "1")
            + "\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n"
            + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: more}\n"
            + "stringData: {key: hush-hush}\n";

    Run run = run("-f", "-", "-n", "live", "-o", "json");

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(problems(run.out())).isEmpty();
    assertThat(problems(run.out().replace("\"create\"", "\"creates\""))).isNotEmpty();
    assertThat(json.path("changes").path(0).path("outcome").asText()).isEqualTo("create");
    assertThat(json.path("changes").path(0).path("exact").asBoolean()).isTrue();
    assertThat(json.path("changes").path(0).path("fields").toString())
        .isEqualTo("[{\"field\":\"callbackDetailList\",\"to\":\"https://hooks.example.com/1\"}]");
    assertThat(json.path("summary").path("create").asInt()).isEqualTo(1);
    assertThat(json.path("summary").path("skipped").asInt()).isEqualTo(1);
    assertThat(run.out() + run.err())
        .doesNotContain("hush-hush", SimulatorUnderTest.SECRET_ACCESS_KEY);
  }

  @Test
  void saysOfAMaskedKeyThatItCanNotBeSeen() throws IOException {
    simulator.turn("{\"maskKey\": true}");
    simulator.putRecord(
        """
        {"Vhost": "push.example.com", "App": "a", "MessageType": "push",
         "AuthEnable": true, "AuthKeyPrimary": "hush-hush",
         "CallbackDetailList": [{"CallbackType": "http", "URL": "https://hooks.example.com/old"}]}
        """);
    String signed =
        callback("new", "a", "new")
            .replace(
                "\"messageType\"",
                "\"authEnable\": true, \"authKeyPrimarySecretRef\": {\"name\": \"signing\","
                    + " \"key\": \"key\"}, \"adoptionPolicy\": \"Adopt\", \"messageType\"");
    accepts("POST", "new", signed);
    server.answer(
        "/api/v1/namespaces/live/secrets/signing",
        200,
        """
        {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
         "metadata": {"namespace": "live", "name": "signing", "uid": "2", "resourceVersion": "1"},
         "data": {"key": "%s"}}
        """
            .formatted(base64("hush-hush")));

    Run run = run("-f", file(signed).toString());

    assertThat(run.out())
        .startsWith(
            """
            ~ live/new: replace a record that was nobody's: push callbacks of vhost/push.example.com, app a
                callbackDetailList: https://hooks.example.com/old \u2192 https://hooks.example.com/new
                authKeyPrimary: can't be seen \u2192 set
            """);
    String json = run("-f", folder.resolve("objects.yaml").toString(), "-o", "json").out();
    assertThat(problems(json)).isEmpty();
    assertThat(json).contains("\"from\" : \"can't be seen\"").doesNotContain("hush-hush");
  }

  @Test
  void keepsTheAnnotationsThatTheClusterHasAndTheFileHasNot() throws IOException {
    record("a", "old");
    String paused =
        written("paused", "a", "old")
            .replace(
                "\"finalizers\"",
                "\"annotations\": {\"livecallback.dev/paused\": \"true\","
                    + " \"kubectl.kubernetes.io/last-applied-configuration\":"
                    + " \"{\\\"metadata\\\":{\\\"annotations\\\":{}}}\"}, \"finalizers\"");
    objects(paused);
    accepts("PATCH", "paused", paused.replace("callbacks/old", "callbacks/new"));

    Run run = run("-f", file(callback("paused", "a", "new")).toString());

    assertThat(run.out()).startsWith(". live/paused: leave the record alone");
    assertThat(server.asked()).anyMatch(each -> each.startsWith("PATCH "));
    assertThat(server.bodies()).noneMatch(body -> body.contains("\"annotations\":null"));
  }

  @Test
  void saysThatAnAccountInTheFilesCouldNotBeUsed() throws IOException {
    record("a", "1");
    objects(written("well", "a", "1"));
    String account = accountAllowing("[\"team\"]").replace("\"keys\"", "\"no-such\"");
    server.answer("PATCH", API + "/namespaces/live/liveaccounts/main", 200, account);

    Run run = run("-f", file(account).toString());

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out()).contains("! LiveAccount live/main: can't be used", "SecretNotFound: ");
    assertThat(problems(run("-f", folder.resolve("objects.yaml").toString(), "-o", "json").out()))
        .isEmpty();
  }

  @Test
  void doesNotKnowWhereTheCloudRefusesThisCommandARead() throws IOException {
    record("a", "1");
    objects(written("well", "a", "1"));
    simulator.addFault(
        """
        {"action": "DescribeCallback", "effect": "error", "status": 403, "code": "AccessDenied",
         "message": "User is not authorized"}
        """);

    Run run = run("-n", "live");

    assertThat(run.out()).startsWith("? live/well: not known").contains("1 not known.");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void saysThatAVhostIsNotThere() throws IOException {
    simulator.addFault(
        """
        {"effect": "error", "status": 403, "code": "RequestForbidden",
         "message": "The vhost doesn't exist"}
        """);
    accepts("POST", "new", callback("new", "a", "1"));

    Run run = run("-f", file(callback("new", "a", "1")).toString());

    assertThat(run.out()).startsWith("! live/new: can't be done").contains("Plan: 1 refused.");
  }

  @Test
  void refusesWhatTheApiServerRefusesOfANamespace() throws IOException {
    String gone = "{\"kind\": \"Status\", \"code\": 404, \"message\": \"namespaces not found\"}";
    server.answer("POST", IN_LIVE, 404, gone);

    assertThat(run("-f", file(callback("new", "a", "1")).toString()).out())
        .contains("the API server refuses it", "namespaces not found");
    Run made =
        run(
            "-f",
            file(
                    callback("new", "a", "1"),
                    "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\","
                        + " \"metadata\": {\"name\": \"live\"}}")
                .toString());
    assertThat(made.out()).startsWith("+ ? live/new: make the record");
  }

  @Test
  void knowsNothingOfANewObjectWhoseKeyThePersonMayNotRead() throws IOException {
    String signed =
        callback("new", "a", "1")
            .replace(
                "\"messageType\"",
                "\"authEnable\": true, \"authKeyPrimarySecretRef\": {\"name\": \"signing\","
                    + " \"key\": \"key\"}, \"messageType\"");
    accepts("POST", "new", signed);
    server.answer(
        "/api/v1/namespaces/live/secrets/signing", 403, "{\"kind\": \"Status\", \"code\": 403}");

    Run run = run("-f", file(signed).toString());

    assertThat(run.out())
        .contains("? live/new: not known", "You may not read Secret live/signing.");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void leavesAloneWhatTheOperatorDoesNotWatch() throws IOException {
    record("a", "1");
    objects(written("elsewhere", "a", "1"));
    more = Map.of("WATCH_NAMESPACES", "other", "POD_NAMESPACE", "other");
    accepts("POST", "new", callback("new", "b", "1"));

    assertThat(run("-n", "live").out())
        .startsWith(". live/elsewhere: leave the record alone")
        .contains("The operator doesn't watch namespace live");
    assertThat(run("-f", file(callback("new", "b", "1")).toString()).out())
        .startsWith(". live/new: leave the record alone")
        .doesNotContain("elsewhere");
    assertThat(problems(run("-n", "live", "-o", "json").out())).isEmpty();
  }

  private static String deployment(String namespace, String args) {
    return """
        {"apiVersion": "apps/v1", "kind": "Deployment",
         "metadata": {"namespace": "%s", "name": "operator"},
         "spec": {"template": {"spec": {"containers": [{"name": "operator", "args": [%s]}]}}}}
        """
        .formatted(namespace, args);
  }

  @Test
  void saysByWhichOfSeveralOperatorsItGoes() throws IOException {
    record("a", "1");
    objects(written("well", "a", "1"));
    server.answer(
        "/apis/apps/v1/deployments",
        200,
        list(
            deployment("one", "\"operator\", \"--watch-namespaces=one\""),
            deployment("two", "\"operator\"")));

    Run neither = run("-n", "live");

    assertThat(neither.err())
        .contains(
            "The operator has several Deployments: one/operator, two/operator.",
            "that --pod-namespace names, live-callback-operator, so the plan goes by your environment",
            "default account live-callback-operator/default, all namespaces watched, LIVE_ENDPOINT "
                + simulator.endpoint().resolve("/").toString().replaceAll("/$", ""))
        .hasLineCount(1);
    assertThat(neither.out()).contains("nothing to do");
    Run one = run("-n", "live", "--pod-namespace=one");
    assertThat(one.err())
        .contains("The plan goes by that of namespace one; --pod-namespace chooses another.");
    assertThat(one.out()).contains("The operator doesn't watch namespace live");
    server.answer("/apis/apps/v1/deployments", 200, list(deployment("one", "\"other\"")));
    assertThat(run("-n", "live").err())
        .contains("Deployment one/operator doesn't say which of its containers is the operator");
  }

  @Test
  void saysWhichSettingsOfTheDeploymentItCannotRead() throws IOException {
    record("a", "1");
    objects(written("well", "a", "1"));
    String started = deployment("one", "\"operator\", \"--default-account=$(ACCOUNT)\"");
    server.answer(
        "/apis/apps/v1/deployments",
        200,
        list(
            started.replace(
                "\"args\"",
                """
                "env": [{"name": "WATCH_NAMESPACES", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}},
                        {"name": "LIVE_ENDPOINT", "value": "%s"}], "args"
                """
                    .formatted(simulator.endpoint()))));

    Run some = run("-n", "live", "--watch-namespaces=other");

    assertThat(some.err())
        .contains(
            "can't read from Deployment one/operator what DEFAULT_ACCOUNT, WATCH_NAMESPACES is",
            "For this, the plan goes by your environment and options.")
        .hasLineCount(1);
    assertThat(some.out()).contains("The operator doesn't watch namespace live");

    server.answer(
        "/apis/apps/v1/deployments",
        200,
        list(
            deployment("one", "\"operator\", \"--watch-namespaces=other\"")
                .replace(
                    "\"args\"",
                    "\"envFrom\": [{\"configMapRef\": {\"name\": \"a\"}}],"
                        + " \"env\": [{\"name\": \"DEFAULT_ACCOUNT\", \"value\": \"\"}], \"args\"")));
    Run others = run("-n", "live");
    assertThat(others.err())
        .contains("LIVE_ENDPOINT", "SYNC_PERIOD")
        .doesNotContain("WATCH_NAMESPACES", "DEFAULT_ACCOUNT");
    assertThat(others.out()).contains("The operator doesn't watch namespace live");
  }

  @Test
  void looksInTheNamespaceOfTheOperatorWhereItMayNotLookEverywhere() throws IOException {
    record("a", "1");
    objects(written("well", "a", "1"));
    server.answer("/apis/apps/v1/deployments", 403, "{\"kind\": \"Status\", \"code\": 403}");
    server.answer(
        "/apis/apps/v1/namespaces/one/deployments",
        200,
        list(deployment("one", "\"operator\", \"--watch-namespaces=other\"")));
    server.answer(
        "/apis/apps/v1/namespaces/two/deployments", 403, "{\"kind\": \"Status\", \"code\": 403}");

    Run known = run("-n", "live", "--pod-namespace=one");
    Run unknown = run("-n", "live", "--pod-namespace=two");

    assertThat(known.err()).isEmpty();
    assertThat(known.out()).contains("The operator doesn't watch namespace live");
    assertThat(unknown.err())
        .contains("You may not list Deployments, so the plan goes by your environment and options");
    assertThat(unknown.out()).contains("nothing to do");
  }

  @Test
  void isNotCertainOfOtherKeysThatStsDoesNotKnow() throws IOException {
    record("a", "1");
    objects(written("edited", "a", "1"));
    simulator.addFault(
        """
        {"action": "GetCallerIdentity", "effect": "error", "status": 403, "code": "AccessDenied",
         "message": "User is not authorized"}
        """);
    String keys =
        """
        {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
         "metadata": {"namespace": "live", "name": "keys", "uid": "1", "resourceVersion": "1"},
         "data": {"accessKeyId": "%s", "secretAccessKey": "%s"}}
        """
            .formatted(base64("AKLTOTHER0002"), base64("other-secret"));
    server.answer("PATCH", "/api/v1/namespaces/live/secrets/keys", 200, keys);
    accepts("PATCH", "edited", written("edited", "a", "2"));

    assertThat(run("-f", file(callback("edited", "a", "2")).toString()).out())
        .startsWith("~ live/edited: change the record");

    simulator.addAccount(
        """
        {"account": "2100000002", "accessKeyId": "AKLTOTHER0002", "secretAccessKey": "other-secret"}
        """);
    assertThat(run("-f", file(keys, callback("edited", "a", "2")).toString()).out())
        .startsWith("~ ? live/edited: change the record")
        .contains("STS doesn't say whose the keys of account live/main are");
  }

  @ParameterizedTest
  @CsvSource({"11m, GetCallerIdentity", "6m, DescribeCallback"})
  void endsWithItsTimeWhateverDoesNotAnswer(String latency, String silent) throws IOException {
    objects(written("well", "a", "1"));
    time = new FakeTime(Duration.parse("PT" + latency));

    Run run = run("-n", "live");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("It isn't done within 10m, for the cloud doesn't answer: look at the way there")
        .hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(simulator.calls(silent)).isNotEmpty();
  }

  @Test
  void itsSchemaKnowsEveryOutcome() throws IOException {
    JsonNode outcomes =
        new ObjectMapper()
            .readTree(SCHEMA.toFile())
            .at("/properties/changes/items/properties/outcome/enum");

    assertThat(outcomes)
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(Stream.of(Outcome.values()).map(Outcome::word).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-A -n live               | -A is for the cluster's own objects",
        "--prune-all              | --prune removes what isn't in files",
        "-f x --prune             | --prune takes the labels",
        "-f x -l a=b              | With -f, -l is for --prune",
        "-R                       | -R is for the folders of -f",
        "-f missing.yaml          | missing.yaml isn't there",
        "-f https://a.example/b   | is a URL: fetch it",
        "-n UPPER                 | --namespace is \"UPPER\"",
      })
  void refusesWrongUsageInASentence(String arguments, String said) throws IOException {
    Run run = run(arguments.strip().split(" +", -1));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains(said).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: [                                            | isn't YAML or JSON",
        "a: b                                               | has no kind",
        "{apiVersion: livecallback.dev/v2, kind: LiveCallback, metadata: {name: a}} | this version knows",
        "{apiVersion: livecallback.dev/v1, kind: LiveCallback, metadata: {}} | has no metadata.name",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b}} | leave --namespace out",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, labels: {b: 1}}} | metadata.labels.b has to be text",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, labels: {b: yes}}} | metadata.labels.b has to be text",
        "{apiVersion: v1, kind: Secret, metadata: {name: 1}} | metadata.name has to be text",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, labels: 5}} | metadata.labels has the wrong type",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, ownerReferences: [1]}} | metadata.ownerReferences has the wrong type",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, managedFields: [{fieldsV1: 5}]}} | metadata.managedFields.fieldsV1 has the wrong type",
        "{apiVersion: v1, kind: Secret, metadata: {name: a/b}} | metadata.name has other signs",
        "{kind: Secret, metadata: {name: a}}                | has no apiVersion",
        "--- {kind: Secret}                                 | has something behind the --- of line 1",
        "{apiVersion: v1, kind: Any, 0.5: a}                | has a key that is no text, line 1",
        "{apiVersion: v1, kind: Any, a: .inf}               | has a number that JSON hasn't",
        "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: List, items: []}]} | a list in a list",
        "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"a\"}}{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"a\"}} | Secret live/a is there twice",
        "# nothing                                          | There is no object",
      })
  void refusesWrongFilesInASentence(String text, String said) throws IOException {
    Files.writeString(folder.resolve("wrong.yaml"), text);

    Run run = run("-f", folder.resolve("wrong.yaml").toString(), "-n", "live");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains(said).hasLineCount(1);
  }

  @Test
  void readsFoldersAndLists() throws IOException {
    Path in = Files.createDirectories(folder.resolve("all/deep"));
    Files.writeString(
        folder.resolve("all/list.json"),
        list(callback("one", "a", "1"), callback("two", "b", "2")));
    Files.writeString(in.resolve("three.yml"), callback("three", "c", "3"));
    Files.writeString(in.resolve("notes.txt"), "not YAML: [");

    assertThat(names(false)).containsExactly("one", "two");
    assertThat(names(true)).containsExactly("three", "one", "two");
  }

  private List<String> names(boolean recursive) throws IOException {
    try {
      return Manifests.read(
              List.of(folder.resolve("all").toString()),
              recursive,
              "live",
              false,
              () -> new ByteArrayInputStream(new byte[0]))
          .objects()
          .stream()
          .map(each -> each.path("metadata").path("name").asText())
          .toList();
    } catch (dev.livecallback.cli.CommandFailedException e) {
      throw new AssertionError(e);
    }
  }
}
