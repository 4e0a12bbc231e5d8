package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.NOW;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LastDrift;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.volcengine.Scope;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a status keeps of the one before it: through pauses, drift that is left, and requests. */
class StatusKeptTest {

  private static LiveCallbackStatus compose(Given given) {
    Facts facts = given.facts();
    return new StatusComposer().compose(facts, Planner.ofTable().plan(facts));
  }

  /** The same object so many seconds later, with the status that it had then. */
  private static Given later(LiveCallbackStatus status, long seconds) {
    return given()
        .at(NOW.plusSeconds(seconds))
        .status(status)
        .ledger(Ledger.of(status.records(), _ -> Given.CLOUD));
  }

  private static Condition condition(LiveCallbackStatus status, ConditionType type) {
    return status.condition(type).orElseThrow();
  }

  @Test
  void pausingDoesNotAdvanceTheGeneration() {
    LiveCallbackStatus status = compose(inSync().edited(B).paused());

    assertThat(status.observedGeneration()).isEqualTo(1);
    Condition ready = condition(status, ConditionType.READY);
    assertThat(ready.observedGeneration()).isEqualTo(1);
    assertThat(ready.reason()).isEqualTo("Paused");
    assertThat(ready.lastTransitionTime()).isEqualTo(NOW.minusSeconds(600).toString());
  }

  @Test
  void anObjectThatIsPausedFromTheBeginningNeverReadsAsCurrent() {
    LiveCallbackStatus status = compose(given().paused());

    assertThat(status.neverWritten()).isTrue();
    assertThat(condition(status, ConditionType.READY).observedGeneration())
        .isEqualTo(LiveCallbackStatus.NEVER);
    assertThat(status.scope()).isEqualTo("vhost/live.example.com");
  }

  @Test
  void whilePausedTheScopeIsThatOfTheGenerationItSpeaksOf() {
    LiveCallbackStatus status =
        compose(inSync().wants(Given.key(Scope.domain("other.example.com"), null), A).paused());

    assertThat(status.scope()).isEqualTo("vhost/live.example.com");
  }

  @Test
  void aPausePlannedTwiceChangesNothing() {
    LiveCallbackStatus first = compose(inSync().sees(D, FOREIGN, 1).paused());

    assertThat(compose(later(first, 60).paused())).isEqualTo(first);
  }

  @Test
  void theEndOfAPauseLeavesTheTransitionTimeAlone() {
    LiveCallbackStatus paused = compose(inSync().paused());

    LiveCallbackStatus resumed = compose(later(paused, 60).sees(D, A, 61).resumed(0));

    assertThat(condition(resumed, ConditionType.READY))
        .extracting(Condition::status, Condition::reason, Condition::lastTransitionTime)
        .containsExactly("True", "InSync", NOW.minusSeconds(600).toString());
  }

  @Test
  void whatDiffersIsKeptThroughAPauseAndAfter() {
    LiveCallbackStatus left = compose(inSync().applyingOnChange().sees(D, FOREIGN, 1));

    LiveCallbackStatus paused = compose(later(left, 60).applyingOnChange().paused());
    LiveCallbackStatus resumed =
        compose(later(paused, 90).applyingOnChange().sees(D, FOREIGN, 91).resumed(0));

    assertThat(left.drift()).isNotEmpty();
    assertThat(paused.drift()).isEqualTo(left.drift());
    assertThat(paused.observed()).isEqualTo(left.observed());
    assertThat(resumed.drift()).isEqualTo(left.drift());
    assertThat(resumed.observed()).isEqualTo(left.observed());
    assertThat(condition(resumed, ConditionType.READY).reason()).isEqualTo("DriftTolerated");
  }

  @Test
  void whatDiffersIsKeptWhileItIsPutBack() {
    LiveCallbackStatus found = compose(inSync().sees(D, FOREIGN, 1));

    LiveCallbackStatus writing = compose(later(found, 1).sees(D, FOREIGN, 2).putInFlight(D, A));
    LiveCallbackStatus verifying =
        compose(later(writing, 3).sees(D, FOREIGN, 4).putAccepted(D, A, 1));
    LiveCallbackStatus done = compose(later(verifying, 4).sees(D, A, 1).putAccepted(D, A, 2));

    assertThat(writing.drift()).isEqualTo(found.drift()).isNotEmpty();
    assertThat(verifying.drift()).isEqualTo(found.drift());
    assertThat(verifying.observed()).isEqualTo(found.observed());
    assertThat(done.drift()).isEmpty();
    assertThat(done.observed()).isNull();
  }

