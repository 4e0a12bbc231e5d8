package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.NOW;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LastDrift;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObservedDetail;
import dev.livecallback.api.Reason;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatusComposerTest {
  private final Planner planner = Planner.ofTable();
  private final StatusComposer composer = new StatusComposer();

  private LiveCallbackStatus compose(Given given) {
    Facts facts = given.facts();
    return composer.compose(facts, planner.plan(facts));
  }

  private static Condition condition(LiveCallbackStatus status, ConditionType type) {
    return status.condition(type).orElseThrow();
  }

  @Test
  void saysWhichGenerationAndScopeItSpeaksOf() {
    LiveCallbackStatus status = compose(inSync().edited(B));

    assertThat(status.observedGeneration()).isEqualTo(2);
    assertThat(status.scope()).isEqualTo("vhost/live.example.com");
    assertThat(condition(status, ConditionType.READY).observedGeneration()).isEqualTo(2);
  }

  @Test
  void keepsReconcilingAndStalledApart() {
    LiveCallbackStatus working =
        compose(given().stalled(Reason.ALREADY_EXISTS).edited(B).absent(D, 1));
    LiveCallbackStatus stuck = compose(given().reconciling(Reason.QUEUED, 9).sees(D, FOREIGN, 1));
    LiveCallbackStatus done = compose(given().reconciling(Reason.QUEUED, 9).sees(D, A, 1));

    assertThat(working.condition(ConditionType.STALLED)).isEmpty();
    assertThat(condition(working, ConditionType.RECONCILING).holds()).isTrue();
    assertThat(stuck.condition(ConditionType.RECONCILING)).isEmpty();
    assertThat(condition(stuck, ConditionType.STALLED).holds()).isTrue();
    assertThat(done.conditions()).extracting(Condition::type).containsExactly("Ready", "Drifted");
  }

  @Test
  void movesATransitionTimeOnlyWithTheStatus() {
    LiveCallbackStatus status = compose(given().reconciling(Reason.QUEUED, 90).absent(D, 1));

    String since = NOW.minusSeconds(90).toString();
    assertThat(condition(status, ConditionType.READY))
        .extracting(Condition::status, Condition::reason, Condition::lastTransitionTime)
        .containsExactly("False", "Writing", since);
    assertThat(condition(status, ConditionType.RECONCILING).lastTransitionTime()).isEqualTo(since);
  }

  @Test
  void movesItWhenTheStatusDoes() {
    LiveCallbackStatus status = compose(inSync().sees(D, FOREIGN, 1));

    assertThat(status.conditions())
        .extracting(Condition::type, Condition::status, Condition::lastTransitionTime)
        .containsExactly(
            tuple("Ready", "False", NOW.toString()),
            tuple("Drifted", "True", NOW.toString()),
            tuple("Reconciling", "True", NOW.toString()));
  }

  @Test
  void changesNothingWhenNothingChanged() {
    LiveCallbackStatus first = compose(inSync());
    Ledger ledger = Ledger.of(first.records(), _ -> Given.CLOUD);

    LiveCallbackStatus second =
        compose(given().at(NOW.plusSeconds(600)).status(first).ledger(ledger).sees(D, A, 1));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void keepsAllThatAPlanWithoutVerdictDoesNotSpeakOf() {
    Facts facts = inSync().gateShut(true).facts();

    assertThat(composer.compose(facts, planner.plan(facts))).isEqualTo(facts.status());
  }

  @Test
  void showsTheRecordWhileItDiffers() {
    LiveCallbackStatus differs = compose(inSync().sees(D, FOREIGN, 1));
    LiveCallbackStatus equal = compose(inSync().drifted(60));

    assertThat(Objects.requireNonNull(differs.observed()).callbackDetailList())
        .containsExactly(new ObservedDetail("http", "https://f.example.com/hook?…"));
    assertThat(differs.drift()).hasSize(1);
    assertThat(equal.observed()).isNull();
    assertThat(equal.drift()).isEmpty();
  }

  @Test
  void notesAnIncidentOnce() {
    LiveCallbackStatus found = compose(inSync().sees(D, FOREIGN, 1));
    LiveCallbackStatus stillThere = compose(inSync().drifted(60).sees(D, FOREIGN, 1));
    LiveCallbackStatus beingWritten = compose(inSync().drifted(60).putInFlight(D, A));
    LiveCallbackStatus corrected = compose(inSync().drifted(60));

    List<String> fields = List.of("callbackDetailList");
    String before = NOW.minusSeconds(60).toString();
    assertThat(found.lastDrift()).isEqualTo(new LastDrift(NOW.toString(), null, fields));
    assertThat(stillThere.lastDrift()).isEqualTo(new LastDrift(before, null, fields));
    assertThat(beingWritten.lastDrift()).isEqualTo(new LastDrift(before, null, fields));
    assertThat(condition(beingWritten, ConditionType.DRIFTED).holds()).isTrue();
    assertThat(corrected.lastDrift()).isEqualTo(new LastDrift(before, NOW.toString(), fields));
  }

  @Test
  void keepsTheLastIncidentOfARecordThatIsInSync() {
    LiveCallbackStatus corrected = compose(inSync().drifted(60));
    Ledger ledger = Ledger.of(corrected.records(), _ -> Given.CLOUD);

    LiveCallbackStatus later =
        compose(given().at(NOW.plusSeconds(9)).status(corrected).ledger(ledger).sees(D, A, 1));
    LiveCallbackStatus again =
        compose(given().at(NOW.plusSeconds(9)).status(corrected).ledger(ledger).absent(D, 1));

    assertThat(later.lastDrift()).isEqualTo(corrected.lastDrift());
    assertThat(again.lastDrift())
        .isEqualTo(new LastDrift(NOW.plusSeconds(9).toString(), null, List.of("record")));
  }

  @Test
  void saysNothingOfDriftOfARecordThatGoes() {
    LiveCallbackStatus status = compose(inSync().drifted(60).deleting());

    assertThat(status.condition(ConditionType.DRIFTED)).isEmpty();
  }

  @Test
  void tellsTheTokenOnlyWhileADeleteWaitsForIt() {
    LiveCallbackStatus blocked = compose(waiting());
    String token = Objects.requireNonNull(blocked.confirmDeleteToken());

    LiveCallbackStatus lookingAgain = compose(waiting().status(blocked).sees(APP_LESS, A, 9));
    LiveCallbackStatus paused = compose(waiting().status(blocked).paused());
    LiveCallbackStatus confirmed = compose(waiting().status(blocked).confirmsDelete(token));

    assertThat(condition(blocked, ConditionType.READY).message()).contains(token);
    assertThat(lookingAgain.confirmDeleteToken()).isEqualTo(token);
    assertThat(paused.confirmDeleteToken()).isNull();
    assertThat(confirmed.confirmDeleteToken()).isNull();
  }

  private static Given waiting() {
    return given()
        .wants(APP_LESS, A)
        .holds(APP_LESS, A)
        .sees(APP_LESS, A, 1)
        .ready()
        .deleting()
        .coveredRecord("news", CoveredRecord.Fate.LOST);
  }

  @Test
  void doesNotPretendToHaveSeenAnObjectWhoseLedgerIsLost() {
    LiveCallbackStatus reading = compose(given().deleting());
    LiveCallbackStatus found = compose(given().deleting().sees(D, A, 1));

    assertThat(reading.neverWritten()).isTrue();
    assertThat(condition(reading, ConditionType.READY).reason()).isEqualTo("Deleting");
    assertThat(found.observedGeneration()).isEqualTo(2);
  }
}
