package dev.livecallback.remote;

import static dev.livecallback.remote.Remote.A;
import static dev.livecallback.remote.Remote.APP_LESS;
import static dev.livecallback.remote.Remote.B;
import static dev.livecallback.remote.Remote.C;
import static dev.livecallback.remote.Remote.MISSING;
import static dev.livecallback.remote.Remote.REJECTED;
import static dev.livecallback.remote.Remote.SPORTS;
import static dev.livecallback.remote.Remote.THROTTLED;
import static dev.livecallback.remote.Remote.UNKNOWN;
import static dev.livecallback.remote.Remote.at;
import static dev.livecallback.remote.Remote.sports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that someone else keeps writing. */
class ContestTest {
  private static final long SWEEP = Remote.SYNC_PERIOD.toSeconds();
  private static final long PATIENCE = 6 * SWEEP;
  private static final CallbackContent SIGNED = signed("one");
  private static final CallbackContent HIDDEN =
      new CallbackContent(A.details(), false, new Authentication.Hidden());

  private final Remote remote = new Remote();

  /** Something that happens. */
  interface Step {
    void happen(Remote remote, long second);
  }

  private static CallbackContent signed(String key) {
    return new CallbackContent(A.details(), false, new Authentication.On(new SecretText(key)));
  }

  private static Step put(CallbackContent content) {
    return (remote, second) -> remote.put(content, second);
  }

  private static Step fails(CallbackContent content, Failure failure) {
    return (remote, second) -> remote.putFailed(content, second, failure);
  }

  private static Step sees(CallbackContent... contents) {
    CallbackRecord[] items = Stream.of(contents).map(Remote::sports).toArray(CallbackRecord[]::new);
    return (remote, second) -> remote.read(second, items);
  }

  private static Step scopeGone() {
    return (remote, second) -> remote.readFailed(second, MISSING);
  }

  private static Step removed() {
    return (remote, second) -> remote.remove(SPORTS, second);
  }

  private static Step perhapsCollateral() {
    return (remote, second) -> {
      remote.remove(APP_LESS, second);
      remote.state.mayBeGone(SPORTS::equals, at(second + 1), false);
    };
  }

  @ParameterizedTest(name = "{0}: {1} corrections")
  @MethodSource
  void countsWhatPutsBackTheSame(String what, int corrections, List<Step> history) {
    remote.state.observation(SPORTS);

    for (int step = 0; step < history.size(); step++) {
      history.get(step).happen(remote, 100L * step);
    }

    assertThat(remote.state.contest(SPORTS).map(contest -> contest.corrections().size()).orElse(0))
        .isEqualTo(corrections);
  }

