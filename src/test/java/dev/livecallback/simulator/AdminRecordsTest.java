package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the console page asks of records beyond what the console shows. */
class AdminRecordsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String RECORD = AdminApiTest.RECORD;

  private final SimulatorServer simulator;
  private final Http http;

  AdminRecordsTest() throws IOException {
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
  void saysHowManyRecordsThereAreAndHidesKeysIfAsked() throws IOException {
    ok("PUT", "/records", RECORD);
    ok(
        "PUT",
        "/records",
        RECORD
            .replace("'AuthEnable':true,'AuthKeyPrimary':'fakekey0001',", "")
            .replace("'live'", "'other'"));

    JsonNode hidden = ok("GET", "/records?keys=hidden&limit=1", "");

    assertThat(hidden.path("total").asInt()).isEqualTo(2);
    assertThat(hidden.path("records")).hasSize(1);
    assertThat(hidden.toString()).doesNotContain("fakekey0001", "AuthKeyPrimary");
    assertThat(hidden.at("/records/0/AuthKeySet").asBoolean()).isTrue();
    assertThat(
            ok("GET", "/records?keys=hidden&app=other", "")
                .at("/records/0/AuthKeySet")
                .asBoolean(true))
        .isFalse();
  }

  @Test
  void changesWhatIsNamedOfARecordAndLeavesTheRest() throws IOException {
    ok("PUT", "/records", RECORD);

    JsonNode changed =
        ok(
            "PATCH",
            "/records",
            "{'Vhost':'PUSH.example.com','App':'live','MessageType':'push','TranscodeCallback':1}");

    assertThat(changed.path("TranscodeCallback").asInt()).isEqualTo(1);
    assertThat(changed.path("AuthKeyPrimary").asText()).isEqualTo("fakekey0001");
    assertThat(changed.at("/CallbackDetailList/0/URL").asText()).isEqualTo("http://example.com");
    assertThat(simulator.store().size()).isEqualTo(1);
    assertThat(http.send("PATCH", "/records", "{'Vhost':'a','MessageType':'push'}").status())
        .isEqualTo(404);
    Http.Reply refused =
        http.send(
            "PATCH",
            "/records",
            "{'Vhost':'push.example.com','App':'live','MessageType':'push','CallbackDetailList':[]}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("CallbackDetailList is required.");
    assertThat(simulator.store().get(AdminApiTest.KEY).orElseThrow().settings().details())
        .hasSize(1);
  }
}
