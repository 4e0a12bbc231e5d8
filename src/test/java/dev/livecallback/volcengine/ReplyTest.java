package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Reply.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private static final String RECORD =
      """
      {"Vhost":"push.example.com","Domain":"push.example.com","App":"sports","MessageType":"push",\
      "CallbackDetailList":[{"CallbackType":"http","URL":"https://hooks.example.com/live"}],\
      "TranscodeCallback":1,"AuthEnable":true,"AuthKeyPrimary":"******"},""";

  private static Reply of(String body) {
    return Bodies.reply(new Reply.Head(200, null, null, Instant.EPOCH), body);
  }

  private static String listing(String item) {
    String items = item.repeat((int) (Reply.LARGEST_ANSWER - 200) / item.length());
    return "{\"ResponseMetadata\":{\"RequestId\":\"1\"},\"Result\":["
        + items.substring(0, items.length() - 1)
        + "]}";
  }

  @Test
  void theLargestListingOfRecordsIsRead() {
    assertThat(of(listing(RECORD)).shape()).isEqualTo(Shape.JSON);
  }

  @Test
  void anAnswerOfNothingButBracketsIsTooLarge() {
    assertThat(of(listing("{},")).shape()).isEqualTo(Shape.TOO_LARGE);
  }

  @Test
  void anAnswerThatIsTooDeepIsTooLarge() {
    assertThat(of("{\"Result\":" + "[".repeat(100) + "]".repeat(100) + "}").shape())
        .isEqualTo(Shape.TOO_LARGE);
  }

  @Test
  void aSecondMetadataHidesNoError() {
    Reply reply =
        of(
            """
            {"ResponseMetadata":{"RequestId":"1","Error":{"Code":"AccessDenied"}},
             "ResponseMetadata":{"RequestId":"2"}}""");

    assertThat(reply.shape()).isNotEqualTo(Shape.JSON);
    assertThat(reply.requestId()).isNull();
  }

  @Test
  void bytesThatAreNoTextHideNoError() {
    Reply.Head head = new Reply.Head(400, null, null, Instant.EPOCH);
    byte[] foreign =
        "{\"ResponseMetadata\":{\"RequestId\":\"1\",\"Error\":{\"Code\":\"Denied\",\"Message\":\"\u00e4\"}}}"
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Bodies.reply(head, foreign).code()).isEqualTo("Denied");
  }
}
