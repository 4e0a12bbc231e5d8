package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The simulator without its HTTP server, in a time that passes only where it is waited for. */
final class Rig {
  static final String ACCOUNT = "2100000002";
  static final String OTHER_ACCOUNT = "2100000003";
  static final String VHOST = "push.example.com";
  static final String DOMAIN = "in.example.com";

  /** An answer as a client reads it. */
  record Reply(int status, JsonNode json, Delivery.Send sent) {
    JsonNode metadata() {
      return json.path("ResponseMetadata");
    }

    /** {@code Error.Code}, "" for none. */
    String code() {
      return metadata().path("Error").path("Code").asText();
    }

    String message() {
      return metadata().path("Error").path("Message").asText();
    }

    /** Status and code: {@code 200}, {@code 403 RequestForbidden}. */
    String outcome() {
      return (status + " " + code()).trim();
    }

    /** The items of {@code CallbackList}. */
    List<JsonNode> items() {
      return StreamSupport.stream(json.at("/Result/CallbackList").spliterator(), false).toList();
    }

    /** {@code APP/TYPE} of each item. */
    List<String> keys() {
      return items().stream()
          .map(item -> item.path("App").asText() + "/" + item.path("MessageType").asText())
          .toList();
    }
  }

  private record Late(Duration delay, Runnable action) {}

  final SetClock clock = new SetClock("2026-01-31T12:00:00Z");
  final List<Duration> pauses = new ArrayList<>();
  final RecordStore store;
  final SimulatedAccounts accounts;
  final Denials denials;
  final Roles roles;
  final FaultRules faults;
  final CallLog log;
  final Knobs knobs;
  final CloudApi api;
  private final List<Late> late = new ArrayList<>();

  Rig() {
    this(Profile.VOLCENGINE);
  }

  Rig(Profile profile) {
    this(
        SimulatorConfig.local()
            .profile(profile)
            .key(ACCOUNT, Signing.AK, Signing.SK)
            .key(OTHER_ACCOUNT, "AKLTOTHER", "other")
            .vhost(ACCOUNT, VHOST)
            .domain(ACCOUNT, DOMAIN, VHOST)
            .vhost(OTHER_ACCOUNT, "theirs.example.com")
            .oidcToken("fake-oidc-token"));
  }

  Rig(SimulatorConfig config) {
    SimulatedCloud cloud =
        new SimulatedCloud(
            config.withClock(clock).withSeed(1),
            new CloudApi.Time() {
              @Override
              public void pause(Duration duration) {
                pauses.add(duration);
                clock.advance(duration);
              }

              @Override
              public void later(Duration delay, Runnable action) {
                late.add(new Late(delay, action));
              }
            });
    store = cloud.store();
    accounts = cloud.accounts();
    denials = cloud.denials();
    roles = cloud.roles();
    faults = cloud.faults();
    log = cloud.log();
    knobs = cloud.knobs();
    api = cloud.api();
  }

  Instant now() {
    return clock.instant();
  }

  Signing signing(String action, String json) {
    return Signing.of(action, json, now());
  }

  Delivery deliver(ApiRequest request) {
    return api.handle(request);
  }

  /** The answer to a request, which has to be a whole one in JSON. */
  Reply answer(ApiRequest request) {
    Delivery delivery = deliver(request);
    assertThat(delivery).isInstanceOf(Delivery.Send.class);
    Delivery.Send sent = (Delivery.Send) delivery;
    assertThat(sent.contentType()).isEqualTo("application/json; charset=utf-8");
    JsonNode json =
        Json.readObject(sent.body()).<JsonNode>map(each -> each).orElse(NullNode.getInstance());
    return new Reply(sent.status(), json, sent);
  }

  /** The answer to a call as the vendor's clients sign it. Quotes may be single. */
  Reply call(String action, String json) {
    return answer(signing(action, json).request());
  }

  Reply update(String json) {
    return call("UpdateCallback", json);
  }

  Reply describe(String json) {
    return call("DescribeCallback", json);
  }

  Reply delete(String json) {
    return call("DeleteCallback", json);
  }

  /** Writes a plain record, which has to succeed. */
  void write(String key, String url) {
    Reply reply =
        update(
            "{%s,'CallbackDetailList':[{'CallbackType':'http','URL':'%s'}]}".formatted(key, url));
    assertThat(reply.outcome()).isEqualTo("200");
    clock.advance(Duration.ofSeconds(1));
  }

  /** Lets what was put off happen, once its delay is over. */
  void runLate() {
    List<Late> due = List.copyOf(late);
    late.clear();
    due.forEach(
        each -> {
          clock.advance(each.delay);
          each.action.run();
        });
  }
}
