package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.WellKnown;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An allowance in an account's annotations that ends before its time. */
class AccountAllowancesTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");
  private static final String END = "2026-03-01T13:00:00Z";

  private final AccountAllowances allowances = new AccountAllowances();

  private List<Notice> update(Map<String, String> annotations, Instant now) {
    LiveAccount object = new LiveAccount();
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("live")
            .withName("main")
            .withUid("u")
            .withAnnotations(annotations)
            .build());
    return allowances.update(object, now);
  }

  @ParameterizedTest
  @ValueSource(strings = {WellKnown.ALLOW_DRIFT_UNTIL, WellKnown.RELEASE_DELETES_UNTIL})
  void isToldOfOnce(String annotation) {
    assertThat(update(Map.of(annotation, END), T)).isEmpty();

    assertThat(update(Map.of(), T.plusSeconds(60)))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.reason()).isEqualTo("AllowanceEnded");
              assertThat(notice.warning()).isFalse();
              assertThat(notice.message()).contains(annotation + " ended before its time, " + END);
            });
    assertThat(update(Map.of(), T.plusSeconds(61))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {WellKnown.ALLOW_DRIFT_UNTIL, WellKnown.RELEASE_DELETES_UNTIL})
  void isNotToldOfWhenItsTimeIsOver(String annotation) {
    update(Map.of(annotation, END), T);

    assertThat(update(Map.of(annotation, END), T.plusSeconds(3600))).isEmpty();
    assertThat(update(Map.of(), T.plusSeconds(3601))).isEmpty();
  }

  @Test
  void isNotToldOfWhileItOnlyCannotBeRead() {
    update(Map.of(WellKnown.ALLOW_DRIFT_UNTIL, END), T);

    assertThat(update(Map.of(WellKnown.ALLOW_DRIFT_UNTIL, "tonight"), T)).isEmpty();
  }
}
