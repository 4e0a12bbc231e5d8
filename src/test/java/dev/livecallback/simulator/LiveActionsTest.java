package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.simulator.Rig.Reply;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Writing, reading and deleting records, with every knob: contract 3, 7 items 5 to 7. */
class LiveActionsTest {
  private static final String SCOPE = "{'Vhost':'push.example.com'}";
  private static final String URL = "http://example.com/callback";
  private final Rig rig = new Rig();

  private static String vhost(String app, String type) {
    return "'Vhost':'push.example.com','App':'%s','MessageType':'%s'".formatted(app, type);
  }

  private static String domain(String type) {
    return "'Domain':'in.example.com','MessageType':'%s'".formatted(type);
  }

  @Test
  void listsARecordWithEveryFieldOfTheContract() {
    assertThat(
            rig.update(
                    "{"
                        + vhost("live", "push")
                        + ",'TranscodeCallback':1,'AuthEnable':true,'AuthKeyPrimary':'fakekey0001',"
                        + "'CallbackDetailList':[{'CallbackType':'http','URL':'http://a'},"
                        + "{'CallbackType':'http','URL':'https://b'}]}")
                .outcome())
        .isEqualTo("200");

    assertThat(rig.describe(SCOPE).items())
        .singleElement()
        .extracting(JsonNode::toString)
        .isEqualTo(
            ("{'Vhost':'push.example.com','App':'live','MessageType':'push','TranscodeCallback':1,"
                    + "'AuthEnable':true,'CallbackDetailList':[{'CallbackType':'http',"
                    + "'URL':'http://a'},{'CallbackType':'http','URL':'https://b'}],"
                    + "'AuthKeyPrimary':'fakekey0001','CreateTime':'2026-01-31T20:00:00+08:00',"
                    + "'CreateTimeUTC':'2026-01-31T12:00:00Z'}")
                .replace('\'', '"'));
  }

  @Test
  void replacesAllOfARecordButKeepsItsCreationTime() {
    rig.update(
        "{"
            + vhost("live", "push")
            + ",'TranscodeCallback':1,'AuthEnable':true,'AuthKeyPrimary':'fakekey0001',"
            + "'CallbackDetailList':[{'CallbackType':'http','URL':'http://a'}]}");
    JsonNode before = rig.describe(SCOPE).items().getFirst();
    rig.clock.advance(Duration.ofHours(1));

    rig.write(vhost("live", "push"), URL);

    JsonNode after = rig.describe(SCOPE).items().getFirst();
    assertThat(after.path("TranscodeCallback").asInt(-1)).isZero();
    assertThat(after.path("AuthEnable").asBoolean(true)).isFalse();
    assertThat(after.path("AuthKeyPrimary").asText("?")).isEmpty();
    assertThat(after.at("/CallbackDetailList/0/URL").asText()).isEqualTo(URL);
    assertThat(after.path("CreateTimeUTC")).isEqualTo(before.path("CreateTimeUTC"));
  }

  @Test
  void createsARecordAnewOnceItWasDeleted() {
    rig.write(vhost("live", "push"), URL);
    JsonNode before = rig.describe(SCOPE).items().getFirst();
    rig.delete("{" + vhost("live", "push") + "}");
    rig.write(vhost("live", "push"), URL);

    assertThat(rig.describe(SCOPE).items().getFirst().path("CreateTimeUTC"))
        .isNotEqualTo(before.path("CreateTimeUTC"));
  }

  @Test
  void refusesARecordMoreThanItHolds() {
    for (int i = 0; i < SimulatedCloud.MOST_RECORDS; i++) {
      rig.store.put(
          new CallbackKey(Rig.ACCOUNT, Scope.vhost("v" + i), null, MessageType.PUSH),
          RecordContent.url(URL));
    }
    Reply reply =
        rig.update(
            "{"
                + vhost("", "push")
                + ",'CallbackDetailList':[{'CallbackType':'http','URL':'http://a'}]}");

    assertThat(reply.outcome()).isEqualTo("403 RequestForbidden");
    assertThat(rig.store.size()).isEqualTo(SimulatedCloud.MOST_RECORDS);
  }

