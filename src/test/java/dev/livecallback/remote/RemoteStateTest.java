package dev.livecallback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteStateTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final CallbackKey SPORTS = key("sports");
  private static final CallbackKey NEWS = key("news");
  private static final CallbackContent A = content("https://a.example.com");
  private static final CallbackContent B = content("https://b.example.com");
  private static final CallbackContent C = content("https://c.example.com");
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 400, null, null);
  private static final Failure THROTTLED = new Failure.Throttled(DETAIL, null);
  private static final Failure REJECTED = new Failure.Rejected(DETAIL);
  private static final Failure UNKNOWN = new Failure.OutcomeUnknown(DETAIL);
  private static final Failure.ScopeMissing MISSING = new Failure.ScopeMissing(DETAIL, false);

  private final RemoteState state =
      new RemoteState(new BackoffPolicy(Duration.ofMinutes(10), new Random(1)));

  private static CallbackKey key(@Nullable String app) {
    return new CallbackKey("2100000001", VHOST, app, MessageType.PUSH);
  }

  private static CallbackContent content(String url) {
    return new CallbackContent(List.of(CallbackDetail.http(url)), false, new Authentication.Off());
  }

  private static CallbackRecord item(String app, CallbackContent content) {
    return new CallbackRecord("live.example.com", null, app, "push", content);
  }

  private static Instant at(long seconds) {
    return T.plusSeconds(seconds);
  }

  private Predicate<CallbackKey> read(long began, CallbackRecord... items) {
    return state.readEnded(
        Listing.of(VHOST), at(began), at(began + 1), new Answer.Ok<>(List.of(items), "r"));
  }

  private Predicate<CallbackKey> readFailed(long began, Failure failure) {
    return state.readEnded(
        Listing.of(VHOST), at(began), at(began + 1), new Answer.Failed<>(failure));
  }

  private LastWrite wrote(
      @Nullable CallbackContent content, long ended, @Nullable Failure failure) {
    state.writeBegan(SPORTS, content, at(ended - 1));
    Answer<WriteAccepted> answer =
        failure == null ? new Answer.Ok<>(WriteAccepted.DONE, "w") : new Answer.Failed<>(failure);
    state.writeEnded(SPORTS, content, at(ended), answer);
    return state.lastWrite(SPORTS).orElseThrow();
  }

  @Test
  void knowsNothingAtFirst() {
    assertThat(state.observation(SPORTS)).isEqualTo(new Observation.Unread());
    assertThat(state.lastWrite(SPORTS)).isEmpty();
    assertThat(state.writePause(SPORTS)).isEmpty();
    assertThat(state.readPause(Listing.of(VHOST))).isEmpty();
    assertThat(state.records(SPORTS)).isEmpty();
    assertThat(state.provenByRead()).isFalse();
  }

  @Test
  void seesEveryKeyOfAScopeWithOneRead() {
    read(5, item("sports", A), item("news", A), item("news", B));

    assertThat(state.observation(SPORTS)).isEqualTo(new Observation.Present(A, at(5), at(6)));
    assertThat(state.observation(NEWS))
        .isEqualTo(new Observation.Several(List.of(A, B), at(5), at(6)));
    assertThat(state.observation(key("other"))).isEqualTo(new Observation.Absent(at(5), at(6)));
    assertThat(state.records(SPORTS)).hasSize(3);
    assertThat(state.provenByRead()).isTrue();
  }

  @Test
  void tellsWhichKeysLookDifferent() {
    read(1, item("sports", A));

    Predicate<CallbackKey> changed = read(2, item("sports", B));
    Predicate<CallbackKey> unchanged = read(3, item("sports", B));

    assertThat(changed).accepts(SPORTS).rejects(NEWS);
    assertThat(unchanged).rejects(SPORTS, NEWS);
    assertThat(changed)
        .rejects(new CallbackKey("2100000001", Scope.domain("d"), null, MessageType.PUSH));
  }

  @Test
  void outdatesOrdersForTheKeysThatLookDifferentAndNoOthers() {
    state.observation(SPORTS);
    state.observation(NEWS);
    read(1, item("sports", A), item("news", A));
    long planned = state.revision();

    read(2, item("sports", A), item("news", B));

    assertThat(state.revision(SPORTS)).isLessThanOrEqualTo(planned);
    assertThat(state.revision(NEWS)).isGreaterThan(planned);
    assertThat(state.revision()).isGreaterThan(planned);
  }

  @Test
  void outdatesOrdersForAKeyThatIsBeingWrittenAndThatWas() {
    long planned = state.revision();

    state.writeBegan(SPORTS, A, at(1));
    long sent = state.revision(SPORTS);
    state.writeEnded(SPORTS, A, at(2), new Answer.Ok<>(WriteAccepted.DONE, "w"));

    assertThat(sent).isGreaterThan(planned);
    assertThat(state.revision(SPORTS)).isGreaterThan(sent);
    assertThat(state.revision(NEWS)).isLessThanOrEqualTo(planned);
  }

  @Test
  void letsAnObservationStandWhenTheNextReadHasNoLuck() {
    read(1, item("sports", A));

    Predicate<CallbackKey> changed = readFailed(2, THROTTLED);

    assertThat(changed).rejects(SPORTS);
    assertThat(state.observation(SPORTS)).isEqualTo(new Observation.Present(A, at(1), at(2)));
    assertThat(state.readPause(Listing.of(VHOST)).orElseThrow().until()).isBetween(at(3), at(4));
  }

  @Test
  void countsFailedReadsOfOneKindInARow() {
    readFailed(1, THROTTLED);
    readFailed(2, THROTTLED);
    int throttled = state.readPause(Listing.of(VHOST)).orElseThrow().inARow();
    readFailed(3, new Failure.Unavailable(DETAIL));
    int unavailable = state.readPause(Listing.of(VHOST)).orElseThrow().inARow();
    read(4);

    assertThat(throttled).isEqualTo(2);
    assertThat(unavailable).isEqualTo(1);
    assertThat(state.readPause(Listing.of(VHOST))).isEmpty();
  }

  @Test
  void takesAMissingScopeForAFindingOfItsOwn() {
    read(1, item("sports", A));

    Predicate<CallbackKey> gone = readFailed(2, MISSING);
    Observation refused = state.observation(SPORTS);
    Predicate<CallbackKey> throttled = readFailed(3, THROTTLED);
    Predicate<CallbackKey> back = read(4, item("sports", A));

    assertThat(gone).accepts(SPORTS);
    assertThat(refused).isEqualTo(new Observation.Refused(MISSING, at(2), at(3)));
    assertThat(throttled).rejects(SPORTS);
    assertThat(back).accepts(SPORTS);
    assertThat(state.records(SPORTS)).hasSize(1);
  }

  @Test
  void isNotProvenByAScopeThatIsMissing() {
    readFailed(1, MISSING);

    assertThat(state.provenByRead()).isFalse();
  }

  @Test
  void knowsAWriteFromItsBeginningToItsEnd() {
    state.writeBegan(SPORTS, A, at(1));
    LastWrite began = state.lastWrite(SPORTS).orElseThrow();
    state.writeEnded(SPORTS, A, at(2), new Answer.Ok<>(WriteAccepted.DONE, "w-1"));
    LastWrite ended = state.lastWrite(SPORTS).orElseThrow();

    assertThat(began.inFlight()).isTrue();
    assertThat(began.ended()).isEmpty();
    assertThat(ended.inFlight()).isFalse();
    assertThat(ended.outcome()).isEqualTo(new LastWrite.WriteOutcome.Accepted(at(2), "w-1"));
    assertThat(ended.ended()).contains(at(2));
    assertThat(ended.puts(A)).isTrue();
    assertThat(ended.puts(B)).isFalse();
    assertThat(ended.lastPossible()).contains(at(2));
  }

  @Test
  void remembersAnEarlierUnknownOutcome() {
    wrote(A, 10, UNKNOWN);

    LastWrite later = wrote(A, 20, null);
    LastWrite refused = wrote(A, 30, REJECTED);

    assertThat(later.unknownSince()).isEqualTo(at(10));
    assertThat(refused.unknownSince()).isEqualTo(at(10));
    assertThat(refused.lastPossiblePut()).isEqualTo(at(20));
    assertThat(refused.lastPossible()).contains(at(20));
    assertThat(refused.ended()).contains(at(30));
    assertThat(wrote(null, 40, UNKNOWN).lastPossible()).contains(at(40));
  }

  @Test
  void pausesAfterARefusalUntilSomethingElseIsWritten() {
    wrote(A, 10, REJECTED);
    wrote(A, 20, REJECTED);
    Pause same = state.writePause(SPORTS).orElseThrow();
    state.writeBegan(SPORTS, A, at(29));
    boolean whileTryingAgain = state.writePause(SPORTS).isPresent();
    state.writeBegan(SPORTS, B, at(30));

    assertThat(same.inARow()).isEqualTo(2);
    assertThat(same.lasts(at(20))).isTrue();
    assertThat(same.lasts(same.until())).isFalse();
    assertThat(whileTryingAgain).isTrue();
    assertThat(state.writePause(SPORTS)).isEmpty();
  }

  @Test
  void pausesNoMoreAfterSuccess() {
    wrote(A, 10, REJECTED);
    wrote(A, 20, null);

    assertThat(state.writePause(SPORTS)).isEmpty();
  }

  @Test
  void countsUnknownOutcomesInARowForTheSamePurpose() {
    wrote(A, 10, UNKNOWN);
    Pause first = state.writePause(SPORTS).orElseThrow();
    wrote(A, 20, UNKNOWN);
    Pause second = state.writePause(SPORTS).orElseThrow();
    wrote(B, 30, UNKNOWN);
    int otherContent = state.writePause(SPORTS).orElseThrow().inARow();
    wrote(null, 40, UNKNOWN);
    wrote(null, 50, UNKNOWN);
    int removes = state.writePause(SPORTS).orElseThrow().inARow();

    assertThat(first.inARow()).isEqualTo(1);
    assertThat(first.until()).isBetween(at(14), at(15));
    assertThat(second.inARow()).isEqualTo(2);
    assertThat(second.until()).isBetween(at(28), at(30));
    assertThat(otherContent).isEqualTo(1);
    assertThat(removes).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}: the pause ends {4}")
  @MethodSource
  void endsThePauseOfAnUnknownOutcomeOnceItIsSeenToHaveHappened(
      String what,
      @Nullable CallbackContent written,
      long read,
      List<CallbackRecord> seen,
      boolean ends) {
    wrote(written, 10, UNKNOWN);

    read(read, seen.toArray(CallbackRecord[]::new));

    assertThat(state.writePause(SPORTS).isEmpty()).isEqualTo(ends);
  }

  static Stream<Arguments> endsThePauseOfAnUnknownOutcomeOnceItIsSeenToHaveHappened() {
    CallbackContent signed =
        new CallbackContent(A.details(), false, new Authentication.On(new SecretText("k")));
    CallbackContent hidden = new CallbackContent(A.details(), false, new Authentication.Hidden());
    return Stream.of(
        arguments("written", A, 10, List.of(item("sports", A)), true),
        arguments("signed", signed, 10, List.of(item("sports", signed)), true),
        arguments("with a hidden key", signed, 10, List.of(item("sports", hidden)), false),
        arguments("read before", A, 9, List.of(item("sports", A)), false),
        arguments("something else", A, 10, List.of(item("sports", B)), false),
        arguments("not there", A, 10, List.of(), false),
        arguments("twice", A, 10, List.of(item("sports", A), item("sports", A)), false),
        arguments("removed", null, 10, List.of(item("news", A)), true),
        arguments("not removed", null, 10, List.of(item("sports", A)), false));
  }

  @Test
  void remembersWhichKeysMayHaveBeenWritten() {
    Authentication.On one = new Authentication.On(new SecretText("one"));
    CallbackContent first = new CallbackContent(A.details(), false, one);
    CallbackContent second =
        new CallbackContent(A.details(), false, new Authentication.On(new SecretText("two")));

    assertThat(wrote(first, 10, null).mayHaveSetOtherKey(one)).isFalse();
    assertThat(wrote(A, 20, UNKNOWN).mayHaveSetOtherKey(one)).isFalse();
    assertThat(wrote(second, 30, REJECTED).mayHaveSetOtherKey(one)).isFalse();
    assertThat(wrote(second, 40, UNKNOWN).mayHaveSetOtherKey(one)).isTrue();
    assertThat(wrote(first, 50, THROTTLED).mayHaveSetOtherKey(one)).isTrue();
    assertThat(wrote(first, 60, UNKNOWN).mayHaveSetOtherKey(one)).isTrue();
    assertThat(wrote(first, 119, null).mayHaveSetOtherKey(one))
        .as("a write of unknown outcome may land for a minute")
        .isTrue();
    assertThat(wrote(first, 120, null).mayHaveSetOtherKey(one)).isFalse();
    assertThat(wrote(second, 130, null).mayHaveSetOtherKey(one)).isTrue();
  }

  @Test
  void aReadLeavesInDoubtOnlyWhatItShowsOnceNothingCanLand() {
    wrote(A, 10, UNKNOWN);
    wrote(B, 20, UNKNOWN);
    assertThat(wrote(C, 30, null).doubtful()).containsExactlyInAnyOrder(A, B);

    read(79, item("sports", C));
    assertThat(state.lastWrite(SPORTS).orElseThrow().doubtful())
        .as("they may land until 80")
        .containsExactlyInAnyOrder(A, B);

    read(80, item("sports", B));
    assertThat(state.lastWrite(SPORTS).orElseThrow().doubtful()).containsExactly(B);

    read(90, item("sports", C));
    assertThat(state.lastWrite(SPORTS).orElseThrow().doubtful()).isEmpty();
  }

  @Test
  void countsRemovalsThatTheApiJudged() {
    assertThat(wrote(null, 1, UNKNOWN).removals()).isZero();
    assertThat(wrote(null, 2, THROTTLED).removals()).isZero();
    assertThat(wrote(null, 3, null).removals()).isEqualTo(1);
    assertThat(wrote(null, 4, REJECTED).removals()).isEqualTo(2);
    assertThat(wrote(null, 5, MISSING).removals()).isEqualTo(3);
    assertThat(wrote(null, 5, MISSING).remove()).isTrue();
    assertThat(wrote(A, 6, null).removals()).isZero();
    assertThat(wrote(null, 7, null).removals()).isEqualTo(1);
  }

  @Test
  void keepsThePauseOfARemoveForTheNextRemove() {
    wrote(null, 1, THROTTLED);
    wrote(null, 9, THROTTLED);

    assertThat(state.writePause(SPORTS).orElseThrow().inARow()).isEqualTo(2);
  }

  @Test
  void remembersARemoveForAMinuteThoughNobodyAsks() {
    read(1, item("sports", A));
    wrote(null, 2, null);

    state.forget(SPORTS, Remote.at(61));
    state.forget(VHOST, Remote.at(61));
    assertThat(state.lastWrite(SPORTS)).as("a stale read may show it still").isPresent();

    state.forget(SPORTS, Remote.at(62));
    assertThat(state.lastWrite(SPORTS)).isEmpty();
  }

  @Test
  void forgetsAKeyAndAScopeButNotThatCredentialsWereProven() {
    read(1, item("sports", A));
    wrote(A, 2, null);

    state.forget(SPORTS, Remote.at(100));
    state.forget(VHOST, Remote.at(100));

    assertThat(state.lastWrite(SPORTS)).isEmpty();
    assertThat(state.observation(SPORTS)).isEqualTo(new Observation.Unread());
    assertThat(state.records(SPORTS)).isEmpty();
    assertThat(state.provenByRead()).isTrue();
  }
}
