package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** However much of an object can't be read, the rest of it is. */
class LenientReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode object = JSON.createObjectNode();

  private ObjectNode status() {
    return object.withObject("/status");
  }

  private LiveCallbackStatus read() {
    LenientReader reader = new LenientReader();
    return Objects.requireNonNull(reader.readStatus(object, LiveCallbackStatus.class));
  }

  /** Elements of which one field is a list, as no version of ours has it. */
  private static void odd(ArrayNode list, String field, int many) {
    for (int i = 0; i < many; i++) {
      list.addObject().putArray(field);
    }
  }

  private static void record(ArrayNode list, String vhost) {
    list.addObject()
        .put("account", "live/default")
        .put("scope", "vhost/" + vhost)
        .put("messageType", "push");
  }

  @Test
  void ofALedgerTheEntriesThatCanBeReadStayBetweenThousandsThatCannot() {
    ArrayNode records = status().putArray("records");
    record(records, "first.example.com");
    odd(records, "messageType", 1_500);
    record(records, "last.example.com");

    assertThat(read().records())
        .extracting(LedgerEntry::scope)
        .containsExactly("vhost/first.example.com", "vhost/last.example.com");
  }

  @Test
  void theLedgerStaysWhateverElseOfTheStatusCannotBeRead() {
    record(status().putArray("records"), "a.example.com");
    status().put("observedGeneration", "seven").put("scope", 5).put("lastDrift", "yesterday");
    odd(status().putArray("conditions"), "type", 200);
    odd(status().putArray("drift"), "field", 200);
    odd(status().withObject("/observed").putArray("callbackDetailList"), "url", 200);

    LiveCallbackStatus status = read();

    assertThat(status.records()).hasSize(1);
    assertThat(status.scope()).isNull();
    assertThat(status.neverWritten()).isTrue();
  }

  @Test
  void theFirstPlaceOfAllIsNamed() {
    object.putObject("spec").put("vhost", "a.example.com").set("callbackDetailList", twoTargets());
    LenientReader reader = new LenientReader();

    LiveCallbackSpec read = Objects.requireNonNull(reader.readSpec(object, LiveCallbackSpec.class));

    assertThat(reader.problem()).isEqualTo("spec.callbackDetailList[1].url");
    assertThat(read.callbackDetailList()).hasSize(1);
    assertThat(read.vhost()).isEqualTo("a.example.com");
  }

  private static ArrayNode twoTargets() {
    ArrayNode targets = JSON.createArrayNode();
    targets.addObject().put("url", "https://a.example.com");
    targets.addObject().putArray("url");
    return targets;
  }
}
