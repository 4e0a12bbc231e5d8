package dev.livecallback.remote;

import static dev.livecallback.remote.Remote.A;
import static dev.livecallback.remote.Remote.APP_LESS;
import static dev.livecallback.remote.Remote.NEWS;
import static dev.livecallback.remote.Remote.SPORTS;
import static dev.livecallback.remote.Remote.THROTTLED;
import static dev.livecallback.remote.Remote.VHOST;
import static dev.livecallback.remote.Remote.sports;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nobody uses costs nothing. */
class ForgettingTest {
  private static final Scope OTHER = Scope.domain("push.example.com");

  private final Remote remote = new Remote();

  private void assertEmpty() {
    assertThat(remote.state.size()).isZero();
    assertThat(remote.state.scopes()).isEmpty();
  }

  @Test
  void aScopeGoesWithItsKeys() {
    remote.state.observation(SPORTS);
    remote.read(1, sports(A));
    remote.put(A, 2);
    remote.state.observation(NEWS);
    assertThat(remote.state.size()).isEqualTo(2);
    assertThat(remote.state.scopes()).containsExactly(VHOST);

    remote.state.forget(VHOST, Remote.at(100));

    assertEmpty();
  }

  @Test
  void aScopeOfWhichEveryReadFailedGoesToo() {
    remote.readFailed(1, THROTTLED);

    remote.state.forget(VHOST, Remote.at(100));

    assertEmpty();
  }

  @Test
  void theLastKeyTakesAScopeAlongThatWasNeverRead() {
    remote.state.observation(SPORTS);
    remote.remove(APP_LESS, 1);

    remote.state.forget(SPORTS, Remote.at(100));
    remote.state.forget(APP_LESS, Remote.at(100));

    assertEmpty();
  }

  @Test
  void aScopeThatWasReadOutlivesItsKeys() {
    remote.read(1, sports(A));
    remote.state.observation(SPORTS);

    remote.state.forget(SPORTS, Remote.at(100));

    assertThat(remote.state.size()).isZero();
    assertThat(remote.state.scopes()).containsExactly(VHOST);
  }

  @Test
  void theKeysThatWereLeftBehindGoAndTheOthersStay() {
    remote.put(A, 1);
    remote.state.observation(NEWS);

    remote.state.forgetKeys(VHOST, NEWS::equals, Remote.at(100));

    assertThat(remote.state.size()).isEqualTo(1);
    assertThat(remote.state.lastWrite(SPORTS)).isPresent();
    remote.state.forgetKeys(VHOST, SPORTS::equals, Remote.at(100));
    assertEmpty();
  }

  @Test
  void aWriteOnItsWayIsKeptUntilItHasEnded() {
    remote.putBegan(A, 1);

    remote.state.forget(SPORTS, Remote.at(100));
    remote.state.forgetKeys(VHOST, SPORTS::equals, Remote.at(100));
    remote.state.forget(VHOST, Remote.at(100));
    boolean kept = remote.state.lastWrite(SPORTS).isPresent();
    remote.putEnded(A, 2);
    remote.state.forget(SPORTS, Remote.at(100));

    assertThat(kept).isTrue();
    assertEmpty();
  }

  @Test
  void aWriteThatMayStillLandIsKeptUntilItCant() {
    remote.putFailed(A, 1, Remote.UNKNOWN);
    remote.put(A, 3);

    for (Instant soon : List.of(Remote.at(4), Remote.at(61))) {
      remote.state.forget(SPORTS, soon);
      remote.state.forgetKeys(VHOST, SPORTS::equals, soon);
      remote.state.forget(VHOST, soon);
      assertThat(remote.state.lastWrite(SPORTS)).isPresent();
    }

    remote.state.forget(VHOST, Remote.at(62));
    assertEmpty();
  }

  @Test
  void anAppLessRemoveThatMayStillLandIsKeptThoughNobodyUsesItsScope() {
    remote.removeFailed(APP_LESS, 1, Remote.UNKNOWN);

    remote.state.forget(VHOST, Remote.at(61));

    assertThat(remote.state.lastWrite(SPORTS)).as("a key that is met later").isPresent();
    remote.state.forget(VHOST, Remote.at(62));
    assertThat(remote.state.lastWrite(SPORTS)).isEmpty();
    assertEmpty();
  }

  @Test
  void questionsLeaveNothingBehind() {
    assertThat(remote.state.records(SPORTS)).isEmpty();
    assertThat(remote.state.lastWrite(SPORTS)).isEmpty();
    assertThat(remote.state.writePause(SPORTS)).isEmpty();
    assertThat(remote.state.contest(SPORTS)).isEmpty();
    assertThat(remote.state.unchangedSince(SPORTS)).isEmpty();
    assertThat(remote.state.revision(SPORTS)).isZero();
    assertThat(remote.state.readPause(Listing.of(VHOST))).isEmpty();
    remote.state.forget(SPORTS, Remote.at(100));
    remote.state.forget(OTHER, Remote.at(100));

    assertEmpty();
  }

  @Test
  void anAnswerTouchesTheKeysOfItsScopeOnly() {
    remote.read(1, sports(A));
    remote.state.observation(SPORTS);
    long before = remote.state.revision(SPORTS);

    remote.readOf(OTHER, 2);

    assertThat(remote.state.revision(SPORTS)).isEqualTo(before);
    assertThat(remote.state.observation(SPORTS).readBegan()).isEqualTo(Remote.at(1));
  }
}
