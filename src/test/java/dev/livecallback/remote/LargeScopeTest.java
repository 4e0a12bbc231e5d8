package dev.livecallback.remote;

import static dev.livecallback.remote.Remote.A;
import static dev.livecallback.remote.Remote.APP_LESS;
import static dev.livecallback.remote.Remote.B;
import static dev.livecallback.remote.Remote.NEWS;
import static dev.livecallback.remote.Remote.SPORTS;
import static dev.livecallback.remote.Remote.THROTTLED;
import static dev.livecallback.remote.Remote.VHOST;
import static dev.livecallback.remote.Remote.at;
import static dev.livecallback.remote.Remote.item;
import static dev.livecallback.remote.Remote.sports;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A scope whose answer is too large is read by message types, and a type by apps. */
class LargeScopeTest {
  private static final Failure TOO_LARGE =
      new Failure.TooLarge(new Failure.Detail("More than 4 MB.", 200, null, null));
  private static final Listing WHOLE = Listing.of(VHOST);
  private static final Listing PUSH = WHOLE.ofType(MessageType.PUSH);
  private static final CallbackKey RECORDED =
      new CallbackKey(SPORTS.cloudAccount(), VHOST, "sports", MessageType.RECORD);
  private static final long AN_HOUR = ScopeReadings.WHOLE_AGAIN.toSeconds();

  private final Remote remote = new Remote();
  private final RemoteState state = remote.state;

  private Predicate<CallbackKey> read(Listing listing, long began, CallbackRecord... items) {
    return state.readEnded(
        listing, at(began), at(began + 1), new Answer.Ok<>(List.of(items), "read"));
  }

  private Predicate<CallbackKey> fails(Listing listing, long began, Failure failure) {
    return state.readEnded(listing, at(began), at(began + 1), new Answer.Failed<>(failure));
  }

  /** Looks the three keys up, so that they are remembered. */
  private void met() {
    List.of(SPORTS, NEWS, RECORDED).forEach(state::observation);
  }

  @Test
  void isReadAsAWholeUntilItIsTooLarge() {
    assertThat(state.listing(SPORTS)).isEqualTo(WHOLE);
    met();
    read(WHOLE, 1, sports(A));
    assertThat(state.listing(SPORTS)).isEqualTo(WHOLE);
    assertThat(state.listings(VHOST)).containsExactly(WHOLE);

    Predicate<CallbackKey> concerned = fails(WHOLE, 3, TOO_LARGE);

    assertThat(concerned).accepts(SPORTS, NEWS, APP_LESS, RECORDED);
    assertThat(concerned).rejects(new CallbackKey("1", Scope.vhost("b"), "a", MessageType.PUSH));
    assertThat(state.listing(SPORTS)).isEqualTo(PUSH);
    assertThat(state.listing(APP_LESS)).isEqualTo(PUSH);
    assertThat(state.listing(RECORDED)).isEqualTo(WHOLE.ofType(MessageType.RECORD));
    assertThat(state.listings(VHOST))
        .containsExactlyInAnyOrder(PUSH, WHOLE.ofType(MessageType.RECORD));
    assertThat(state.readPause(PUSH)).as("it goes on at once").isEmpty();
  }

  @Test
  void nothingIsConcludedOfKeysThatAPartDoesNotList() {
    met();
    read(WHOLE, 1, sports(A), item("news", A));
    fails(WHOLE, 3, TOO_LARGE);
    fails(PUSH, 5, TOO_LARGE);

    Predicate<CallbackKey> changed = read(Listing.of(SPORTS), 7, sports(B));

    assertThat(changed).accepts(SPORTS).rejects(NEWS, APP_LESS, RECORDED);
    assertThat(state.observation(SPORTS)).isEqualTo(new Observation.Present(B, at(7), at(8)));
    assertThat(state.observation(NEWS)).isEqualTo(new Observation.Present(A, at(1), at(2)));
    assertThat(state.observation(RECORDED)).isEqualTo(new Observation.Absent(at(1), at(2)));
  }

  @Test
  void ofAScopeThatWasNeverReadAPartTellsOnlyOfItself() {
    met();
    fails(WHOLE, 1, TOO_LARGE);

    read(PUSH, 3, sports(A));

    assertThat(state.observation(SPORTS)).isEqualTo(new Observation.Present(A, at(3), at(4)));
    assertThat(state.observation(NEWS)).isEqualTo(new Observation.Absent(at(3), at(4)));
    assertThat(state.observation(RECORDED)).isEqualTo(new Observation.Unread());
    assertThat(state.revision(PUSH)).isPositive();
    assertThat(state.revision(Listing.of(SPORTS))).isEqualTo(state.revision(PUSH));
    assertThat(state.revision(WHOLE)).isZero();
  }

