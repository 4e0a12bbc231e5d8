package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.simulator.Rig.Reply;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused for its body, and in which order that is looked at: contract 3.2, 7 item 4. */
class BodyRulesTest {
  private static final String KEY = "'Vhost':'push.example.com','MessageType':'push'";
  private static final String TARGET =
      "'CallbackDetailList':[{'CallbackType':'http','URL':'http://example.com'}]";
  private final Rig rig = new Rig();

  @ParameterizedTest(name = "UpdateCallback takes {0}")
  @MethodSource
  void takes(String what, String body) {
    assertThat(rig.update("{" + body + "}").outcome()).isEqualTo("200");
    assertThat(rig.store.size()).isOne();
  }

  static Stream<Arguments> takes() {
    return Stream.of(
        arguments("the least there can be", KEY + "," + TARGET),
        arguments("a domain", "'Domain':'in.example.com','MessageType':'push'," + TARGET),
        arguments("empty texts as absent ones", KEY + ",'Domain':'','App':''," + TARGET),
        arguments("nulls as absent fields", KEY + ",'Domain':null,'AuthEnable':null," + TARGET),
        arguments("fields that it doesn't know", KEY + ",'HttpMethod':'post'," + TARGET),
        arguments("an app of 30 characters", KEY + ",'App':'" + "a".repeat(30) + "'," + TARGET),
        arguments("a vhost in other case", KEY.replace("push.", "PUSH.") + "," + TARGET),
        arguments(
            "a key that isn't in use", KEY + ",'AuthKeyPrimary':'k','AuthEnable':false," + TARGET),
        arguments(
            "a URL of 100 characters",
            KEY
                + ",'CallbackDetailList':[{'CallbackType':'http','URL':'https://"
                + "x".repeat(92)
                + "'}]"));
  }

  @ParameterizedTest(name = "UpdateCallback refuses {0}")
  @MethodSource
  void refuses(String what, String json, String outcome, String message) {
    Reply reply = rig.update(json);

    assertThat(reply.outcome()).isEqualTo(outcome);
    assertThat(reply.message()).contains(message);
    assertThat(rig.store.size()).isZero();
  }

  private static Arguments bind(String what, String json) {
    return arguments(what, json, "400 InvalidParam.BindError", "Request parameter error");
  }

  private static Arguments invalid(String what, String body, String message) {
    return arguments(what, "{" + body + "}", "400 InvalidParam", message);
  }

  static Stream<Arguments> refuses() {
    String one = "'CallbackDetailList':[{'CallbackType':'http','URL':'%s'}]";
    return Stream.of(
        bind("what isn't JSON", "{"),
        bind("JSON with something behind it", "{} {}"),
        bind("an array", "[]"),
        bind("a number for a text", "{'Vhost':1," + TARGET + "}"),
        bind("a text for a number", "{" + KEY + ",'TranscodeCallback':'1'," + TARGET + "}"),
        bind("a boolean for a number", "{" + KEY + ",'TranscodeCallback':true," + TARGET + "}"),
        bind("a fraction", "{" + KEY + ",'TranscodeCallback':0.5," + TARGET + "}"),
        bind("a text for a boolean", "{" + KEY + ",'AuthEnable':'true'," + TARGET + "}"),
        bind("a number for a boolean", "{" + KEY + ",'AuthEnable':1," + TARGET + "}"),
        bind("an object for a list", "{" + KEY + ",'CallbackDetailList':{}}"),
        bind("a list of texts", "{" + KEY + ",'CallbackDetailList':['http://example.com']}"),
        invalid("an empty body", "", "one of Vhost and Domain is required"),
        invalid("neither vhost nor domain", "'MessageType':'push'," + TARGET, "is required"),
        invalid("both", KEY + ",'Domain':'in.example.com'," + TARGET, "at the same time"),
        invalid("a blank in a vhost", "'Vhost':'a b','MessageType':'push'," + TARGET, "Vhost must"),
        invalid(
            "an app beside a domain",
            "'Domain':'in.example.com','App':'a','MessageType':'push'," + TARGET,
            "App can not be set together with Domain"),
        invalid("an app of 31", KEY + ",'App':'" + "a".repeat(31) + "'," + TARGET, "App must be"),
        invalid("a slash in an app", KEY + ",'App':'a/b'," + TARGET, "App must be"),
        invalid("no message type", "'Vhost':'push.example.com'," + TARGET, "MessageType is"),
        invalid(
            "an unknown message type",
            "'Vhost':'push.example.com','MessageType':'push_start'," + TARGET,
            "MessageType must be one of"),
        invalid("a transcode callback of 2", KEY + ",'TranscodeCallback':2," + TARGET, "0 or 1"),
        invalid("no targets", KEY, "CallbackDetailList is required"),
        invalid("an empty list of targets", KEY + ",'CallbackDetailList':[]", "is required"),
        invalid("a null target", KEY + ",'CallbackDetailList':[null]", "CallbackType must be"),
        invalid(
            "another kind of target",
            KEY + ",'CallbackDetailList':[{'CallbackType':'kafka','URL':'http://a'}]",
            "CallbackType must be http"),
        invalid(
            "a target without a kind",
            KEY + ",'CallbackDetailList':[{'URL':'http://a'}]",
            "CallbackType must be http"),
        invalid("an empty URL", KEY + "," + one.formatted(""), "URL must be 1 to 100"),
        invalid(
            "a URL of 101 characters",
            KEY + "," + one.formatted("http://" + "x".repeat(94)),
            "URL must be 1 to 100"),
        invalid("another scheme", KEY + "," + one.formatted("ftp://a"), "http:// or https://"),
        invalid("a signature without a key", KEY + ",'AuthEnable':true," + TARGET, "is required"),
        invalid(
            "a signature with an empty key",
            KEY + ",'AuthEnable':true,'AuthKeyPrimary':''," + TARGET,
            "AuthKeyPrimary is required"));
  }

