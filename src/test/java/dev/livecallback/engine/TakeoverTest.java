package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Lane;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An engine that begins")
class TakeoverTest implements Cluster {
  private static final String NAME = "live/default";
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WAIT = Duration.ofSeconds(10);

  private Instant now = T;

  private Engine engine(Takeover takeover) {
    return new Engine(NAME, this, _ -> {}, _ -> {}, () -> now, new Random(1), takeover);
  }

  private Instant earliest(Engine engine, Action action) {
    return engine.cloudAccount(NAME).orElseThrow().queue().budget(action).earliest(Lane.EDIT, now);
  }

  @Test
  @DisplayName("after another reads when its second is over, and writes a call timeout later")
  void afterAnother() {
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
  @DisplayName("as the first of all reads at once, and writes a call timeout later")
  void first() {
    Engine engine = engine(new Takeover(false, WAIT));
    engine.changed(SomeAccount.open(NAME));

    assertThat(earliest(engine, Action.DESCRIBE)).isBeforeOrEqualTo(T);
    assertThat(earliest(engine, Action.UPDATE)).isEqualTo(T.plus(WAIT));
  }

  @Test
  @DisplayName("alone reads and writes at once")
  void alone() {
    Engine engine = engine(Takeover.NONE);
    engine.changed(SomeAccount.open(NAME));

    assertThat(earliest(engine, Action.DESCRIBE)).isBeforeOrEqualTo(T);
    assertThat(earliest(engine, Action.UPDATE)).isBeforeOrEqualTo(T);
  }

  @Test
  @DisplayName("lets an account that comes later wait for what is left of that only")
  void later() {
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

  @Override
  public Optional<LiveCallback> object(ObjectId object) {
    return Optional.empty();
  }

  @Override
  public Stream<LiveCallback> objects() {
    return Stream.empty();
  }

  @Override
  public Optional<Secret> secret(String namespace, String name) {
    return Optional.empty();
  }

  @Override
  public StatusWrite write(LiveCallback planned, LiveCallbackStatus wanted) {
    return new StatusWrite.Failed();
  }

  @Override
  public void publish(LiveCallback object, List<Notice> notices) {}

  @Override
  public void wake(Collection<ObjectId> objects) {}
}
