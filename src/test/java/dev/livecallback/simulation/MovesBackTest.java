package dev.livecallback.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.volcengine.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F is a vhost, S another, D a domain of the first, a an app: the order of moves, 10 s apart. */
@DisplayName("An object that is moved to and fro")
class MovesBackTest {
  private static final long PAUSE = 10_000;
  private static final String NAME = "first-1";

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"FDF", "DFD", "FDFDF", "FSF", "FaF", "aDa", "SDS", "FDSDF", "DaFaD"})
  void isReadyWithinSecondsOfEachMove(String moves) {
    List<History.TimedAct> steps = new ArrayList<>();
    SpecDraft.DraftBody body =
        new SpecDraft.DraftBody(List.of("https://one.example.com"), false, null);
    steps.add(
        new History.TimedAct(
            0,
            new WorldAct.Create(
                NAME,
                new SpecDraft(place(moves.charAt(0)), body, SpecDraft.DraftPolicies.DEFAULT))));
    for (int i = 1; i < moves.length(); i++) {
      steps.add(new History.TimedAct(i * PAUSE, new WorldAct.Move(NAME, place(moves.charAt(i)))));
    }
    SimulatedWorld world =
        new SimulatedWorld(new History(1, Quirks.calm(10), steps), Seams.NONE, false);

    world.begin();
    for (int i = 0; i < moves.length(); i++) {
      world.time.runUntil((i + 1) * PAUSE - 1);

      LiveCallback object = world.server.objects().values().iterator().next();
      Condition ready = object.statusOrEmpty().condition(ConditionType.READY).orElseThrow();
      assertThat(ready.holds()).as("%d: %s, %s", i, ready.reason(), ready.message()).isTrue();
      assertThat(object.statusOrEmpty().records()).as("after move %d", i).hasSize(1);
    }
  }

  private static SpecDraft.DraftPlace place(char name) {
    return switch (name) {
      case 'F' -> new SpecDraft.DraftPlace(Places.FIRST, null, MessageType.PUSH);
      case 'S' -> new SpecDraft.DraftPlace(Places.SECOND, null, MessageType.PUSH);
      case 'D' -> new SpecDraft.DraftPlace(Places.DOMAIN, null, MessageType.PUSH);
      case 'a' -> new SpecDraft.DraftPlace(Places.FIRST, "live", MessageType.PUSH);
      default -> throw new IllegalArgumentException("no place is called " + name);
    };
  }
}
