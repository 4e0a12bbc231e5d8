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
  @DisplayName("who comes first leads at once, and the other stands by for as long as that renews")
  void first() {
    oneLeads();

    pass(Duration.ofMinutes(10));

    assertThat(one.mayAct()).isTrue();
    assertThat(two.mayAct()).isFalse();
    assertThat(one.told).containsExactly("leads");
    assertThat(two.told).containsExactly("stands by one");
  }

  @Test
  @DisplayName("what is given back is taken at the next look, after another")
  void givenBack() {
    oneLeads();
    pass(Duration.ofSeconds(20));

    assertThat(one.election.release()).isTrue();
    assertThat(one.mayAct()).isFalse();
    two.election.step();

    assertThat(two.mayAct()).isTrue();
    assertThat(two.told).containsExactly("stands by one", "leads after another");
    assertThat(one.election.isOver()).isTrue();
  }

  @Test
  @DisplayName("who stands by gives nothing back")
  void nothingToGiveBack() {
    oneLeads();

    assertThat(two.election.release()).isFalse();

    assertThat(lease.said).isNotNull().extracting(LeaseStore.Said::holder).isEqualTo("one");
  }

  @Test
  @DisplayName("it is given back though the last renewal's answer was lost")
  void givenBackAfterALostAnswer() {
    oneLeads();
    one.way.answerLost = () -> true;
    time.pass(Duration.ofSeconds(2));
    one.election.step();
    one.way.answerLost = () -> false;

    assertThat(one.election.release()).isTrue();
  }

  @Test
  @DisplayName("a lease runs out when no renewal was seen for its time, and not before")
  void runsOut() {
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
  @DisplayName("clocks that differ by hours make nobody lead early, nor keep anybody from leading")
  void skewed() {
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
  @DisplayName("whoever was frozen may not act when it goes on, before it takes any step")
  void frozen() {
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
  @DisplayName("whoever was frozen while it asked for the lease may not act on the old answer")
  void frozenWhileItAsks() {
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
  @DisplayName("a machine that was suspended is as one that was frozen: its wall clock says so")
  void suspended() {
    oneLeads();

    one.skew = Duration.ofSeconds(10);

    assertThat(one.mayAct()).isFalse();
  }

  @Test
  @DisplayName("a wall clock that is set back makes no lease longer")
  void setBack() {
    oneLeads();

    one.skew = Duration.ofHours(-1);
    time.pass(Duration.ofSeconds(10));

    assertThat(one.mayAct()).isFalse();
  }

  @Test
  @DisplayName("whom the API server is lost to tries until the deadline, and ends just then")
  void cutOff() {
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
  @DisplayName("a short outage is told once when it begins and once when it is over")
  void shortOutage() {
    oneLeads();
    one.way.cut = () -> true;
    pass(Duration.ofSeconds(6));
    one.way.cut = () -> false;
    pass(Duration.ofSeconds(20));

    assertThat(one.told).containsExactly("leads", "troubled: cut", "recovered");
    assertThat(one.mayAct()).isTrue();
  }

  @Test
  @DisplayName("a renewal whose answer was lost is no reason to end")
  void lostAnswer() {
    oneLeads();
    one.way.answerLost = () -> true;
    pass(Duration.ofSeconds(2));
    one.way.answerLost = () -> false;

    pass(Duration.ofMinutes(1));

    assertThat(one.mayAct()).isTrue();
    assertThat(two.mayAct()).isFalse();
  }

  @Test
  @DisplayName("an answer that was lost when the lease was taken is found out at the next look")
  void lostFirstAnswer() {
    one.way.answerLost = () -> true;
    one.election.step();
    assertThat(one.mayAct()).isFalse();
    one.way.answerLost = () -> false;

    one.election.step();

    assertThat(one.mayAct()).isTrue();
  }

  @Test
  @DisplayName("a lease that a person deletes stays its holder's, and the other waits for its end")
  void deleted() {
    oneLeads();
    lease.set(null);

    two.election.step();
    assertThat(two.mayAct()).isFalse();
    time.pass(Duration.ofSeconds(2));
    one.election.step();
    one.election.step();

    assertThat(one.mayAct()).isTrue();
    assertThat(lease.said).isNotNull().extracting(LeaseStore.Said::holder).isEqualTo("one");
  }

  @Test
  @DisplayName("whom a person takes the lease away from ends at its next renewal")
  void takenAway() {
    oneLeads();
    lease.set(new LeaseStore.Said("", Duration.ofSeconds(1), Instant.EPOCH));
    time.pass(Duration.ofSeconds(2));

    one.election.step();
    one.election.step();

    assertThat(one.mayAct()).isFalse();
    assertThat(one.told.getLast()).startsWith("lost: Somebody took the lease away");
  }

  @Test
  @DisplayName("a lease without a duration is left alone for as long as our own lasts")
  void withoutDuration() {
    lease.set(new LeaseStore.Said("someone", null, null));
    two.election.step();
    time.pass(Duration.ofMillis(14_999));
    two.election.step();
    assertThat(two.mayAct()).isFalse();
    time.pass(Duration.ofMillis(1));
    two.election.step();
    assertThat(two.mayAct()).isTrue();
  }
}
