package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.ACCOUNT;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.CLOUD;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.ManagementPolicy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  @Test
  void survivesTheStatus() {
    Ledger ledger = given().holds(D, A).ordered(APP_LESS, B).facts().ledger();

    assertThat(Ledger.of(ledger.toStatus(), _ -> CLOUD)).isEqualTo(ledger);
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
        LedgerEntry.of(ACCOUNT.text(), "vhost/a.example.com", null, "stream_mixed");

    Ledger ledger = Ledger.of(List.of(future), _ -> CLOUD);

    assertThat(ledger.isEmpty()).isFalse();
    assertThat(ledger.entries()).isEmpty();
    assertThat(ledger.toStatus()).containsExactly(future);
  }

  @ParameterizedTest
  @ValueSource(strings = {"live/default", "a/b/c", "/name", "namespace/", "//", " / ", "Ünd/or"})
  void keepsTheTextThatNamesAnAccountWhateverItIs(String text) {
    LedgerEntry entry = LedgerEntry.of(text, "vhost/a.example.com", null, "push");

    Ledger ledger = Ledger.of(List.of(entry), _ -> CLOUD);

    assertThat(ledger.entries()).extracting(Ledger.Entry::account).hasToString("[" + text + "]");
    assertThat(ledger.toStatus()).containsExactly(entry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "default"})
  void understandsNoEntryThatNamesNoNamespace(String text) {
    LedgerEntry entry = LedgerEntry.of(text, "vhost/a.example.com", null, "push");

    Ledger ledger = Ledger.of(List.of(entry), _ -> CLOUD);

    assertThat(ledger.unknown()).containsExactly(entry);
    assertThat(ledger.toStatus()).containsExactly(entry);
  }

  @Test
  void saysOfAWriteOnceWhenItIsInEffectHoweverTheClockIsSetLater() {
    Instant inEffect = Instant.parse("2026-03-01T12:05:00Z");
    Ledger.Entry entry = Ledger.Entry.of(D, ACCOUNT).accepted("one", inEffect);

    assertThat(entry.accepted("one", inEffect.minusSeconds(1))).isEqualTo(entry);
    assertThat(entry.accepted("two", inEffect.plusSeconds(9)).effectiveBy())
        .isEqualTo("2026-03-01T12:05:09Z");
  }

  /** As the planner has it: orphan comes before unsupported. */
  @ParameterizedTest(name = "{0}, Orphan: {1}, known: {2}")
  @CsvSource({
    "ENFORCE, false, true, true",
    "ENFORCE, true, true, false",
    "OBSERVE, false, true, false",
    "OBSERVE, false, false, true",
    "OBSERVE, true, false, false"
  })
  void anEntryThatIsNotKnownStopsADeletedObjectUnlessItLeavesItsRecords(
      ManagementPolicy management, boolean orphan, boolean known, boolean stops) {
    Ledger ledger = new Ledger(List.of(), List.of(LedgerEntry.of("a/b", "x", null, "relay")));
    Policies policies = new Policies(management, AdoptionPolicy.ADOPT, orphan, known);

    assertThat(UnsupportedValues.stop(false, ledger, policies, true)).isEqualTo(stops);
    assertThat(UnsupportedValues.stop(false, ledger, policies, false)).isTrue();
  }
}
