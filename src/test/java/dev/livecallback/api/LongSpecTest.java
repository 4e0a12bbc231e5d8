package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A spec or a status of which a hundred would fill the memory. */
class LongSpecTest {
  private static final int LONGEST_NAMESPACE = 63;
  private static final String TIME = "2026-03-01T00:00:00Z";

  @Test
  void allTheRulesOfALargePlatformAreRead() {
    LiveAccount account = account(10, 100);

    assertThat(account.unreadable()).isNull();
    assertThat(account.getSpec().allow()).hasSize(10);
  }

  @Test
  void rulesThatTheCrdTakesAndNobodyNeedsAreNotKept() {
    LiveAccount account = account(50, 100);

    assertThat(account.unreadable()).isEqualTo("spec, which is longer than 128 Ki characters,");
    assertThat(account.getSpec()).isEqualTo(LiveAccountSpec.NOTHING);
  }

  @Test
  void norIsWhatOnlyALooserCrdTakes() {
    ObjectNode callback = JsonNodeFactory.instance.objectNode();
    callback.putObject("metadata").put("name", "a");
    callback.putObject("spec").putObject("x".repeat(40_000)).put("y", "z".repeat(100_000));

    LiveCallback read = Serialization.unmarshal(callback.toString(), LiveCallback.class);

    assertThat(read.unreadable()).startsWith("spec, which is longer than");
    assertThat(read.getSpec()).isEqualTo(LiveCallbackSpec.NOTHING);
  }

  @Test
  void aStatusAsLongCountsAsLost() {
    assertThat(withMessage(100_000).statusOrEmpty().conditions()).hasSize(1);
    assertThat(withMessage(200_000).getStatus()).isNull();
  }

  /** With all that the API may answer, and the most records that an object has. */
  @Test
  void theLongestStatusThatTheOperatorWritesIsRead() {
    String endless = "x".repeat(100_000);
    LiveCallback written = new LiveCallback();
    written.getMetadata().setName("a");
    List<Condition> conditions =
        Arrays.stream(ConditionType.values())
            .map(type -> new Condition(type.word(), "True", "InSync", endless, TIME, 1))
            .toList();
    List<LedgerEntry> records =
        IntStream.range(0, 51).mapToObj(i -> longest(String.valueOf(i), endless)).toList();
    // URLs are cut before they come here.
    ObservedDetail detail = new ObservedDetail(endless, "u".repeat(300));
    ObservedRecord observed =
        new ObservedRecord(Collections.nCopies(200, detail), true, true, ObservedRecord.DIFFERENT);
    DriftedField field = new DriftedField("callbackDetailList", endless, endless);
    written.setStatus(
        new LiveCallbackStatus(
            1L,
            "s".repeat(260),
            conditions,
            records,
            observed,
            Collections.nCopies(4, field),
            null,
            "r".repeat(1_024),
            "t".repeat(64)));

    LiveCallback read = Serialization.unmarshal(Serialization.asJson(written), LiveCallback.class);

    assertThat(read.statusOrEmpty()).isEqualTo(written.getStatus());
  }

  private static LedgerEntry longest(String number, String endless) {
    String hash = "h".repeat(64);
    return new LedgerEntry(
        "n".repeat(317),
        "s".repeat(260),
        "a".repeat(30 - number.length()) + number,
        "audit-auto-callback",
        hash,
        hash,
        "7".repeat(20),
        TIME,
        TIME,
        endless);
  }

  private static LiveCallback withMessage(int length) {
    ObjectNode callback = JsonNodeFactory.instance.objectNode();
    callback.putObject("metadata").put("name", "a");
    callback
        .putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("reason", "InSync")
        .put("message", "m".repeat(length))
        .put("lastTransitionTime", TIME);
    return Serialization.unmarshal(callback.toString(), LiveCallback.class);
  }

  private static LiveAccount account(int rules, int namespaces) {
    ObjectNode account = JsonNodeFactory.instance.objectNode();
    account.putObject("metadata").put("name", "a");
    ObjectNode spec = account.putObject("spec");
    spec.put("profile", "Volcengine").putObject("credentials").putObject("environment");
    ArrayNode allow = spec.putArray("allow");
    for (int i = 0; i < rules; i++) {
      ArrayNode names = allow.addObject().putArray("namespaces");
      for (int j = 0; j < namespaces; j++) {
        names.add("n".repeat(LONGEST_NAMESPACE));
      }
    }
    return Serialization.unmarshal(account.toString(), LiveAccount.class);
  }
}
