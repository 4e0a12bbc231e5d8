package dev.livecallback.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("In an election")
class ElectionTest {
  private final Person.Time time = new Person.Time();
  private final SharedLease lease = new SharedLease();
  private final Person one = new Person("one", lease, time);
  private final Person two = new Person("two", lease, time);

  /** Has one renew for as long as this, and two look. */
  private void pass(Duration duration) {
    for (long end = time.millis + duration.toMillis(); time.millis < end; ) {
      time.pass(Duration.ofSeconds(2));
      one.election.step();
      two.election.step();
    }
  }

  private void oneLeads() {
    one.election.step();
    two.election.step();
    assertThat(one.mayAct()).isTrue();
    assertThat(two.mayAct()).isFalse();
  }

  @Test
  void whoComesFirstLeadsAtOnceAndTheOtherStandsByForAsLongAsThatRenews() {
    oneLeads();

    pass(Duration.ofMinutes(10));

    assertThat(one.mayAct()).isTrue();
    assertThat(two.mayAct()).isFalse();
    assertThat(one.told).containsExactly("leads");
    assertThat(two.told).containsExactly("is a standby of one");
  }

  @Test
  void whatIsGivenBackIsTakenAtTheNextLookAfterAnother() {
    oneLeads();
    pass(Duration.ofSeconds(20));

    assertThat(one.election.release()).isTrue();
    assertThat(one.mayAct()).isFalse();
    two.election.step();

    assertThat(two.mayAct()).isTrue();
    assertThat(two.told).containsExactly("is a standby of one", "leads after another");
    assertThat(one.election.isOver()).isTrue();
  }

  @Test
  void whoStandsByGivesNothingBack() {
    oneLeads();

    assertThat(two.election.release()).isFalse();

    assertThat(lease.said).isNotNull().extracting(LeaseStore.LeaseState::holder).isEqualTo("one");
  }

  @Test
  void itIsGivenBackThoughTheLastRenewalsAnswerWasLost() {
    oneLeads();
    one.way.answerLost = () -> true;
    time.pass(Duration.ofSeconds(2));
    one.election.step();
    one.way.answerLost = () -> false;

    assertThat(one.election.release()).isTrue();
  }

  @Test
  void aLeaseRunsOutWhenNoRenewalWasSeenForItsTimeAndNotBefore() {
    oneLeads();
    pass(Duration.ofSeconds(20));

    time.pass(Duration.ofMillis(14_999));
    assertThat(two.election.step()).isEqualTo(Duration.ofMillis(1));
    assertThat(two.mayAct()).isFalse();

    time.pass(Duration.ofMillis(1));
    two.election.step();
    assertThat(two.mayAct()).isTrue();
  }

  @Test
  void clocksThatDifferByHoursMakeNobodyLeadEarlyNorKeepAnybodyFromLeading() {
    one.skew = Duration.ofHours(-5);
    two.skew = Duration.ofHours(7);
    oneLeads();

    pass(Duration.ofMinutes(1));
    assertThat(two.mayAct()).isFalse();

    time.pass(Duration.ofSeconds(15));
    two.election.step();
    assertThat(two.mayAct()).isTrue();
  }

  @Test
  void whoeverWasFrozenMayNotActWhenItGoesOnBeforeItTakesAnyStep() {
    oneLeads();

    time.pass(Duration.ofSeconds(15));
    two.election.step();

    assertThat(two.mayAct()).isTrue();
    assertThat(one.mayAct()).isFalse();
    one.election.step();
    assertThat(one.told.getLast()).startsWith("lost: The lease couldn't be renewed for 10 s");
    assertThat(one.election.isOver()).isTrue();
    one.election.step();
    assertThat(one.way.writes).isEqualTo(1);
  }

  @Test
  void whoeverWasFrozenWhileItAskedForTheLeaseMayNotActOnTheOldAnswer() {
    one.way.beforeAnswer =
        () -> {
          if (one.way.writes > 0) {
            time.pass(Duration.ofSeconds(30));
          }
        };

    one.election.step();

    assertThat(one.mayAct()).isFalse();
  }

