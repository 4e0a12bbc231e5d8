package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator's own API, over HTTP. */
class AdminApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  static final String RECORD =
      "{'Vhost':'push.example.com','App':'live','MessageType':'push','AuthEnable':true,"
          + "'AuthKeyPrimary':'fakekey0001','CallbackDetailList':"
          + "[{'CallbackType':'http','URL':'http://example.com'}]}";
  static final CallbackKey KEY =
      new CallbackKey("2100000001", Scope.vhost("push.example.com"), "live", MessageType.PUSH);

  private final SimulatorServer simulator;
  private final Http http;

  AdminApiTest() throws IOException {
    simulator =
        SimulatorServer.start(
            SimulatorConfig.local()
                .key("2100000001", "AKLTFAKE", "fake-secret")
                .clock(new SetClock("2026-01-31T12:00:00Z")));
    http = new Http(simulator.adminEndpoint());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private JsonNode ok(String method, String path, String json) throws IOException {
    Http.Reply reply = http.send(method, path, json);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return MAPPER.readTree(reply.body());
  }

  @Test
  void editsRecordsAsAtTheConsole() throws IOException {
    JsonNode written = ok("PUT", "/records", RECORD);

    assertThat(written.path("Account").asText()).isEqualTo("2100000001");
    assertThat(written.path("AuthKeyPrimary").asText()).isEqualTo("fakekey0001");
    assertThat(written.path("CreateTimeUTC").asText()).isEqualTo("2026-01-31T12:00:00Z");
    assertThat(simulator.store().get(KEY)).isPresent();
    assertThat(ok("PUT", "/records", written.toString()))
        .as("what was read can be written")
        .isEqualTo(written);

    ok("DELETE", "/records?vhost=push.example.com&app=live&messageType=push", "");
    assertThat(simulator.store().size()).isZero();
  }

  @ParameterizedTest(name = "GET /records{0} finds {1} records")
  @CsvSource({
    "'', 2",
    "?account=2100000001, 2",
    "?account=1, 0",
    "?vhost=PUSH.example.com, 1",
    "?domain=in.example.com, 1",
    "?vhost=in.example.com, 0",
    "?app=live, 1",
    "?app=, 1",
    "?messageType=push, 1",
    "?vhost=push.example.com&messageType=record, 0",
    "?search=in.example, 1",
    "?search=liv, 1",
    "?search=http://example, 2",
    "?search=nothing, 0",
    "?limit=1, 1"
  })
  void findsRecords(String query, int expected) throws IOException {
    ok("PUT", "/records", RECORD);
    simulator
        .store()
        .put(
            new CallbackKey("2100000001", Scope.domain("in.example.com"), null, MessageType.RECORD),
            RecordContent.url("http://example.com"));

    assertThat(ok("GET", "/records" + query, "").path("records")).hasSize(expected);
  }

  @Test
  void showsRecordsAsATable() throws IOException {
    assertThat(http.send("GET", "/records.txt", "").body()).isEqualTo("(no records)\n");
    ok("PUT", "/records", RECORD);
    simulator
        .store()
        .put(
            new CallbackKey("2100000001", Scope.domain("in.example.com"), null, MessageType.RECORD),
            RecordContent.url("https://example.com/recorded"));

    Http.Reply table = http.send("GET", "/records.txt", "");

    assertThat(table.header("content-type")).startsWith("text/plain");
    assertThat(table.body())
        .isEqualTo(
            """
            SCOPE                    APP    TYPE     SIGNED WITH   CALLS BACK
            domain/in.example.com    -      record   -             https://example.com/recorded
            vhost/push.example.com   live   push     fakekey0001   http://example.com
            """);
  }

  @Test
  void turnsKnobsAndTurnsThemBack() throws IOException {
    JsonNode initial = ok("GET", "/knobs", "");

    assertThat(ok("PATCH", "/knobs", "{'maskKey':true,'emptyResult':'[]'}").path("emptyResult"))
        .hasToString("\"[]\"");
    assertThat(simulator.knobs().maskKey().get()).isTrue();
    assertThat(ok("PATCH", "/knobs", "{'quota':3}").path("maskKey").asBoolean()).isTrue();
    assertThat(ok("PUT", "/knobs", "{'quota':4}").path("maskKey").asBoolean(true)).isFalse();
    assertThat(simulator.knobs().quota().get()).isEqualTo(4);
    assertThat(ok("PUT", "/knobs", "{}")).isEqualTo(initial);
  }

  @Test
  void turnsAllKnobsOrNone() throws IOException {
    Http.Reply reply = http.send("PATCH", "/knobs", "{'maskKey':true,'quota':0}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("quota must be a whole number from 1 to 100000.");
    assertThat(simulator.knobs().maskKey().get()).isFalse();
  }

  @ParameterizedTest(name = "a fault is shown as it was asked for: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'effect':'commonErr','codeN':true}",
        "{'effect':'httpStatus','status':502,'json':false}",
        "{'effect':'error','status':403,'code':'AccessDenied','message':'no'}",
        "{'effect':'throttle'}",
        "{'effect':'slow','delayMillis':1500}",
        "{'effect':'dropConnection'}",
        "{'effect':'appliedThenTimeout','delayMillis':20000}",
        "{'effect':'appliedLate','delayMillis':20000}",
        "{'effect':'truncated'}",
        "{'effect':'throttle','account':'2100000001','action':'UpdateCallback',"
            + "'scope':'vhost/push.example.com','app':'','messageType':'push','count':3,"
            + "'probability':0.5}"
      })
  void showsFaults(String json) throws IOException {
    String id = ok("POST", "/faults", json).path("id").asText();

    JsonNode shown = ok("GET", "/faults", "").path("faults").path(0);
    JsonNode asked = MAPPER.readTree(json.replace('\'', '"'));

    assertThat(shown.path("id").asText()).isEqualTo(id);
    asked
        .properties()
        .forEach(field -> assertThat(shown.get(field.getKey())).isEqualTo(field.getValue()));
    ok("DELETE", "/faults?id=" + id, "");
    assertThat(ok("GET", "/faults", "").path("faults")).isEmpty();
  }

  @Test
  void takesAllFaultsOutOfForce() throws IOException {
    ok("POST", "/faults", "{'effect':'throttle'}");
    ok("POST", "/faults", "{'effect':'slow'}");
    assertThat(simulator.faults().list())
        .extracting(active -> active.fault().effect())
        .containsExactly(new Effect.Throttle(), new Effect.Slow(java.time.Duration.ofSeconds(5)));

    ok("DELETE", "/faults", "");

    assertThat(simulator.faults().list()).isEmpty();
  }

  @Test
  void addsAndRevokesKeysWithoutShowingTheirSecrets() throws IOException {
    String added =
        ok(
                "POST",
                "/accounts",
                "{'account':'2100000009','accessKeyId':'AKLTNEW','secretAccessKey':'fake-new',"
                    + "'sessionToken':'fake-token','vhosts':['a.example.com'],"
                    + "'domains':{'in.example.com':'b.example.com'}}")
            .toString();

    assertThat(added)
        .isEqualTo(
            ("{'account':'2100000009','accessKeyIds':['AKLTNEW'],'users':{'root':['AKLTNEW']},'disabled':[],'vhosts':['a.example.com',"
                    + "'b.example.com'],'domains':{'in.example.com':'b.example.com'}}")
                .replace('\'', '"'));
    assertThat(http.send("GET", "/accounts", "").body())
        .contains("AKLTNEW", "AKLTFAKE")
        .doesNotContain("fake-secret", "fake-new", "fake-token");
    ok("POST", "/accounts", "{'account':'2100000009','vhosts':[]}");
    assertThat(simulator.accounts().vhosts("2100000009"))
        .as("the vhost of a domain that stays")
        .containsExactly("b.example.com");
    ok("DELETE", "/accounts?accessKeyId=AKLTNEW", "");
    assertThat(simulator.accounts().key("AKLTNEW")).isEmpty();
    ok("DELETE", "/accounts?account=2100000009", "");
    assertThat(simulator.accounts().ids()).containsExactly("2100000001");
  }

  @Test
  void switchesKeysAndUsersOffAndOn() throws IOException {
    ok(
        "POST",
        "/accounts",
        "{'account':'2100000001','user':'alice','accessKeyId':'AKLTALICE','secretAccessKey':'fake'}");

    ok("PATCH", "/accounts", "{'accessKeyId':'AKLTALICE','enabled':false}");
    JsonNode shown = ok("GET", "/accounts", "").at("/accounts/0");
    assertThat(shown.path("users"))
        .hasToString("{\"root\":[\"AKLTFAKE\"],\"alice\":[\"AKLTALICE\"]}");
    assertThat(shown.path("disabled")).hasToString("[\"AKLTALICE\"]");

    ok("PATCH", "/accounts", "{'account':'2100000001','user':'alice','enabled':true}");
    assertThat(simulator.accounts().enabled("AKLTALICE")).isTrue();
  }

  @Test
  void deniesAndAllows() throws IOException {
    String denial =
        "{'account':'2100000001','user':'alice','action':'UpdateCallback','scope':'vhost/a'}";
    String id = ok("POST", "/denials", denial).path("id").asText();
    ok("POST", "/denials", "{'account':'2100000001'}");

    assertThat(ok("GET", "/denials", "").path("denials"))
        .hasToString(
            ("[{'id':'denial-1','account':'2100000001','user':'alice','action':'UpdateCallback',"
                    + "'scope':'vhost/a'},{'id':'denial-2','account':'2100000001','user':null,"
                    + "'action':null,'scope':null}]")
                .replace('\'', '"'));
    ok("DELETE", "/denials?id=" + id, "");
    assertThat(simulator.denials().list()).hasSize(1);
    ok("DELETE", "/denials", "");
    assertThat(simulator.denials().list()).isEmpty();
  }

  @Test
  void givesRolesWithoutShowingTheirTokens() throws IOException {
    String role = "trn:iam::2100000009:role/live";
    assertThat(ok("POST", "/roles", "{'roleTrn':'" + role + "','token':'fake-oidc'}"))
        .hasToString("{\"roles\":[\"" + role + "\"]}");
    assertThat(simulator.accounts().ids()).contains("2100000009");

    ok("DELETE", "/roles?roleTrn=" + role, "");
    assertThat(ok("GET", "/roles", "").path("roles")).isEmpty();
  }

  @Test
  void makesEverythingAsItWasAtTheStart() throws IOException {
    ok("PUT", "/records", RECORD);
    ok("PATCH", "/knobs", "{'quota':3}");
    ok("POST", "/faults", "{'effect':'throttle'}");
    ok("DELETE", "/accounts?accessKeyId=AKLTFAKE", "");
    ok("POST", "/denials", "{'account':'2100000001'}");
    ok("POST", "/roles", "{'roleTrn':'trn:iam::2100000001:role/live','token':'fake'}");
    new Http(simulator.endpoint()).send("POST", "/", "{}");

    ok("POST", "/reset", "");

    assertThat(simulator.store().size()).isZero();
    assertThat(simulator.knobs().quota().get()).isEqualTo(10);
    assertThat(simulator.faults().list()).isEmpty();
    assertThat(simulator.accounts().key("AKLTFAKE")).isPresent();
    assertThat(simulator.log().total()).isZero();
    assertThat(simulator.denials().list()).isEmpty();
    assertThat(simulator.roles().names()).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1} {2} is refused: {3} {4}")
  @MethodSource
  void refuses(String method, String path, String json, int status, String sentence)
      throws IOException {
    Http.Reply reply = http.send(method, path, json);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(MAPPER.readTree(reply.body()).path("error").asText())
        .contains(sentence)
        .endsWith(".");
    assertThat(simulator.store().size()).isZero();
    assertThat(simulator.faults().list()).isEmpty();
    assertThat(simulator.accounts().ids()).containsExactly("2100000001");
  }

  static Stream<Arguments> refuses() {
    String account = "{'account':'9',%s}";
    return Stream.of(
        arguments("GET", "/nothing", "", 404, "There is no GET here"),
        arguments("POST", "/records", "{}", 404, "There is no POST here"),
        arguments("PUT", "/records", "[", 400, "The body must be a JSON object"),
        arguments("PUT", "/records", "{}", 400, "one of Vhost and Domain is required"),
        arguments("PUT", "/records", "{'Vhost':1}", 400, "A field has the wrong JSON type"),
        arguments(
            "PUT",
            "/records",
            RECORD.replace("{'Vhost'", "{'Account':'7','Vhost'"),
            400,
            "The account must be one of [2100000001]"),
        arguments("DELETE", "/records", "", 400, "one of Vhost and Domain is required"),
        arguments("DELETE", "/records?vhost=a", "", 400, "MessageType is required"),
        arguments("DELETE", "/records?vhost=a&messageType=push", "", 404, "no such record"),
        arguments("PUT", "/knobs", "[]", 400, "The body must be a JSON object"),
        arguments("PATCH", "/knobs", "{'x':1}", 400, "There is no knob x"),
        arguments("PATCH", "/knobs", "{'maskKey':1}", 400, "maskKey must be true or false"),
        arguments("PATCH", "/knobs", "{'timestampStatus':500}", 400, "one of [400, 403]"),
        arguments("PATCH", "/knobs", "{'emptyResult':'x'}", 400, "missing, null, {}, []"),
        arguments("POST", "/faults", "{}", 400, "effect must be one of"),
        arguments("POST", "/faults", "{'effect':'x'}", 400, "effect must be one of"),
        arguments(
            "POST", "/faults", "{'effect':'throttle','acton':'x'}", 400, "There is no field acton"),
        arguments("POST", "/faults", "{'effect':'throttle','count':'1'}", 400, "wrong JSON type"),
        arguments("POST", "/faults", "{'effect':'throttle','count':-1}", 400, "0 or more"),
        arguments("POST", "/faults", "{'effect':'throttle','probability':0}", 400, "at most 1"),
        arguments(
            "POST", "/faults", "{'effect':'throttle','action':'x'}", 400, "action must be one of"),
        arguments(
            "POST",
            "/faults",
            "{'effect':'throttle','scope':'push.example.com'}",
            400,
            "scope must be vhost/NAME or domain/NAME"),
        arguments("POST", "/faults", "{'effect':'httpStatus'}", 400, "status must be one of"),
        arguments("POST", "/faults", "{'effect':'error','status':400}", 400, "needs a code"),
        arguments(
            "POST", "/faults", "{'effect':'slow','delayMillis':600001}", 400, "delayMillis must"),
        arguments("DELETE", "/faults?id=fault-9", "", 404, "no fault of this id"),
        arguments("GET", "/calls?since=yesterday", "", 400, "since must be"),
        arguments("GET", "/calls?outcome=good", "", 400, "outcome must be succeeded or failed"),
        arguments("GET", "/records?limit=all", "", 400, "limit must be a whole number"),
        arguments("GET", "/rates?seconds=0", "", 400, "seconds must be a whole number from 1"),
        arguments("GET", "/rates?seconds=301", "", 400, "from 1 to 300"),
        arguments("PATCH", "/records", "{'Vhost':1}", 400, "A field has the wrong JSON type"),
        arguments("PATCH", "/records", "{'Vhost':'a'}", 400, "MessageType is required"),
        arguments("GET", "/calls?limit=all", "", 400, "limit must be a whole number"),
        arguments("POST", "/accounts", "{}", 400, "account must be a number"),
        arguments("POST", "/accounts", account.formatted("'x':1"), 400, "There is no field x"),
        arguments(
            "POST", "/accounts", account.formatted("'accessKeyId':'A'"), 400, "belong together"),
        arguments(
            "POST",
            "/accounts",
            account.formatted("'accessKeyId':'A/B','secretAccessKey':'s'"),
            400,
            "accessKeyId must be"),
        arguments("POST", "/accounts", account.formatted("'vhosts':[null]"), 400, "A name must be"),
        arguments(
            "POST", "/accounts", account.formatted("'domains':{'a':null}"), 400, "A name must be"),
        arguments("POST", "/accounts", account.formatted("'user':'a/b'"), 400, "user must be"),
        arguments("POST", "/accounts", account.formatted("'user':'a'"), 400, "A user needs an"),
        arguments("PATCH", "/accounts", "{'enabled':true}", 400, "either an accessKeyId or"),
        arguments("PATCH", "/accounts", account.formatted("'enabled':true"), 400, "and a user"),
        arguments("PATCH", "/accounts", "{'accessKeyId':'AKLTFAKE'}", 400, "enabled true or false"),
        arguments(
            "PATCH", "/accounts", "{'accessKeyId':'A','enabled':true}", 404, "no such key or user"),
        arguments("POST", "/denials", "{}", 400, "needs an account"),
        arguments("POST", "/denials", account.formatted("'action':'x'"), 400, "action must be one"),
        arguments(
            "POST", "/denials", account.formatted("'scope':'x'"), 400, "scope must be vhost/"),
        arguments("DELETE", "/denials?id=denial-9", "", 404, "no denial of this id"),
        arguments("POST", "/roles", "{'roleTrn':'trn:iam::9:role/r'}", 400, "and a token"),
        arguments("POST", "/roles", "{'roleTrn':'r','token':'t'}", 400, "trn:iam::ID:role/NAME"),
        arguments("DELETE", "/roles", "", 404, "no role of this roleTrn"),
        arguments("DELETE", "/accounts", "", 400, "either an accessKeyId or an account"),
        arguments("DELETE", "/accounts?accessKeyId=A", "", 404, "no such key or account"));
  }

  @Test
  void namesTheAccountsWhereThereAreSeveral() throws IOException {
    simulator.accounts().add(SimulatedAccounts.AccessKey.of("2100000009", "AKLTNEW", "fake"));

    assertThat(http.send("PUT", "/records", RECORD).body())
        .contains("The account must be one of [2100000001, 2100000009].");
    assertThat(simulator.log().calls()).isEqualTo(List.of());
  }
}
