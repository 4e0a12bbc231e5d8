package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.ACCOUNT;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.livecallback.api.LedgerEntry;
import java.time.Instant;
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
    LedgerEntry future = LedgerEntry.of(ACCOUNT, "vhost/a.example.com", null, "stream_mixed");

    Ledger ledger = Ledger.of(List.of(future), _ -> ACCOUNT);

    assertThat(ledger.isEmpty()).isFalse();
    assertThat(ledger.entries()).isEmpty();
    assertThat(ledger.toStatus()).containsExactly(future);
  }

  @Test
  void saysOfAWriteOnceWhenItIsInEffectHoweverTheClockIsSetLater() {
    Instant inEffect = Instant.parse("2026-03-01T12:05:00Z");
    Ledger.Entry entry = Ledger.Entry.of(D, ACCOUNT).accepted("one", inEffect);

    assertThat(entry.accepted("one", inEffect.minusSeconds(1))).isEqualTo(entry);
    assertThat(entry.accepted("two", inEffect.plusSeconds(9)).effectiveBy())
        .isEqualTo("2026-03-01T12:05:09Z");
  }
}
