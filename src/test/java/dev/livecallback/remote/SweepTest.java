package dev.livecallback.remote;

import static dev.livecallback.remote.Remote.MISSING;
import static dev.livecallback.remote.Remote.THROTTLED;
import static dev.livecallback.remote.Remote.VHOST;
import static dev.livecallback.remote.Remote.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {
  private static final long PERIOD = Remote.SYNC_PERIOD.toSeconds();
  private static final Scope OTHER = Scope.domain("push.example.com");
  private static final Set<Scope> IN_USE = Set.of(VHOST);

  private final Remote remote = new Remote();
  private final Sweep sweep = sweep(0.5);

  private Sweep sweep(double chance) {
    return new Sweep(remote.state, Remote.SYNC_PERIOD, Remote.chance(chance));
  }

  private List<Listing> due(long second) {
    return sweep.due(at(second), IN_USE);
  }

  @Test
  void leavesAScopeThatWasNeverReadToItsObjects() {
    assertThat(due(10 * PERIOD)).isEmpty();
    assertThat(sweep.next(IN_USE)).isEqualTo(Instant.MAX);

    remote.readFailed(1, THROTTLED);

    assertThat(due(20 * PERIOD)).isEmpty();
  }

  @Test
  void readsAScopeOnceAPeriodAfterItsLastRead() {
    remote.read(5);

    assertThat(sweep.next(IN_USE)).isEqualTo(at(5 + PERIOD));
    assertThat(due(5 + PERIOD - 1)).isEmpty();
    assertThat(due(5 + PERIOD)).containsExactly(Listing.of(VHOST));
    remote.read(5 + PERIOD + 2);
    assertThat(sweep.next(IN_USE)).isEqualTo(at(5 + PERIOD + 2 + PERIOD));
  }

  @Test
  void countsEveryReadWhateverItWasFor() {
    remote.read(0);
    sweep.next(IN_USE);

    remote.read(PERIOD - 1);

    assertThat(due(PERIOD)).isEmpty();
    assertThat(due(2 * PERIOD - 1)).containsExactly(Listing.of(VHOST));
  }

  @Test
  void readsAScopeThatTheApiRefusesToo() {
    remote.readFailed(0, MISSING);

    assertThat(due(PERIOD)).containsExactly(Listing.of(VHOST));
  }

  @ParameterizedTest(name = "chance says {0}: after {1} ms")
  @CsvSource({"0, 540000", "0.25, 570000", "0.5, 600000", "0.75, 630000"})
  void givesOrTakesATenth(double chance, long millis) {
    remote.read(0);

    assertThat(sweep(chance).next(IN_USE)).isEqualTo(Remote.T.plusMillis(millis));
  }

  @Test
  void drawsAnewForEachCycleAndInTheSameOrderForTheSameSeed() {
    Set<Scope> many = new HashSet<>();
    IntStream.range(0, 20).mapToObj(i -> Scope.vhost("v" + i)).forEach(many::add);
    many.forEach(scope -> remote.readOf(scope, 0));
    Sweep one = new Sweep(remote.state, Remote.SYNC_PERIOD, new Random(7));
    Sweep same = new Sweep(remote.state, Remote.SYNC_PERIOD, new Random(7));

    Instant first = one.next(many);
    List<Listing> order = one.due(at(2 * PERIOD), many);
    List<Listing> sameOrder = same.due(at(2 * PERIOD), List.copyOf(many));
    many.forEach(scope -> remote.readOf(scope, 2 * PERIOD));

    assertThat(order)
        .hasSize(20)
        .isEqualTo(sameOrder)
        .isNotEqualTo(order.stream().sorted().toList());
    assertThat(one.next(many)).isNotEqualTo(first.plusSeconds(2 * PERIOD));
  }

  @Test
  void namesTheLongestDueFirst() {
    remote.read(10);
    remote.readOf(OTHER, 5);

    assertThat(sweep.due(at(2 * PERIOD), List.of(VHOST, OTHER)))
        .containsExactly(Listing.of(OTHER), Listing.of(VHOST));
  }

  @Test
  void asksOnceUntilAMinuteHasPassedWithoutAnAnswer() {
    remote.read(0);

    assertThat(due(PERIOD)).hasSize(1);
    assertThat(due(PERIOD + 59)).isEmpty();
    assertThat(sweep.next(IN_USE)).isEqualTo(at(PERIOD + 60));
    assertThat(due(PERIOD + 60)).hasSize(1);
    assertThat(sweep.next(IN_USE)).isEqualTo(at(PERIOD + 120));
  }

  @Test
  void waitsForTheReadPauseAfterAFailedSweepAndNoLonger() {
    remote.read(0);
    due(PERIOD);
    remote.readFailed(PERIOD, THROTTLED);
    Instant first = sweep.next(IN_USE);
    assertThat(due(PERIOD + 1)).isEmpty();
    assertThat(due(PERIOD + 2)).hasSize(1);
    assertThat(due(PERIOD + 3)).isEmpty();

    remote.readFailed(PERIOD + 3, THROTTLED);

    assertThat(first).isEqualTo(at(PERIOD + 2));
    assertThat(sweep.next(IN_USE)).isEqualTo(at(PERIOD + 6));
    assertThat(due(PERIOD + 5)).isEmpty();
    assertThat(due(PERIOD + 6)).hasSize(1);
  }

  @Test
  void isNotHurriedByTheFailedReadOfAnother() {
    remote.read(0);
    remote.readFailed(10, THROTTLED);

    assertThat(sweep.next(IN_USE)).isEqualTo(at(PERIOD));
  }

  @Test
  void holdsBackWhileAReadPauseLasts() {
    remote.read(0);
    remote.readFailed(PERIOD - 1, THROTTLED);

    assertThat(due(PERIOD)).isEmpty();
    assertThat(sweep.next(IN_USE)).isEqualTo(at(PERIOD + 1));
  }

  @Test
  void forgetsScopesThatAreOutOfUse() {
    remote.read(0);
    sweep.next(IN_USE);

    sweep.next(Set.of());

    assertThat(sweep.size()).isZero();
    assertThat(sweep.due(at(PERIOD), Set.of())).isEmpty();
  }

  @Test
  void forgetsAScopeWhoseReadsAreForgotten() {
    remote.read(0);
    sweep.next(IN_USE);

    remote.state.forget(VHOST, Remote.at(100));

    assertThat(due(2 * PERIOD)).isEmpty();
    assertThat(sweep.size()).isZero();
  }

  @Test
  void tellsHowOldTheOldestReadIs() {
    Scope unread = Scope.vhost("unread");
    remote.read(10);
    remote.readOf(OTHER, 30);

    assertThat(sweep.status(at(100), List.of(VHOST, OTHER, unread)))
        .isEqualTo(new Sweep.SweepStatus(3, 1, Duration.ofSeconds(90)));
    assertThat(sweep.status(at(100), List.of(unread)))
        .isEqualTo(new Sweep.SweepStatus(1, 1, Duration.ZERO));
  }
}