  static Stream<Arguments> countsWhatPutsBackTheSame() {
    Step taken = perhapsCollateral();
    Step lost = fails(A, UNKNOWN);
    Step rotated = put(signed("two"));
    return Stream.of(
        history("nothing", 0),
        history("a first Put", 0, put(A)),
        history("a first Put over another's record", 0, sees(B), put(A)),
        history("what was accepted is put over a change", 1, put(A), sees(B), put(A)),
        history("what was accepted is put after it vanished", 1, put(A), sees(), put(A)),
        history("what was accepted is put over several others", 1, put(A), sees(B, C), put(A)),
        history("one of several is right", 0, put(A), sees(A, B), put(A)),
        history("what was seen is put over a change", 1, sees(A), sees(B), put(A)),
        history("what was seen is put over two changes", 1, sees(A), sees(B), sees(C), put(A)),
        history("what was seen came back and went", 1, sees(A), sees(B), sees(A), sees(B), put(A)),
        history("what was never seen is put", 0, sees(A), sees(B), put(C)),
        history("what is there is put again", 0, put(A), sees(A), put(A)),
        history("put twice without a look between", 0, sees(B), put(A), put(A)),
        history("put again where the scope is gone", 0, put(A), scopeGone(), put(A)),
        history("edited to and fro", 0, put(A), sees(A), put(B), sees(B), put(A), sees(A), put(B)),
        history("edited to and fro in a hurry", 0, put(A), put(B), put(A), put(B)),
        history("edited back once seen", 0, put(A), fails(B, UNKNOWN), sees(B), put(A)),
        history("corrected after a refused edit", 1, put(A), fails(B, REJECTED), sees(C), put(A)),
        history("removed by us", 0, put(A), removed(), sees(), put(A)),
        history("removed by us and made by others", 0, put(A), removed(), sees(B), put(A)),
        history("perhaps taken along", 0, put(A), taken, sees(), put(A)),
        history("edited and not taken along", 0, sees(B), put(A), taken, sees(A), put(B)),
        history("not taken along but changed", 1, sees(A), taken, sees(B), put(A)),
        history("corrected after that", 1, put(A), taken, sees(), put(A), sees(), put(A)),
        history("refused", 0, put(A), sees(B), fails(A, THROTTLED)),
        history("refused, then accepted", 1, put(A), sees(B), fails(A, THROTTLED), put(A)),
        history("of unknown outcome", 0, put(A), sees(B), lost),
        history("of unknown outcome and not seen", 0, put(A), sees(B), lost, sees(B)),
        history("of unknown outcome and seen", 1, put(A), sees(B), lost, sees(A)),
        history("of unknown outcome and seen twice", 1, put(A), sees(B), lost, sees(A), sees(A)),
        history("of unknown outcome, then accepted", 1, put(A), sees(B), lost, put(A)),
        history("of unknown outcome, then seen, then changed", 1, lost, sees(A), sees(B), put(A)),
        history(
            "a refused first Put that others did", 1, fails(A, REJECTED), sees(A), sees(B), put(A)),
        history("the key was changed", 0, put(SIGNED), sees(B), rotated),
        history("a hidden key that was seen", 1, sees(HIDDEN), sees(B), put(SIGNED)),
        history(
            "a hidden key proves nothing",
            0,
            put(SIGNED),
            sees(B),
            fails(SIGNED, UNKNOWN),
            sees(HIDDEN)));
  }

  private static Arguments history(String what, int corrections, Step... steps) {
    return arguments(what, corrections, List.of(steps));
  }

  /** All agree on A at first. */
  private void inSync() {
    remote.state.observation(SPORTS);
    remote.put(A, 0);
    remote.read(2, sports(A));
  }

  /** B is seen, and A is put: accepted a second later. */
  private Contest corrected(long second) {
    remote.read(second - 1, sports(B));
    remote.put(A, second - 1);
    return contest();
  }

  private Contest contest() {
    return remote.state.contest(SPORTS).orElseThrow();
  }

  /** Contested, with the third correction at three sweeps. */
  private void contested() {
    inSync();
    corrected(SWEEP);
    corrected(2 * SWEEP);
    corrected(3 * SWEEP);
  }

  @Test
  void isOneFromTheThirdCorrectionWithinSixSyncPeriodsOn() {
    inSync();

    Contest first = corrected(SWEEP);
    Contest second = corrected(2 * SWEEP);
    Contest third = corrected(SWEEP + PATIENCE);

    assertThat(first.contested()).isFalse();
    assertThat(first.until()).isEqualTo(at(SWEEP));
    assertThat(second.contested()).isFalse();
    assertThat(third.contested()).isTrue();
    assertThat(third.content()).isEqualTo(A);
    assertThat(third.level()).isEqualTo(1);
    assertThat(third.corrections()).containsExactly(at(SWEEP), at(2 * SWEEP), at(SWEEP + PATIENCE));
    assertThat(third.lastCorrection()).isEqualTo(at(SWEEP + PATIENCE));
  }

  @Test
  void isNoneIfTheCorrectionsLieFurtherApart() {
    inSync();
    corrected(SWEEP);
    corrected(2 * SWEEP);

    Contest third = corrected(SWEEP + PATIENCE + 1);
    Contest fourth = corrected(SWEEP + PATIENCE + 2);

    assertThat(third.contested()).isFalse();
    assertThat(fourth.contested()).isTrue();
    assertThat(fourth.corrections()).hasSize(3).doesNotContain(at(SWEEP));
  }

  @Test
  void doublesThePauseWithEachFurtherCorrectionUpToSixHours() {
    contested();
    long second = 3 * SWEEP;
    List<Duration> expected =
        Stream.of(20, 40, 80, 160, 320, 360, 360).map(Duration::ofMinutes).toList();

    for (int level = 1; level <= expected.size(); level++) {
      Contest contest = contest();
      assertThat(contest.level()).isEqualTo(level);
      assertThat(Duration.between(contest.lastCorrection(), contest.until()))
          .isEqualTo(expected.get(level - 1));
      second += expected.get(level - 1).toSeconds();
      corrected(second);
    }
  }

