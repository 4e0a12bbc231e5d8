package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Lane;
import dev.livecallback.testing.FakeCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An engine that begins")
class TakeoverTest {
  private static final AccountName NAME = new AccountName("live", "default");
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WAIT = Duration.ofSeconds(10);

  private Instant now = T;

  private Engine engine(Takeover takeover) {
    return new Engine(
        NAME,
        new FakeCluster(),
        _ -> {},
        () -> now,
        new Random(1),
        EngineOptions.USUAL.after(takeover));
  }

  private Instant earliest(Engine engine, Action action) {
    return engine.cloudAccount(NAME).orElseThrow().queue().budget(action).earliest(Lane.EDIT, now);
  }

  @Test
  void afterAnotherReadsWhenItsSecondIsOverAndWritesACallTimeoutLater() {
    Engine engine = engine(new Takeover(true, WAIT));
    engine.changed(SomeAccount.open(NAME));

    assertThat(earliest(engine, Action.DESCRIBE)).isBetween(T.plusSeconds(1), T.plusMillis(1_100));
    assertThat(earliest(engine, Action.UPDATE)).isEqualTo(T.plus(WAIT));
    assertThat(earliest(engine, Action.DELETE)).isEqualTo(T.plus(WAIT));

    now = T.plusMillis(1_100);
    for (int i = 0; i < 10; i++) {
      assertThat(earliest(engine, Action.DESCRIBE)).isBeforeOrEqualTo(now);
      engine
          .cloudAccount(NAME)
          .orElseThrow()
          .queue()
          .budget(Action.DESCRIBE)
          .tryTake(Lane.EDIT, now);
    }
    assertThat(earliest(engine, Action.DESCRIBE)).isAfter(now);
  }

  @Test
  void asTheFirstOfAllReadsAtOnceAndWritesACallTimeoutLater() {
    Engine engine = engine(new Takeover(false, WAIT));
    engine.changed(SomeAccount.open(NAME));

    assertThat(earliest(engine, Action.DESCRIBE)).isBeforeOrEqualTo(T);
    assertThat(earliest(engine, Action.UPDATE)).isEqualTo(T.plus(WAIT));
  }

  @Test
  void aloneReadsAndWritesAtOnce() {
    Engine engine = engine(Takeover.NONE);
    engine.changed(SomeAccount.open(NAME));

    assertThat(earliest(engine, Action.DESCRIBE)).isBeforeOrEqualTo(T);
    assertThat(earliest(engine, Action.UPDATE)).isBeforeOrEqualTo(T);
  }

  @Test
  void letsAnAccountThatComesLaterWaitForWhatIsLeftOfThatOnly() {
    Engine engine = engine(new Takeover(true, WAIT));
    now = T.plusSeconds(7);
    engine.changed(SomeAccount.open(NAME));

    assertThat(earliest(engine, Action.DESCRIBE)).isBeforeOrEqualTo(now);
    assertThat(earliest(engine, Action.UPDATE)).isEqualTo(T.plus(WAIT));

    now = T.plusSeconds(30);
    engine.gone(NAME);
    now = T.plusSeconds(40);
    engine.changed(SomeAccount.open(NAME));
    assertThat(earliest(engine, Action.UPDATE)).isBeforeOrEqualTo(now);
  }
}
