package dev.livecallback.remote;

import static dev.livecallback.remote.Remote.APP_LESS;
import static dev.livecallback.remote.Remote.THROTTLED;
import static dev.livecallback.remote.Remote.UNKNOWN;
import static dev.livecallback.remote.Remote.sports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an app-less delete makes doubtful. */
class CollateralDeleteTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final CallbackKey SPORTS =
      new CallbackKey("2100000001", VHOST, "sports", MessageType.PUSH);
  private static final CallbackKey NEWS =
      new CallbackKey("2100000001", VHOST, "news", MessageType.PUSH);
  private static final CallbackContent CONTENT =
      new CallbackContent(
          List.of(CallbackDetail.http("https://a.example.com")), false, new Authentication.Off());

  private final RemoteState remote =
      new RemoteState(new BackoffPolicy(Duration.ofMinutes(10), new Random(1)));

  @Test
  void aRecordInDangerWasPerhapsRemovedAndOthersWereNot() {
    write(SPORTS);
    write(NEWS);
    long before = remote.revision();

    remote.mayBeGone(SPORTS::equals, T.plusSeconds(9), false);

    LastWrite doubtful = remote.lastWrite(SPORTS).orElseThrow();
    assertThat(doubtful.remove()).isTrue();
    assertThat(doubtful.outcome()).isInstanceOf(LastWrite.WriteOutcome.Unknown.class);
    assertThat(doubtful.unknownSince()).isEqualTo(T.plusSeconds(9));
    assertThat(doubtful.lastPossiblePut()).isEqualTo(T);
    assertThat(remote.revision(SPORTS)).isGreaterThan(before);
    assertThat(remote.lastWrite(NEWS).orElseThrow().puts(CONTENT)).isTrue();
    assertThat(remote.revision(NEWS)).isLessThanOrEqualTo(before);
  }

  @Test
  void aRecordThatWasOnlyReadMayBeGoneToo() {
    remote.observation(SPORTS);

    remote.mayBeGone(SPORTS::equals, T, false);

    assertThat(remote.lastWrite(SPORTS).orElseThrow().lastPossiblePut()).isNull();
  }

  @Test
  void whenAScopeWasReadIsWhenItsLastTellingReadBegan() {
    assertThat(remote.readBegan(VHOST)).isEqualTo(Instant.MIN);
    remote.readEnded(Listing.of(VHOST), T, T.plusSeconds(1), new Answer.Ok<>(List.of(), "r"));

    assertThat(remote.readBegan(VHOST)).isEqualTo(T);
  }

  private void write(CallbackKey key) {
    remote.writeBegan(key, CONTENT, T);
    remote.writeEnded(key, CONTENT, T, new Answer.Ok<>(WriteAccepted.DONE, "r"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource
  void aKeyThatIsMetOnlyAfterwardsIsInDangerToo(
      String what, Consumer<Remote> history, boolean inDanger) {
    Remote told = new Remote();
    told.read(0);

    history.accept(told);
    told.state.observation(SPORTS);

    assertThat(told.state.lastWrite(SPORTS).flatMap(LastWrite::lastPossible).isPresent())
        .isEqualTo(inDanger);
  }

  static Stream<Arguments> aKeyThatIsMetOnlyAfterwardsIsInDangerToo() {
    CallbackKey otherType = new CallbackKey("2100000001", VHOST, null, MessageType.RECORD);
    return Stream.of(
        after("nothing was removed", false, _ -> {}),
        after("after an accepted Remove", true, it -> it.remove(APP_LESS, 10)),
        after("after one of unknown outcome", true, it -> it.removeFailed(APP_LESS, 10, UNKNOWN)),
        after("after a refused one", false, it -> it.removeFailed(APP_LESS, 10, THROTTLED)),
        after("after one of another app", false, it -> it.remove(NEWS, 10)),
        after("after one of another message type", false, it -> it.remove(otherType, 10)),
        after("read too soon after it", true, it -> removedThenRead(it, 70)),
        after("read a minute after it", false, it -> removedThenRead(it, 71)),
        after("the scope was forgotten", false, CollateralDeleteTest::removedThenForgotten));
  }

  private static Arguments after(String what, boolean inDanger, Consumer<Remote> history) {
    return arguments(what, history, inDanger);
  }

  /** The Remove ends at 11 s. */
  private static void removedThenRead(Remote told, long readBegan) {
    told.remove(APP_LESS, 10);
    told.read(readBegan);
  }

  private static void removedThenForgotten(Remote told) {
    told.remove(APP_LESS, 10);
    told.state.forget(VHOST, Remote.at(100));
  }

  @Test
  void oneTypeSettlesBeforeAnother() {
    Remote told = new Remote();
    told.remove(APP_LESS, 10);
    told.remove(new CallbackKey("2100000001", VHOST, null, MessageType.RECORD), 50);

    told.read(80);

    assertThat(told.state.lastWrite(SPORTS)).isEmpty();
    assertThat(
            told.state.lastWrite(
                new CallbackKey("2100000001", VHOST, "sports", MessageType.RECORD)))
        .isPresent();
  }

  @Test
  void aRecordThatIsThereAMinuteLaterWasNotCollateralDelete() {
    Remote told = new Remote();
    told.state.observation(SPORTS);
    told.state.mayBeGone(SPORTS::equals, Remote.at(11), true);

    told.read(70, sports(CONTENT));
    assertThat(told.state.lastWrite(SPORTS)).isPresent();
    told.read(71);
    assertThat(told.state.lastWrite(SPORTS)).isPresent();

    told.read(72, sports(CONTENT));
    assertThat(told.state.lastWrite(SPORTS)).isEmpty();
  }

  @Test
  void whatAPutOfUnknownOutcomeMayHaveWrittenStaysInDoubt() {
    Remote told = new Remote();
    told.putFailed(CONTENT, 5, UNKNOWN);
    told.state.mayBeGone(SPORTS::equals, Remote.at(11), true);

    told.read(20, sports(CONTENT));

    assertThat(told.state.lastWrite(SPORTS).orElseThrow().doubtful()).contains(CONTENT);
  }

  @Test
  void anotherAppLessKeyIsInNoDanger() {
    Remote told = new Remote();
    told.read(0);
    told.remove(APP_LESS, 10);
    told.state.forget(APP_LESS, Remote.at(100));

    assertThat(told.state.lastWrite(APP_LESS)).isEmpty();
    assertThat(told.state.lastWrite(SPORTS)).isPresent();
  }

  @Test
  void aPutToAKeyThatWasNotMetBeforeKeepsTheDoubt() {
    Remote told = new Remote();
    told.remove(APP_LESS, 10);

    told.put(CONTENT, 20);

    assertThat(told.state.lastWrite(SPORTS).orElseThrow().unknownSince()).isEqualTo(Remote.at(11));
  }
}
