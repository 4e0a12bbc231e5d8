package dev.livecallback.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.Action;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The first sync of an account that may make one call per second and action, in virtual time. The
 * world itself fails if a second ever holds more.
 */
class SlowFirstSyncTest {
  private static final int OBJECTS = 60;
  private static final int PER_SCOPE = 10;

  /** A Put each second and a bit, for it is on its way a while, and a read after the last one. */
  private static final int SECONDS = OBJECTS * 5 / 4;

  private static final List<String> ON_THE_WAY =
      List.of(Reason.QUEUED.word(), Reason.WRITING.word(), Reason.VERIFYING.word());

  private final SimulatedWorld world =
      new SimulatedWorld(
          new History(
              1,
              Quirks.calm(1),
              IntStream.range(0, OBJECTS).mapToObj(SlowFirstSyncTest::create).toList()),
          Seams.NONE,
          false);

  private static History.TimedAct create(int number) {
    SpecDraft.DraftPlace place =
        new SpecDraft.DraftPlace(
            Scope.vhost("slow" + number / PER_SCOPE + ".example.com"),
            "app" + number,
            MessageType.PUSH);
    SpecDraft.DraftBody body =
        new SpecDraft.DraftBody(List.of("https://one.example.com"), false, null);
    return new History.TimedAct(
        0,
        new WorldAct.Create(
            "slow-" + number, new SpecDraft(place, body, SpecDraft.DraftPolicies.DEFAULT)));
  }

  @Test
  void goesOnSteadilyAndEachObjectSaysHowFarItIs() {
    world.begin();
    for (int second = 5; second <= OBJECTS; second += 5) {
      world.time.runUntil(second * 1000L);

      assertThat(world.quotas.count(Action.UPDATE)).isBetween((second - 5) * 4 / 5, second + 1);
      assertThat(world.server.objects().values()).hasSize(OBJECTS).allSatisfy(this::isHonest);
    }
    world.time.runUntil(SECONDS * 1000L);

    assertThat(world.server.objects().values())
        .allSatisfy(object -> assertThat(ready(object).holds()).isTrue());
    assertThat(world.quotas.count(Action.UPDATE)).isEqualTo(OBJECTS);
    assertThat(world.quotas.count(Action.DESCRIBE)).isLessThanOrEqualTo(SECONDS);
  }

  private void isHonest(LiveCallback object) {
    Condition ready = ready(object);
    boolean reconciling =
        object
            .statusOrEmpty()
            .condition(ConditionType.RECONCILING)
            .filter(Condition::holds)
            .isPresent();
    assertThat(object.statusOrEmpty().condition(ConditionType.STALLED)).isEmpty();
    assertThat(reconciling).isEqualTo(!ready.holds());
    if (ready.holds()) {
      assertThat(ready.reason()).isEqualTo(Reason.IN_SYNC.word());
    } else {
      assertThat(ON_THE_WAY).contains(ready.reason());
    }
  }

  private static Condition ready(LiveCallback object) {
    return object.statusOrEmpty().condition(ConditionType.READY).orElseThrow();
  }
}
