package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.volcengine.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was called, by the simulator's own API over HTTP. */
class AdminCallsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SimulatorServer simulator;
  private final Http http;

  AdminCallsTest() throws IOException {
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
  void showsCallsAndCounts() throws IOException {
    Http cloud = new Http(simulator.endpoint());
    cloud.send("POST", "/?Action=UpdateCallback&Version=2023-01-01", "{}");
    cloud.send("POST", "/?Action=DeleteCallback&Version=2023-01-01", "{}");
    cloud.send("POST", "/?Action=DeleteCallback&Version=2023-01-01", "{}");

    JsonNode calls = ok("GET", "/calls", "").path("calls");
    assertThat(calls).hasSize(3);
    assertThat(calls.path(0).path("code").asText()).isEqualTo("MissingAuthenticationToken");
    assertThat(ok("GET", "/calls?action=DeleteCallback", "").path("calls")).hasSize(2);
    assertThat(ok("GET", "/calls?since=2", "").path("calls")).hasSize(1);
    assertThat(ok("GET", "/calls?since=2026-01-31T12:00:00Z", "").path("calls")).hasSize(3);
    assertThat(ok("GET", "/calls?since=2026-01-31T12:00:01Z", "").path("calls")).isEmpty();
    assertThat(ok("GET", "/calls?limit=1", "").at("/calls/0/number").asInt()).isEqualTo(3);
    assertThat(ok("GET", "/counts", ""))
        .hasToString(
            ("{'DeleteCallback':{'401 MissingAuthenticationToken':2},"
                    + "'UpdateCallback':{'401 MissingAuthenticationToken':1}}")
                .replace('\'', '"'));
    ok("DELETE", "/calls", "");
    assertThat(ok("GET", "/counts", "")).isEmpty();
  }

  @Test
  void findsCallsByOutcomeAndWhatTheyWereAbout() throws IOException {
    CallFacts about = new CallFacts(Scope.vhost("push.example.com"), "live", "push");
    Who who = new Who("2100000001", "root");
    Instant now = Instant.parse("2026-01-31T12:00:00Z");
    simulator.log().add(now, "UpdateCallback", who, about, 200, "", "r1");
    simulator.log().add(now, "UpdateCallback", who, about, 200, "CommonErr", "r2");
    simulator.log().add(now, "DescribeCallback", who, CallFacts.NONE, 0, "Dropped", "r3");

    assertThat(requests("?outcome=succeeded")).containsExactly("r1");
    assertThat(requests("?outcome=failed")).containsExactly("r2", "r3");
    assertThat(requests("?search=push.ex")).containsExactly("r1", "r2");
    assertThat(requests("?search=live&outcome=failed&limit=1")).containsExactly("r2");
    assertThat(requests("?search=dead")).isEmpty();
  }

  @Test
  void showsCallsOfEverySecondAgainstTheLimit() throws IOException {
    Who who = new Who("2100000001", "root");
    Instant now = Instant.parse("2026-01-31T12:00:00.999Z");
    simulator.log().add(now, "UpdateCallback", who, CallFacts.NONE, 200, "", "");
    simulator.log().add(now, "UpdateCallback", who, CallFacts.NONE, 429, "FlowLimitExceeded", "");
    simulator
        .log()
        .add(now.minusSeconds(1), "UpdateCallback", who, CallFacts.NONE, 0, "Dropped", "");
    simulator.log().add(now, "GetCallerIdentity", who, CallFacts.NONE, 200, "", "");
    simulator.log().add(now, "UpdateCallback", Who.UNKNOWN, CallFacts.NONE, 401, "x", "");

    assertThat(ok("GET", "/rates?seconds=3", ""))
        .hasToString(
            ("{'until':'2026-01-31T12:00:00Z','seconds':3,'series':["
                    + "{'account':'2100000001','action':'GetCallerIdentity','limit':null,'calls':[0,0,1],'refused':[0,0,0]},"
                    + "{'account':'2100000001','action':'UpdateCallback','limit':10,'calls':[0,1,1],'refused':[0,0,1]},"
                    + "{'account':null,'action':'UpdateCallback','limit':null,'calls':[0,0,1],'refused':[0,0,0]}]}")
                .replace('\'', '"'));
    ok("PATCH", "/knobs", "{'rateLimit':'off'}");
    assertThat(ok("GET", "/rates", "").at("/series/1/limit").isNull()).isTrue();
    assertThat(ok("GET", "/rates", "").at("/series/1/calls")).hasSize(300);
    ok("DELETE", "/calls", "");
    assertThat(ok("GET", "/rates", "").path("series")).isEmpty();
  }

  @Test
  void findsCallsByAccountAndUser() throws IOException {
    Http cloud = new Http(simulator.endpoint());
    cloud.send(
        "POST",
        "/?Action=AssumeRoleWithOIDC&Version=2018-01-01",
        "RoleTrn=trn:iam::2100000001:role/live&OIDCToken=fake-oidc&RoleSessionName=me");
    cloud.send("POST", "/?Action=DeleteCallback&Version=2023-01-01", "{}");

    JsonNode call = ok("GET", "/calls?account=2100000001&user=role/live", "").at("/calls/0");
    assertThat(call.path("user").asText()).isEqualTo("role/live");
    assertThat(call.path("code").asText()).isEqualTo("AccessDenied");
    assertThat(ok("GET", "/calls?user=alice", "").path("calls")).isEmpty();
    assertThat(http.send("GET", "/calls", "").body()).doesNotContain("fake-oidc");
  }

  private List<String> requests(String query) throws IOException {
    return ok("GET", "/calls" + query, "").path("calls").findValuesAsText("requestId");
  }
}
