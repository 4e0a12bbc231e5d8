package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.ACCOUNT;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.livecallback.api.LedgerEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

  @Test
  void survivesTheStatus() {
    Ledger ledger = given().holds(D, A).ordered(APP_LESS, B).facts().ledger();

    assertThat(Ledger.of(ledger.toStatus(), _ -> ACCOUNT)).isEqualTo(ledger);
    assertThat(ledger.toStatus())
        .extracting(LedgerEntry::scope, LedgerEntry::app, LedgerEntry::messageType)
        .containsExactly(
            tuple("vhost/live.example.com", "sports", "push"),
            tuple("vhost/live.example.com", null, "push"));
  }

  @Test
  void keepsItsOrderAndOneEntryForAKey() {
    Ledger ledger = given().holds(D, A).holds(OLD, A).ordered(D, B).facts().ledger();

    assertThat(ledger.entries()).extracting(Ledger.Entry::key).containsExactly(D, OLD);
    assertThat(ledger.keys()).containsExactlyInAnyOrder(D, OLD);
    assertThat(ledger.entry(D).orElseThrow().written()).isEqualTo(Fingerprint.of(D, B));
    assertThat(ledger.entry(D).orElseThrow().held()).isEqualTo(Fingerprint.of(D, A));
    assertThat(ledger.without(D).keys()).containsExactly(OLD);
    assertThat(ledger.without(D).without(OLD).isEmpty()).isTrue();
  }

  @Test
  void dropsNothingThatItDoesNotUnderstand() {
    LedgerEntry future =
        new LedgerEntry(
            ACCOUNT,
            "vhost/a.example.com",
            null,
            "stream_mixed",
            null,
            null,
            null,
            null,
            null,
            null);

    assertThatThrownBy(() -> Ledger.of(List.of(future), _ -> ACCOUNT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stream_mixed");
  }
}
