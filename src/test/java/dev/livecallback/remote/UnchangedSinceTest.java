package dev.livecallback.remote;

import static dev.livecallback.remote.Remote.A;
import static dev.livecallback.remote.Remote.B;
import static dev.livecallback.remote.Remote.MISSING;
import static dev.livecallback.remote.Remote.NEWS;
import static dev.livecallback.remote.Remote.REJECTED;
import static dev.livecallback.remote.Remote.SPORTS;
import static dev.livecallback.remote.Remote.THROTTLED;
import static dev.livecallback.remote.Remote.at;
import static dev.livecallback.remote.Remote.sports;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Since when reads have found the same, with no write between. */
class UnchangedSinceTest {
  private final Remote remote = new Remote();

  @BeforeEach
  void asksForTheKey() {
    remote.state.observation(SPORTS);
  }

  @Test
  void isNeverBeforeTheFirstRead() {
    assertThat(remote.state.unchangedSince(SPORTS)).isEmpty();
  }

  @Test
  void isTheFirstOfTheReadsThatFoundTheSame() {
    remote.read(10, sports(A));
    remote.read(20, sports(A));
    remote.readFailed(30, THROTTLED);
    remote.read(40, sports(A));

    assertThat(remote.state.unchangedSince(SPORTS)).contains(at(10));
  }

  @Test
  void isLaterOnceTheFindingChanged() {
    remote.read(10, sports(A));
    remote.read(20, sports(B));
    remote.read(30, sports(B));
    assertThat(remote.state.unchangedSince(SPORTS)).contains(at(20));

    remote.read(40);
    assertThat(remote.state.unchangedSince(SPORTS)).contains(at(40));

    remote.readFailed(50, MISSING);
    assertThat(remote.state.unchangedSince(SPORTS)).contains(at(50));
  }

  @Test
  void takesNoNoticeOfOtherRecords() {
    remote.state.observation(NEWS);
    remote.read(10, sports(A));
    remote.read(20, sports(A), Remote.item("news", B));
    remote.put(A, 30);

    assertThat(remote.state.unchangedSince(NEWS)).contains(at(20));
  }

  @Test
  void isOfTheLastReadIfNobodyAskedForTheKeyBefore() {
    remote.read(10, sports(A));
    remote.read(20, sports(A));

    assertThat(remote.state.unchangedSince(NEWS)).contains(at(20));
    remote.state.observation(NEWS);
    remote.read(30, sports(A));
    assertThat(remote.state.unchangedSince(NEWS)).contains(at(20));
  }

  @Test
  void isEmptyWhileAWriteIsInFlightAndUntilAReadBeganAfterIt() {
    remote.read(10, sports(A));
    remote.putBegan(B, 20);
    assertThat(remote.state.unchangedSince(SPORTS)).isEmpty();

    remote.read(20, sports(A));
    assertThat(remote.state.unchangedSince(SPORTS)).isEmpty();

    remote.putEnded(B, 22);
    remote.read(21, sports(B));
    assertThat(remote.state.unchangedSince(SPORTS)).isEmpty();

    remote.read(22, sports(B));
    remote.read(30, sports(B));
    assertThat(remote.state.unchangedSince(SPORTS)).contains(at(22));
  }

  @Test
  void startsAfreshAfterARefusedWriteToo() {
    remote.read(10, sports(A));
    remote.putFailed(B, 20, REJECTED);

    assertThat(remote.state.unchangedSince(SPORTS)).isEmpty();
  }

  @Test
  void startsAfreshWhenTheRecordWasPerhapsCollateral() {
    remote.read(10, sports(A));
    remote.state.mayBeGone(SPORTS::equals, at(20), false);
    remote.read(19, sports(A));
    assertThat(remote.state.unchangedSince(SPORTS)).isEmpty();

    remote.read(25, sports(A));
    assertThat(remote.state.unchangedSince(SPORTS)).contains(at(25));
  }
}