  @Test
  void whatDiffersIsKeptWhileTheAccountIsClosed() {
    LiveCallbackStatus left = compose(inSync().applyingOnChange().sees(D, FOREIGN, 1));

    assertThat(compose(later(left, 60).applyingOnChange().sees(D, FOREIGN, 61).gateShut(true)))
        .isEqualTo(left);
  }

  @Test
  void whatIsNotDriftIsNotKept() {
    LiveCallbackStatus exists = compose(given().sees(D, FOREIGN, 1));

    LiveCallbackStatus conflict =
        compose(later(exists, 60).sees(D, FOREIGN, 61).heldBy(Given.OTHER));

    assertThat(exists.drift()).isNotEmpty();
    assertThat(conflict.drift()).isEmpty();
    assertThat(conflict.observed()).isNull();
  }

  @Test
  void nothingIsSaidToDifferOnceTheObjectGoes() {
    LiveCallbackStatus left = compose(inSync().applyingOnChange().sees(D, FOREIGN, 1));

    LiveCallbackStatus going = compose(later(left, 60).sees(D, FOREIGN, 61).deleting());

    assertThat(going.drift()).isEmpty();
    assertThat(going.observed()).isNull();
    assertThat(going.lastDrift()).isEqualTo(left.lastDrift());
  }

  @Test
  void driftThatIsLeftIsOneIncidentUntilItIsGone() {
    LiveCallbackStatus left = compose(inSync().applyingOnChange().sees(D, FOREIGN, 1));
    LiveCallbackStatus more = compose(later(left, 60).applyingOnChange().absent(D, 1));
    LiveCallbackStatus gone = compose(later(more, 90).applyingOnChange().sees(D, A, 1));

    LastDrift first = Objects.requireNonNull(left.lastDrift());
    assertThat(first.correctedAt()).isNull();
    assertThat(more.lastDrift()).isEqualTo(first);
    assertThat(more.drift()).isNotEqualTo(left.drift());
    assertThat(gone.lastDrift())
        .isEqualTo(
            new LastDrift(first.detectedAt(), NOW.plusSeconds(90).toString(), first.fields()));
  }

  @Test
  void aRequestIsHandledOnceAReadThatBeganLaterIsJudged() {
    Given waiting = inSync().reconcileRequested("monday", 0);
    Given handled = inSync().reconcileRequested("monday", 1);

    assertThat(compose(waiting).lastHandledReconcileAt()).isNull();
    assertThat(compose(handled).lastHandledReconcileAt()).isEqualTo("monday");
  }

  @Test
  void itIsHandledThoughWhatItFoundHasToBePutBack() {
    LiveCallbackStatus status =
        compose(inSync().sees(D, FOREIGN, 1).reconcileRequested("monday", 1));

    assertThat(status.lastHandledReconcileAt()).isEqualTo("monday");
    assertThat(condition(status, ConditionType.READY).reason()).isEqualTo("Correcting");
  }

  @Test
  void whilePausedNoRequestIsHandled() {
    assertThat(compose(inSync().reconcileRequested("monday", 1).paused()).lastHandledReconcileAt())
        .isNull();
  }

  @Test
  void whatWasHandledIsRemembered() {
    LiveCallbackStatus handled = compose(inSync().reconcileRequested("monday", 1));

    LiveCallbackStatus next =
        compose(later(handled, 60).sees(D, A, 61).reconcileRequested("tuesday", 0));
    LiveCallbackStatus edited = compose(later(handled, 60).edited(B).sees(D, A, 1));

    assertThat(next.lastHandledReconcileAt()).isEqualTo("monday");
    assertThat(edited.lastHandledReconcileAt()).isEqualTo("monday");
  }

  @Test
  void aReasonThatPassesByItselfCountsFromWhereWorkBegan() {
    LiveCallbackStatus first = compose(given().heldBy(Given.OTHER));

    LiveCallbackStatus soon = compose(later(first, 599).heldBy(Given.OTHER));
    LiveCallbackStatus late = compose(later(first, 600).heldBy(Given.OTHER));

    assertThat(soon.condition(ConditionType.STALLED)).isEmpty();
    assertThat(condition(late, ConditionType.STALLED).reason()).isEqualTo("Conflict");
    assertThat(compose(later(late, 601).heldBy(Given.OTHER))).isEqualTo(late);
  }

  @Test
  void aContestThatGoesOnIsWrittenOnce() {
    Given found = inSync().sees(D, FOREIGN, 1).contested(D, 90);
    LiveCallbackStatus first = compose(found);

    assertThat(condition(first, ConditionType.STALLED).reason()).isEqualTo(Reason.CONTESTED.word());
    assertThat(compose(later(first, 100).sees(D, FOREIGN, 50).contested(D, 0))).isEqualTo(first);
  }
}
