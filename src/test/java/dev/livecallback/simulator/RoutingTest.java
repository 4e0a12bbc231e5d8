package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.simulator.Rig.Reply;
import dev.livecallback.volcengine.QueryParameter;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which request leads to which action, and what every answer has: contract 3.1, 7 items 1 and 9.
 */
class RoutingTest {
  private static final String SCOPE = "{'Vhost':'push.example.com'}";
  private final Rig rig = new Rig();

  @ParameterizedTest(name = "{0} is answered {2}")
  @MethodSource
  void refuses(String what, ApiRequest request, String outcome, int codeN) {
    Reply reply = rig.answer(request);

    assertThat(reply.outcome()).isEqualTo(outcome);
    assertThat(reply.metadata().path("Error").path("CodeN").asInt()).isEqualTo(codeN);
    assertThat(rig.log.calls()).singleElement().matches(call -> call.outcome().equals(outcome));
  }

  static Stream<Arguments> refuses() {
    Signing describe = new Rig().signing("DescribeCallback", SCOPE);
    QueryParameter action = new QueryParameter("Action", "DescribeCallback");
    QueryParameter version = new QueryParameter("Version", "2023-01-01");
    ApiRequest form = describe.query(new QueryParameter[0]).unsigned();
    return Stream.of(
        arguments(
            "an action that isn't there",
            new Rig().signing("CreateDomain", SCOPE).request(),
            "404 InvalidActionOrVersion",
            100_008),
        arguments(
            "the retired version",
            describe.version("2020-08-01").request(),
            "404 InvalidActionOrVersion",
            100_008),
        arguments("no action", describe.query(version).request(), "400 MissingParameter", 100_002),
        arguments("no version", describe.query(action).request(), "400 MissingParameter", 100_002),
        arguments(
            "an action in the body of a form",
            new ApiRequest(
                form.method(),
                form.path(),
                form.query(),
                form.headers(),
                ByteString.encodeUtf8("Action=AssumeRoleWithOIDC&Version=2018-01-01")),
            "400 InvalidCredential",
            100_025),
        arguments("another path", describe.path("/v1").request(), "404 ServiceNotFound", 100_007),
        arguments("a GET", describe.method("GET").request(), "405 MethodNotAllowed", 0),
        arguments("a PUT", describe.method("PUT").request(), "405 MethodNotAllowed", 0),
        arguments(
            "an unsigned request", describe.unsigned(), "401 MissingAuthenticationToken", 100_003));
  }

  @ParameterizedTest(name = "takes the path \"{0}\"")
  @ValueSource(strings = {"", "/"})
  void takesThePath(String path) {
    Reply reply = rig.answer(rig.signing("DescribeCallback", SCOPE).path(path).request());

    assertThat(reply.outcome()).isEqualTo("200");
  }

  @ParameterizedTest(name = "{0} has an envelope with an id, the action, its version and region")
  @MethodSource
  void hasAnEnvelope(String what, ApiRequest request, String action, String service) {
    JsonNode metadata = rig.answer(request).metadata();

    assertThat(metadata.path("RequestId").asText()).matches("\\d{14}[0-9A-F]{20}");
    assertThat(metadata.path("Action").asText()).isEqualTo(action);
    assertThat(metadata.path("Version").asText()).matches("20\\d\\d-01-01");
    assertThat(metadata.path("Service").asText()).isEqualTo(service);
    assertThat(metadata.path("Region").asText()).isNotEmpty();
  }

  static Stream<Arguments> hasAnEnvelope() {
    Rig rig = new Rig();
    return Stream.of(
        arguments(
            "a success",
            rig.signing("DescribeCallback", SCOPE).request(),
            "DescribeCallback",
            "live"),
        arguments(
            "an error of the service",
            rig.signing("DescribeCallback", "{}").request(),
            "DescribeCallback",
            "live"),
        arguments(
            "an error of the gateway", rig.signing("Nothing", SCOPE).request(), "Nothing", "live"),
        arguments(
            "an answer of STS",
            Signing.callerIdentity(rig.now()).request(),
            "GetCallerIdentity",
            "sts"));
  }

  @Test
  void answersAWriteWithoutAResultAndAnErrorOfTheServiceWithoutANumber() {
    String record =
        "{'Vhost':'push.example.com','MessageType':'push','CallbackDetailList':"
            + "[{'CallbackType':'http','URL':'http://example.com'}]}";

    assertThat(rig.update(record).json().has("Result")).isFalse();
    assertThat(rig.delete(SCOPE).json().has("Result")).isFalse();
    assertThat(rig.describe("{}").metadata().path("Error").has("CodeN")).isFalse();
  }

  @Test
  void givesEveryAnswerAnIdOfItsOwn() {
    assertThat(rig.describe(SCOPE).metadata().path("RequestId").asText())
        .isNotEqualTo(rig.describe(SCOPE).metadata().path("RequestId").asText());
  }

  @Test
  void checksTheRouteBeforeTheSignatureAndTheSignatureBeforeTheBody() {
    assertThat(rig.answer(rig.signing("Nothing", "{").unsigned()).code())
        .isEqualTo("InvalidActionOrVersion");
    assertThat(rig.answer(rig.signing("UpdateCallback", "{").unsigned()).code())
        .isEqualTo("MissingAuthenticationToken");
    assertThat(rig.answer(rig.signing("UpdateCallback", "{").request()).code())
        .isEqualTo("InvalidParam.BindError");
  }
}