  @Test
  void aRecordWithoutAppIsSeenOnlyWhereItsWholeTypeIs() {
    state.observation(APP_LESS);
    fails(WHOLE, 1, TOO_LARGE);
    fails(PUSH, 3, TOO_LARGE);
    assertThat(state.listing(APP_LESS)).isEqualTo(PUSH);
    assertThat(state.readPause(PUSH)).isEmpty();

    fails(PUSH, 5, TOO_LARGE);
    read(Listing.of(SPORTS), 7, sports(A));

    assertThat(state.readPause(PUSH).orElseThrow().failure()).isEqualTo(TOO_LARGE);
    assertThat(state.observation(APP_LESS)).isEqualTo(new Observation.Unread());
    assertThat(state.records(APP_LESS)).isEmpty();
    assertThat(state.readPause(state.listing(SPORTS))).isEmpty();
  }

  @Test
  void aDomainHasNoSmallerPartsThanTypes() {
    Scope domain = Scope.domain("push.example.com");
    CallbackKey key = new CallbackKey("2100000001", domain, null, MessageType.PUSH);
    Listing type = Listing.of(domain).ofType(MessageType.PUSH);
    state.observation(key);
    fails(Listing.of(domain), 1, TOO_LARGE);

    fails(type, 3, TOO_LARGE);

    assertThat(state.listing(key)).isEqualTo(type);
    assertThat(state.readPause(type)).isPresent();
  }

  @Test
  void onePartsBadLuckIsItsOwn() {
    met();
    fails(WHOLE, 1, TOO_LARGE);

    fails(PUSH, 3, THROTTLED);

    assertThat(state.readPause(state.listing(SPORTS))).isPresent();
    assertThat(state.readPause(state.listing(RECORDED))).isEmpty();
  }

  @Test
  void aTypeThatFitsAgainIsReadAsAWholeAgain() {
    met();
    fails(WHOLE, 1, TOO_LARGE);
    fails(PUSH, 3, TOO_LARGE);
    read(Listing.of(SPORTS), 5, sports(A));
    assertThat(state.listing(SPORTS)).isEqualTo(Listing.of(SPORTS));

    read(PUSH, 7, sports(B));

    assertThat(state.listing(SPORTS)).isEqualTo(PUSH);
    assertThat(state.observation(SPORTS)).isEqualTo(new Observation.Present(B, at(7), at(8)));
  }

  @Test
  void aSlowReadOfMoreTellsNothingOverAQuickOneOfLess() {
    met();
    fails(WHOLE, 1, TOO_LARGE);
    fails(PUSH, 3, TOO_LARGE);
    read(Listing.of(SPORTS), 9, sports(B));

    state.readEnded(PUSH, at(8), at(12), new Answer.Ok<>(List.of(sports(A)), "slow"));

    assertThat(state.observation(SPORTS)).isEqualTo(new Observation.Present(B, at(9), at(10)));
  }

  @Test
  void theWholeIsTriedAgainAfterAnHour() {
    met();
    fails(WHOLE, 1, TOO_LARGE);
    read(PUSH, AN_HOUR, sports(A));
    assertThat(state.listing(SPORTS)).isEqualTo(PUSH);

    read(PUSH, AN_HOUR + 2, sports(A));
    assertThat(state.listing(SPORTS)).isEqualTo(WHOLE);
    assertThat(state.isReadBy(WHOLE)).isTrue();
    assertThat(state.isReadBy(PUSH)).isFalse();
    assertThat(state.observation(SPORTS))
        .as("what is known stays")
        .isEqualTo(new Observation.Present(A, at(AN_HOUR + 2), at(AN_HOUR + 3)));

    fails(WHOLE, AN_HOUR + 4, TOO_LARGE);
    assertThat(state.listing(SPORTS)).isEqualTo(PUSH);
    assertThat(state.isReadBy(WHOLE)).isFalse();
  }

  @Test
  void theSweepReadsEveryPartThatAnybodyHasToDoWith() {
    Sweep sweep = new Sweep(state, Remote.SYNC_PERIOD, Remote.chance(0.5));
    long period = Remote.SYNC_PERIOD.toSeconds();
    met();
    read(WHOLE, 0, sports(A));
    assertThat(sweep.due(at(period), Set.of(VHOST))).containsExactly(WHOLE);
    fails(WHOLE, period, TOO_LARGE);

    assertThat(sweep.due(at(period + 1), Set.of(VHOST)))
        .containsExactly(PUSH, WHOLE.ofType(MessageType.RECORD));
    read(PUSH, period + 1, sports(A));
    assertThat(state.readBegan(VHOST)).as("of the part that waits").isEqualTo(at(0));
    read(WHOLE.ofType(MessageType.RECORD), period + 2);

    assertThat(state.readBegan(VHOST)).isEqualTo(at(period + 1));
    assertThat(sweep.next(Set.of(VHOST))).isEqualTo(at(2 * period + 1));
  }

  @Test
  void partsOfKeysThatNobodyUsesAreForgotten() {
    met();
    fails(WHOLE, 1, TOO_LARGE);
    fails(PUSH, 3, TOO_LARGE);
    read(Listing.of(SPORTS), 5, sports(A));
    read(Listing.of(NEWS), 5, item("news", A));

    state.forgetKeys(VHOST, NEWS::equals, at(100));

    assertThat(state.revision(Listing.of(NEWS))).isZero();
    assertThat(state.revision(Listing.of(SPORTS))).isPositive();
    state.forget(VHOST, at(100));
    assertThat(state.scopes()).isEmpty();
  }
}