  @Test
  void aMachineThatWasSuspendedIsAsOneThatWasFrozenItsWallClockSaysSo() {
    oneLeads();

    one.skew = Duration.ofSeconds(10);

    assertThat(one.mayAct()).isFalse();
  }

  @Test
  void aWallClockThatIsSetBackMakesNoLeaseLonger() {
    oneLeads();

    one.skew = Duration.ofHours(-1);
    time.pass(Duration.ofSeconds(10));

    assertThat(one.mayAct()).isFalse();
  }

  @Test
  void whomTheApiServerIsLostToTriesUntilTheDeadlineAndEndsJustThen() {
    oneLeads();
    one.way.cut = () -> true;

    Duration wait = Duration.ZERO;
    for (int i = 0; i < 5; i++) {
      time.pass(Duration.ofSeconds(2).minusMillis(100));
      assertThat(one.mayAct()).isTrue();
      wait = one.election.step();
    }
    assertThat(wait).isEqualTo(Duration.ofMillis(500));
    time.pass(wait);
    one.election.step();

    assertThat(one.told).hasSize(3);
    assertThat(one.told.get(1)).isEqualTo("troubled: cut");
    assertThat(one.told.get(2)).startsWith("lost: ");
  }

  @Test
  void aShortOutageIsToldOnceWhenItBeginsAndOnceWhenItIsOver() {
    oneLeads();
    one.way.cut = () -> true;
    pass(Duration.ofSeconds(6));
    one.way.cut = () -> false;
    pass(Duration.ofSeconds(20));

    assertThat(one.told).containsExactly("leads", "troubled: cut", "recovered");
    assertThat(one.mayAct()).isTrue();
  }

  @Test
  void aRenewalWhoseAnswerWasLostIsNoReasonToEnd() {
    oneLeads();
    one.way.answerLost = () -> true;
    pass(Duration.ofSeconds(2));
    one.way.answerLost = () -> false;

    pass(Duration.ofMinutes(1));

    assertThat(one.mayAct()).isTrue();
    assertThat(two.mayAct()).isFalse();
  }

  @Test
  void anAnswerThatWasLostWhenTheLeaseWasTakenIsFoundOutAtTheNextLook() {
    one.way.answerLost = () -> true;
    one.election.step();
    assertThat(one.mayAct()).isFalse();
    one.way.answerLost = () -> false;

    one.election.step();

    assertThat(one.mayAct()).isTrue();
  }

  @Test
  void aLeaseThatAPersonDeletesStaysItsHoldersAndTheOtherWaitsForItsEnd() {
    oneLeads();
    lease.set(null);

    two.election.step();
    assertThat(two.mayAct()).isFalse();
    time.pass(Duration.ofSeconds(2));
    one.election.step();
    one.election.step();

    assertThat(one.mayAct()).isTrue();
    assertThat(lease.said).isNotNull().extracting(LeaseStore.LeaseState::holder).isEqualTo("one");
  }

  @Test
  void whomAPersonTakesTheLeaseAwayFromEndsAtItsNextRenewal() {
    oneLeads();
    lease.set(new LeaseStore.LeaseState("", Duration.ofSeconds(1), Instant.EPOCH));
    time.pass(Duration.ofSeconds(2));

    one.election.step();
    one.election.step();

    assertThat(one.mayAct()).isFalse();
    assertThat(one.told.getLast()).startsWith("lost: Somebody took the lease away");
  }

  @Test
  void aLeaseWithoutADurationIsLeftAloneForAsLongAsOurOwnLasts() {
    lease.set(new LeaseStore.LeaseState("someone", null, null));
    two.election.step();
    time.pass(Duration.ofMillis(14_999));
    two.election.step();
    assertThat(two.mayAct()).isFalse();
    time.pass(Duration.ofMillis(1));
    two.election.step();
    assertThat(two.mayAct()).isTrue();
  }
}