  @ParameterizedTest(name = "{0} answers {2} for {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "DescribeCallback | {} | 400 InvalidParam",
        "DescribeCallback | {'Vhost':'push.example.com','Domain':'in.example.com'} | 400 InvalidParam",
        "DescribeCallback | {'Domain':'in.example.com','App':'a'} | 400 InvalidParam",
        "DescribeCallback | {'Vhost':'push.example.com','MessageType':'x'} | 400 InvalidParam",
        "DescribeCallback | {'Vhost':'push.example.com','Domain':''} | 200",
        "DescribeCallback | {'Vhost':'nowhere.example.com'} | 403 RequestForbidden",
        "DescribeCallback | {'Domain':'nowhere.example.com'} | 403 RequestForbidden",
        "DescribeCallback | {'Vhost':'theirs.example.com'} | 403 RequestForbidden.AccountIDNotAllow",
        "DescribeCallback | {'Vhost':7} | 400 InvalidParam.BindError",
        "DeleteCallback | {} | 400 InvalidParam",
        "DeleteCallback | {'Domain':'in.example.com','App':'a'} | 400 InvalidParam",
        "DeleteCallback | {'Vhost':'push.example.com','Domain':'','App':''} | 200",
        "DeleteCallback | {'Vhost':'nowhere.example.com'} | 403 RequestForbidden",
        "DeleteCallback | {'Vhost':'theirs.example.com'} | 403 RequestForbidden.AccountIDNotAllow",
        "DeleteCallback | [] | 400 InvalidParam.BindError"
      })
  void looksAtFiltersToo(String action, String body, String outcome) {
    assertThat(rig.call(action, body).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "a body with {0} is refused for the first")
  @MethodSource
  void looksInOrder(String what, String json, String code, String message) {
    Reply reply = rig.update(json);

    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.message()).contains(message);
  }

  static Stream<Arguments> looksInOrder() {
    return Stream.of(
        arguments(
            "a wrong type, no scope", "{'AuthEnable':1}", "InvalidParam.BindError", "input data"),
        arguments(
            "two scopes, an unknown type",
            "{'Vhost':'a','Domain':'b','MessageType':'x'}",
            "InvalidParam",
            "at the same time"),
        arguments(
            "no message type, an unknown vhost",
            "{'Vhost':'nowhere.example.com'}",
            "InvalidParam",
            "MessageType is required"),
        arguments(
            "an unknown vhost alone",
            "{'Vhost':'nowhere.example.com','MessageType':'push'," + TARGET + "}",
            "RequestForbidden",
            "does not exist under this account"));
  }
}
