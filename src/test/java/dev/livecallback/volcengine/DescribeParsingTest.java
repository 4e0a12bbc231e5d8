package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What DescribeCallback's answers are read as (contract 3.3). */
class DescribeParsingTest {

  @ParameterizedTest(name = "{0} is no record")
  @MethodSource("empties")
  void readsEveryEmptyShape(String situation, String body) {
    assertThat(records(body)).contains(List.of());
  }

  static Stream<Arguments> empties() {
    return Stream.of(
        arguments("a missing Result", Bodies.ok()),
        arguments("a null Result", Bodies.ok("null")),
        arguments("an empty Result", Bodies.ok("{}")),
        arguments("a null list", Bodies.ok("{\"CallbackList\":null}")),
        arguments("an empty list", Bodies.ok("{\"CallbackList\":[]}")));
  }

  @ParameterizedTest(name = "{0} is not taken for no record")
  @MethodSource("unreadables")
  void refusesShapesThatItCannotRead(String situation, String body) {
    assertThat(records(body)).isEmpty();
  }

  static Stream<Arguments> unreadables() {
    return Stream.of(
        arguments("a Result that is text", Bodies.ok("\"\"")),
        arguments("a Result that is a list", Bodies.ok("[]")),
        arguments("a list that is text", Bodies.ok("{\"CallbackList\":\"none\"}")),
        arguments("a list that is an object", Bodies.ok("{\"CallbackList\":{}}")),
        arguments("a list with a null in it", Bodies.ok("{\"CallbackList\":[null]}")));
  }

  @Test
  void readsADocumentedRecord() {
    assertThat(records(Bodies.file("describe-one.json")))
        .contains(
            List.of(
                new CallbackRecord(
                    "push.example.com",
                    null,
                    "example_app",
                    "push",
                    new CallbackContent(
                        List.of(CallbackDetail.http("http://example.com/callback")),
                        false,
                        new Authentication.On(new SecretText("fakecallbackkey0001"))))));
  }

  @Test
  void readsARecordWithMoreThanIsDocumented() {
    assertThat(records(Bodies.file("describe-undocumented.json")))
        .contains(
            List.of(
                new CallbackRecord(
                    "example.com",
                    "push.example.com",
                    null,
                    "hls_start",
                    new CallbackContent(
                        List.of(
                            CallbackDetail.http("https://a.example.com/1"),
                            new CallbackDetail("nsq", "topic")),
                        true,
                        new Authentication.Off()))));
  }

  @Test
  void readsARecordOfWhichHardlyAnythingIsThere() {
    assertThat(record("{}"))
        .isEqualTo(
            new CallbackRecord(
                null,
                null,
                null,
                "",
                new CallbackContent(List.of(), false, new Authentication.Off())));
  }

  @Test
  void takesTheOneDocumentedTypeForAMissingOne() {
    assertThat(
            record("{\"CallbackDetailList\":[{\"URL\":\"http://a\"},{\"CallbackType\":\"\"}]}")
                .content()
                .details())
        .containsExactly(CallbackDetail.http("http://a"), CallbackDetail.http(""));
  }

  @ParameterizedTest(name = "AuthEnable {0} with key {1} is {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "true, \"secret\", On",
        "\"true\", \"secret\", On",
        "\"1\", \"secret\", On",
        "1, \"secret\", On",
        "true, \"fake***key\", Hidden",
        "true, \"\", Hidden",
        "true, null, Hidden",
        "true, {}, Hidden",
        "false, \"secret\", Off",
        "\"false\", \"secret\", Off",
        "\"\", \"secret\", Off",
        "0, \"secret\", Off",
        "null, \"secret\", Off",
      })
  void readsAuthentication(String enabled, String key, String expected) {
    Authentication read =
        record("{\"AuthEnable\":%s,\"AuthKeyPrimary\":%s}".formatted(enabled, key))
            .content()
            .authentication();
    assertThat(read.getClass().getSimpleName()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "TranscodeCallback {0} is {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {"0, false", "1, true", "true, true", "\"1\", true", "null, false"})
  void readsTranscodeCallback(String wire, boolean expected) {
    assertThat(record("{\"TranscodeCallback\":" + wire + "}").content().transcodeCallback())
        .isEqualTo(expected);
  }

  private static CallbackRecord record(String item) {
    return records(Bodies.ok("{\"CallbackList\":[" + item + "]}")).orElseThrow().getFirst();
  }

  private static Optional<List<CallbackRecord>> records(String body) {
    Reply reply = Bodies.reply(new Reply.Head(200, null, null, Instant.EPOCH), body);
    return CallbackJson.records(reply);
  }
}
