package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.simulator.Rig.Reply;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls a second for each account and action: contract 5, 7 item 3. */
class RateLimitTest {
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private static final String SCOPE = "{'Vhost':'push.example.com'}";
  private final Knobs knobs = new Knobs(false, 3, 0);
  private final RateLimit limit = new RateLimit(knobs);

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource
  void admits(String what, Knobs.RateMode mode, List<Integer> atMillis, String expected) {
    knobs.rateLimit().set(mode);

    String admitted =
        atMillis.stream()
            .map(at -> limit.admits("1", "UpdateCallback", START.plusMillis(at)) ? "+" : "-")
            .reduce("", String::concat);

    assertThat(admitted).isEqualTo(expected);
  }

  static Stream<Arguments> admits() {
    return Stream.of(
        arguments(
            "the quota at once, and no more within that second",
            Knobs.RateMode.WINDOW,
            List.of(0, 0, 0, 0, 999),
            "+++--"),
        arguments(
            "the next ones a second after the first ones",
            Knobs.RateMode.WINDOW,
            List.of(0, 400, 800, 999, 1000, 1001, 1400),
            "+++-+-+"),
        arguments(
            "no more at a change of the second",
            Knobs.RateMode.WINDOW,
            List.of(900, 900, 900, 1000, 1100),
            "+++--"),
        arguments(
            "refused calls don't count",
            Knobs.RateMode.WINDOW,
            List.of(0, 0, 0, 500, 500, 1000, 1000, 1000),
            "+++--+++"),
        arguments(
            "the quota at once, then one for each third of a second",
            Knobs.RateMode.BUCKET,
            List.of(0, 0, 0, 0, 333, 334, 667, 668),
            "+++--++-"),
        arguments(
            "no more than a second's worth is saved up",
            Knobs.RateMode.BUCKET,
            List.of(0, 60_000, 60_000, 60_000, 60_000),
            "++++-"),
        arguments("everything", Knobs.RateMode.OFF, List.of(0, 0, 0, 0, 0, 0), "++++++"));
  }

  @Test
  void countsAccountsAndActionsApart() {
    IntStream.range(0, 3).forEach(_ -> limit.admits("1", "UpdateCallback", START));

    assertThat(limit.admits("1", "UpdateCallback", START)).isFalse();
    assertThat(limit.admits("1", "DeleteCallback", START)).isTrue();
    assertThat(limit.admits("2", "UpdateCallback", START)).isTrue();
  }

  @Test
  void goesByANewQuotaAtOnceAndForgetsOnClear() {
    IntStream.range(0, 3).forEach(_ -> limit.admits("1", "UpdateCallback", START));
    knobs.quota().set(4);
    assertThat(limit.admits("1", "UpdateCallback", START)).isTrue();
    assertThat(limit.admits("1", "UpdateCallback", START)).isFalse();

    limit.clear();
    assertThat(limit.admits("1", "UpdateCallback", START)).isTrue();
  }

  @ParameterizedTest(name = "a call over the quota is answered {1}, Retry-After {2}")
  @CsvSource({
    "FLOW_LIMIT_EXCEEDED, 429 FlowLimitExceeded, 0",
    "FLOW_LIMIT_EXCEEDED, 429 FlowLimitExceeded, 7",
    "ACCOUNT_FLOW_LIMIT_EXCEEDED, 400 AccountFlowLimitExceeded, 0",
    "ACCOUNT_FLOW_LIMIT_EXCEEDED, 400 AccountFlowLimitExceeded, 7"
  })
  void answersACallOverTheQuota(Knobs.FlowLimit how, String outcome, int retryAfter) {
    Rig rig = new Rig();
    rig.knobs.quota().set(1);
    rig.knobs.flowLimit().set(how);
    rig.knobs.retryAfterSeconds().set(retryAfter);

    Reply first = rig.describe(SCOPE);
    Reply second = rig.describe(SCOPE);

    assertThat(first.outcome()).isEqualTo("200");
    assertThat(first.sent().retryAfterSeconds()).isZero();
    assertThat(second.outcome()).isEqualTo(outcome);
    assertThat(second.sent().retryAfterSeconds()).isEqualTo(retryAfter);
  }

  @Test
  void countsAllKeysOfAnAccountTogetherButNoCallThatItDoesNotBelieve() {
    Rig rig = new Rig();
    rig.accounts.add(SimulatedAccounts.AccessKey.of(Rig.ACCOUNT, "AKLTSECOND", "second"));
    rig.knobs.quota().set(1);
    Signing describe = rig.signing("DescribeCallback", SCOPE);

    assertThat(rig.answer(describe.with("AKLTSECOND", "wrong").request()).code())
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(rig.answer(describe.request()).code()).isEmpty();
    assertThat(rig.answer(describe.with("AKLTSECOND", "second").request()).code())
        .isEqualTo("FlowLimitExceeded");
    assertThat(rig.call("ListDomainDetail", "{'PageNum':1,'PageSize':10}").code()).isEmpty();
    assertThat(rig.call("ListDomainDetail", "{'PageNum':1,'PageSize':10}").code())
        .isEqualTo("FlowLimitExceeded");
  }

  @Test
  void doesNotCountCallsOfSts() {
    Rig rig = new Rig();
    rig.knobs.quota().set(1);

    for (int i = 0; i < 3; i++) {
      assertThat(rig.answer(Signing.callerIdentity(rig.now()).request()).outcome())
          .isEqualTo("200");
    }
  }
}
