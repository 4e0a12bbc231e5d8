package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The latest calls in full, all calls as counts. */
class CallLogTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private final CallLog log = new CallLog(3);

  private void add(String action, int status, String code) {
    log.add(NOW, action, new Who("1", "root"), CallFacts.NONE, status, code, "id");
  }

  @Test
  void keepsTheLatestAndCountsThemAll() {
    for (int i = 0; i < 10; i++) {
      add("UpdateCallback", 200, "");
    }
    add("UpdateCallback", 429, "FlowLimitExceeded");
    add("DeleteCallback", 200, "CommonErr");

    assertThat(log.calls()).extracting(CallLog.LoggedCall::number).containsExactly(10L, 11L, 12L);
    assertThat(log.total()).isEqualTo(12);
    assertThat(log.count("UpdateCallback")).isEqualTo(11);
    assertThat(log.count("UpdateCallback", "200")).isEqualTo(10);
    assertThat(log.count("UpdateCallback", "429 FlowLimitExceeded")).isOne();
    assertThat(log.count("DeleteCallback", "200 CommonErr")).isOne();
    assertThat(log.count("DescribeCallback")).isZero();
    assertThat(log.calls(CallLog.LoggedCall::succeeded)).hasSize(1);
  }

  @Test
  void countsOutcomesBeyondAThousandTogether() {
    for (int i = 0; i < 1_010; i++) {
      add("UpdateCallback", 400, "E" + i);
    }
    add("UpdateCallback", 400, "E5");

    assertThat(log.counts().get("UpdateCallback")).hasSize(1_001).containsEntry("other", 10L);
    assertThat(log.count("UpdateCallback", "400 E5")).isEqualTo(2);
  }

  @Test
  void keepsNoMoreOfATextThanItNeeds() {
    CallbackBody body =
        new CallbackBody(
            null, "v".repeat(500), null, "a".repeat(500), "t".repeat(500), null, null, null, null);
    log.add(
        NOW, "UpdateCallback", new Who("1", "root"), CallFacts.of(body), 400, "InvalidParam", "id");

    assertThat(log.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.scope()).hasSize(300).startsWith("vhost/");
              assertThat(call.app()).hasSize(300);
              assertThat(call.messageType()).hasSize(300);
            });
  }

  @Test
  void forgetsOnClearButGoesOnNumbering() {
    add("UpdateCallback", 200, "");
    log.clear();
    add("UpdateCallback", 200, "");

    assertThat(log.calls()).extracting(CallLog.LoggedCall::number).containsExactly(2L);
    assertThat(log.total()).isOne();
  }

  @Test
  void tellsWhatACallWasAboutAndWhoseItWas() {
    Rig rig = new Rig();
    rig.describe("{'Vhost':'push.example.com','App':'live','MessageType':'push'}");
    rig.call("Nothing", "{}");

    assertThat(rig.log.calls())
        .extracting(
            CallLog.LoggedCall::action, CallLog.LoggedCall::account, CallLog.LoggedCall::scope)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "DescribeCallback", Rig.ACCOUNT, Scope.vhost(Rig.VHOST).toString()),
            org.assertj.core.groups.Tuple.tuple("unknown", null, null));
  }
}