  @Test
  void hasItsPausesShortenedByUpToAFifth() {
    BackoffPolicy backoff = new BackoffPolicy(Remote.SYNC_PERIOD, Remote.chance(0.5));
    Contest two = new Contest(A, List.of(at(0), at(1)), 0, at(1), null);

    assertThat(Contest.corrected(two, A, at(2), backoff).until()).isEqualTo(at(2 + 18 * 60));
  }

  @Test
  void isOverOnceTheRecordWasEqualForLongerThanSixSyncPeriods() {
    contested();
    long last = 3 * SWEEP;

    remote.read(last + SWEEP, sports(A));
    remote.readFailed(last + PATIENCE, THROTTLED);
    remote.read(last + PATIENCE, sports(A));
    boolean stillContested = contest().contested();
    remote.read(last + PATIENCE + 1, sports(A));

    assertThat(stillContested).isTrue();
    assertThat(remote.state.contest(SPORTS)).isEmpty();
  }

  @Test
  void isNotOverBeforeItsPauseIs() {
    contested();
    long second = 3 * SWEEP;
    for (int level = 1; level < 4; level++) {
      second += 1 + PATIENCE;
      corrected(second);
    }
    Duration pause = Duration.between(contest().lastCorrection(), contest().until());

    remote.read(second + PATIENCE + 1, sports(A));
    boolean stillContested = contest().contested();
    remote.read(second + pause.toSeconds() + 1, sports(A));

    assertThat(pause).isGreaterThan(Duration.ofSeconds(PATIENCE));
    assertThat(stillContested).isTrue();
    assertThat(remote.state.contest(SPORTS)).isEmpty();
  }

  @Test
  void isMeasuredAnewOnceTheRecordDiffered() {
    contested();
    long last = 3 * SWEEP;

    remote.read(last + SWEEP, sports(B));
    remote.read(last + 2 * SWEEP, sports(C));
    boolean equal = contest().equalSince() != null;
    remote.read(last + 3 * SWEEP, sports(A));
    remote.read(last + PATIENCE + 1, sports(A));
    boolean stillContested = contest().contested();
    remote.read(last + 3 * SWEEP + PATIENCE + 1, sports(A));

    assertThat(equal).isFalse();
    assertThat(stillContested).isTrue();
    assertThat(remote.state.contest(SPORTS)).isEmpty();
  }

  @Test
  void takesNoNoticeOfAReadThatBeganBeforeTheLastCorrectionEnded() {
    contested();

    remote.read(3 * SWEEP - 1, sports(B));

    assertThat(contest().equalSince()).isEqualTo(at(3 * SWEEP));
  }

  @Test
  void forgetsSingleCorrectionsToo() {
    inSync();
    corrected(SWEEP);

    remote.read(SWEEP + PATIENCE + 1, sports(A));

    assertThat(remote.state.contest(SPORTS)).isEmpty();
  }

  @Test
  void countsTheCorrectionThatAReadProvedFromItsOwnEnd() {
    inSync();
    remote.read(SWEEP, sports(B));
    remote.putFailed(A, SWEEP + 1, UNKNOWN);

    remote.read(SWEEP + 30, sports(A));

    assertThat(contest().corrections()).containsExactly(at(SWEEP + 2));
  }

  @ParameterizedTest(name = "even if that is of unknown outcome: {0}")
  @ValueSource(booleans = {false, true})
  void endsWhenAPersonPutsSomethingElse(boolean unknown) {
    contested();

    (unknown ? fails(C, UNKNOWN) : put(C)).happen(remote, 4 * SWEEP);

    assertThat(remote.state.contest(SPORTS)).isEmpty();
  }

  @Test
  void endsWhenWeRemoveTheRecord() {
    contested();

    remote.remove(SPORTS, 4 * SWEEP);

    assertThat(remote.state.contest(SPORTS)).isEmpty();
  }

  @Test
  void goesOnWhenWePerhapsTookTheRecordAlong() {
    contested();

    perhapsCollateral().happen(remote, 4 * SWEEP);
    remote.read(4 * SWEEP + 2);
    remote.put(A, 4 * SWEEP + 3);

    assertThat(contest().level()).isEqualTo(1);
  }
}