  private void fill() {
    rig.write(vhost("", "push"), URL);
    rig.write(vhost("", "record"), URL);
    rig.write(vhost("live", "push"), URL);
    rig.write(vhost("live", "record"), URL);
    rig.write(vhost("vod", "push"), URL);
    rig.write(domain("push"), URL);
  }

  @ParameterizedTest(name = "DescribeCallback of {0} lists {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'Vhost':'push.example.com'} | /push /record live/push live/record vod/push",
        "{'Vhost':'PUSH.example.com'} | /push /record live/push live/record vod/push",
        "{'Vhost':'push.example.com','App':'live'} | live/push live/record",
        "{'Vhost':'push.example.com','MessageType':'push'} | /push live/push vod/push",
        "{'Vhost':'push.example.com','App':'live','MessageType':'push'} | live/push",
        "{'Vhost':'push.example.com','App':'other'} | ",
        "{'Domain':'in.example.com'} | /push",
        "{'Domain':'in.example.com','MessageType':'record'} | "
      })
  void filters(String body, String keys) {
    fill();

    assertThat(rig.describe(body).keys())
        .containsExactlyElementsOf(keys == null ? List.of() : Arrays.asList(keys.split(" ")));
  }

  @ParameterizedTest(name = "DeleteCallback of {0} leaves {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'Vhost':'push.example.com','App':'live','MessageType':'push'}"
            + " | /push /record live/record vod/push",
        "{'Vhost':'push.example.com','App':'live'} | /push /record vod/push",
        "{'Vhost':'push.example.com','MessageType':'push'} | /record live/record",
        "{'Vhost':'push.example.com'} | "
      })
  void deletesWhatIsLeftOutAsAll(String body, String left) {
    fill();

    assertThat(rig.delete(body).outcome()).isEqualTo("200");

    assertThat(rig.describe(SCOPE).keys())
        .containsExactlyElementsOf(left == null ? List.of() : Arrays.asList(left.split(" ")));
    assertThat(rig.describe("{'Domain':'in.example.com'}").keys()).containsExactly("/push");
  }

  @ParameterizedTest(name = "a strict DeleteCallback of {0} answers {1} and leaves {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'Vhost':'push.example.com','App':'live','MessageType':'push'}"
            + " | 200 | /push /record live/record vod/push",
        "{'Vhost':'push.example.com','MessageType':'push'}"
            + " | 200 | /record live/push live/record vod/push",
        "{'Vhost':'push.example.com','App':'live'}"
            + " | 400 InvalidParam | /push /record live/push live/record vod/push"
      })
  void deletesStrictlyWhatIsNamed(String body, String outcome, String left) {
    fill();
    rig.knobs.strictDelete().set(true);

    assertThat(rig.delete(body).outcome()).isEqualTo(outcome);

    assertThat(rig.describe(SCOPE).keys()).containsExactly(left.split(" "));
  }

  @ParameterizedTest(name = "deleting nothing is answered {1} if absentDelete is {0}")
  @CsvSource({
    "SUCCESS, 200",
    "REQUEST_FORBIDDEN, 403 RequestForbidden",
    "COMMON_ERR, 200 CommonErr"
  })
  void answersTheDeletionOfNothing(Knobs.AbsentDelete how, String outcome) {
    rig.knobs.absentDelete().set(how);

    assertThat(rig.delete("{" + vhost("live", "push") + "}").outcome()).isEqualTo(outcome);
    rig.knobs.strictDelete().set(true);
    assertThat(rig.delete("{" + vhost("live", "push") + "}").outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "nothing found looks like {0}")
  @EnumSource
  void shapesNothing(Knobs.EmptyResult shape) {
    rig.knobs.emptyResult().set(shape);

    JsonNode answer = rig.describe(SCOPE).json();

    assertThat(answer.has("Result")).isEqualTo(shape != Knobs.EmptyResult.MISSING);
    assertThat(answer.path("Result").toString())
        .isEqualTo(
            switch (shape) {
              case MISSING -> "";
              case NULL -> "null";
              case OBJECT -> "{}";
              case LIST -> "{\"CallbackList\":[]}";
            });
  }

  @ParameterizedTest(name = "the key {0} is masked as {1}")
  @CsvSource({"fakekey0001, fa****01", "abc, ***", "abcd, ****"})
  void masksTheKeyIfAsked(String key, String masked) {
    rig.update(
        "{"
            + vhost("", "push")
            + ",'AuthEnable':true,'AuthKeyPrimary':'"
            + key
            + "','CallbackDetailList':[{'CallbackType':'http','URL':'http://a'}]}");
    rig.knobs.maskKey().set(true);

    assertThat(rig.describe(SCOPE).items().getFirst().path("AuthKeyPrimary").asText())
        .isEqualTo(masked);
  }

  @Test
  void showsTheDomainOfAnItemIfAsked() {
    fill();
    assertThat(rig.describe("{'Domain':'in.example.com'}").items().getFirst().has("Domain"))
        .isFalse();
    rig.knobs.includeDomainField().set(true);

    JsonNode item = rig.describe("{'Domain':'in.example.com'}").items().getFirst();
    assertThat(item.path("Domain").asText()).isEqualTo("in.example.com");
    assertThat(item.path("Vhost").asText()).isEqualTo(Rig.VHOST);
    assertThat(rig.describe(SCOPE).items().getFirst().path("Domain").asText("?")).isEmpty();
  }

  @Test
  void listsTheRecordsOfAVhostsDomainsIfAsked() {
    fill();
    rig.knobs.vhostListsDomainRecords().set(true);

    assertThat(rig.describe(SCOPE).keys()).hasSize(6);
    assertThat(rig.describe("{'Domain':'in.example.com'}").keys()).hasSize(1);
  }

  @ParameterizedTest(name = "a read that is stale by 5 s sees {0} only after that")
  @MethodSource
  void readsStaleIfAsked(String what, List<String> before, Stream<String> writes) {
    before.forEach(url -> rig.write(vhost("live", "push"), url));
    rig.clock.advance(Duration.ofMinutes(1));
    String seen = rig.describe(SCOPE).items().toString();
    rig.knobs.staleReadMillis().set(5_000);
    writes.forEach(
        url -> {
          if (url.isEmpty()) {
            rig.delete(SCOPE);
          } else {
            rig.write(vhost("live", "push"), url);
            rig.clock.advance(Duration.ofSeconds(-1));
          }
        });

    rig.clock.advance(Duration.ofMillis(4_999));
    assertThat(rig.describe(SCOPE).items()).hasToString(seen);
    rig.clock.advance(Duration.ofMillis(1));
    assertThat(rig.describe(SCOPE).items()).doesNotHaveToString(seen);
  }

  static Stream<Arguments> readsStaleIfAsked() {
    return Stream.of(
        arguments("a record that was created", List.of(), Stream.of(URL)),
        arguments("a record that was changed", List.of(URL), Stream.of("http://other")),
        arguments(
            "a record that was changed twice",
            List.of(URL),
            Stream.of("http://other", "http://third")),
        arguments("a record that was deleted", List.of(URL), Stream.of("")));
  }

  @Test
  void keepsTheRecordsOfAccountsApart() {
    rig.accounts.addVhost(Rig.OTHER_ACCOUNT, Rig.VHOST);
    rig.write(vhost("live", "push"), URL);

    Reply theirs =
        rig.answer(rig.signing("DescribeCallback", SCOPE).with("AKLTOTHER", "other").request());

    assertThat(theirs.items()).isEmpty();
    assertThat(theirs.outcome()).isEqualTo("200");
  }
}
