package dev.livecallback.calls;

import static dev.livecallback.calls.Lane.EDIT;
import static dev.livecallback.calls.QueueHarness.at;
import static dev.livecallback.calls.QueueHarness.key;
import static dev.livecallback.calls.QueueHarness.object;
import static dev.livecallback.calls.QueueHarness.put;
import static dev.livecallback.calls.QueueHarness.read;
import static dev.livecallback.calls.QueueHarness.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.SendGuard.Decision;
import dev.livecallback.volcengine.MessageType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the guard lets go, drops, holds and shuts. */
class CallQueueGuardTest {
  private final QueueHarness h = new QueueHarness();
  private final ObjectId a = object("a");
  private final ObjectId b = object("b");
  private final ObjectId c = object("c");

  @Test
  void aDroppedOrderIsForgottenAndCostsNoBudget() {
    h.judge = (object, _, _) -> object.equals(a) ? Decision.DROP : Decision.SEND;
    h.place(a, EDIT, put("x"), put("y"), read("live"));
    for (int i = 0; i < 10; i++) {
      h.place(object("o" + i), EDIT, put("app" + i));
    }

    assertThat(h.burst()).hasSize(10);
    assertThat(QueueState.depth(h.queue, EDIT)).isZero();
  }

  @Test
  void aHeldOrderKeepsItsPlaceAndIsJudgedAgainEverySecond() {
    List<Instant> judged = new ArrayList<>();
    h.judge =
        (_, _, _) -> {
          judged.add(h.now);
          return h.now.isBefore(at(2000)) ? Decision.HOLD : Decision.SEND;
        };
    h.place(a, EDIT, put("x"));

    assertThat(h.run(1)).extracting(Call::began).containsExactly(at(2000));
    assertThat(judged).containsExactly(at(0), at(1000), at(2000));
  }

  @Test
  void aHeldOrderIsNotJudgedAgainAndAgainMeanwhile() {
    List<ObjectId> judged = new ArrayList<>();
    h.judge =
        (object, _, _) -> {
          judged.add(object);
          return object.equals(a) ? Decision.HOLD : Decision.SEND;
        };
    h.place(a, EDIT, put("x"));
    h.place(b, EDIT, put("y"), put("z"));

    assertThat(h.burst()).hasSize(2);
    assertThat(judged).containsExactly(a, b, b);
  }

  @Test
  void reconsideringHasHeldOrdersJudgedAtOnce() {
    h.judge = (_, _, _) -> Decision.HOLD;
    h.place(a, EDIT, put("x"), remove("y"), read("live"));
    assertThat(h.burst()).isEmpty();

    h.judge = (_, _, _) -> Decision.SEND;
    assertThat(h.burst()).isEmpty();
    h.queue.reconsider(h.now);

    assertThat(h.burst()).hasSize(3);
  }

  @Test
  void theEndOfAProbeHasItsActionAndScopeJudgedAgain() {
    h.judge = (object, _, _) -> object.equals(a) ? Decision.SEND : Decision.HOLD;
    h.place(a, EDIT, put("probe"));
    h.place(b, EDIT, put("waits"), remove("other-action"));
    h.place(c, EDIT, new Order.Put(key("other", "x", MessageType.PUSH), QueueHarness.content("a")));
    Call probe = h.one();
    assertThat(h.burst()).isEmpty();

    h.judge = (_, _, _) -> Decision.SEND;
    h.end(probe);

    assertThat(h.burst()).extracting(Call::order).containsExactly(put("waits"));
  }

  @Test
  void aHeldOrderThatIsPlacedAgainIsJudgedAgain() {
    h.judge = (_, _, revision) -> revision < 2 ? Decision.HOLD : Decision.SEND;
    h.place(a, EDIT, put("x"));
    assertThat(h.burst()).isEmpty();

    h.queue.place(a, List.of(PlannedOrder.now(put("x"), EDIT)), 2, h.now);

    assertThat(h.burst()).hasSize(1);
  }

  @Test
  void aHeldOrderCanBeWithdrawn() {
    h.judge = (_, _, _) -> Decision.HOLD;
    h.place(a, EDIT, put("x"));
    h.place(b, EDIT, put("y"));
    assertThat(h.burst()).isEmpty();
    h.queue.withdraw(a, List.of());
    h.judge = (_, _, _) -> Decision.SEND;

    assertThat(h.run(10)).extracting(Call::objects).containsExactly(List.of(b));
  }

  @Test
  void aReadServesThoseThatTheGuardLetsGo() {
    h.judge =
        (object, _, _) ->
            switch (object.name()) {
              case "a" -> Decision.HOLD;
              case "b" -> Decision.DROP;
              default -> Decision.SEND;
            };
    h.place(a, EDIT, read("live"));
    h.place(b, EDIT, read("live"));
    h.place(c, EDIT, read("live"));

    assertThat(h.burst()).extracting(Call::objects).containsExactly(List.of(c));
    assertThat(QueueState.depth(h.queue, EDIT)).as("the held one stays").isEqualTo(1);
  }

  @Test
  void aHeldRemoveWithoutAppHoldsNothingBack() {
    h.judge = (object, _, _) -> object.equals(b) ? Decision.HOLD : Decision.SEND;
    h.place(a, EDIT, put("x"));
    h.one();
    h.place(b, EDIT, new Order.Remove(key("live", null, MessageType.PUSH)));
    h.place(c, EDIT, put("y"));

    assertThat(h.burst()).extracting(Call::order).containsExactly(put("y"));
  }

  @Test
  void aShutDoorLetsNothingGoAndIsLookedAtEverySecond() {
    h.room = 0;
    assertThat(h.queue.nextWake(h.now)).isEqualTo(Instant.MAX);
    h.place(a, EDIT, put("x"));

    assertThat(h.burst()).isEmpty();
    assertThat(h.queue.nextWake(h.now)).isEqualTo(at(1000));
  }

  @Test
  void aDoorThatIsAjarLetsOneCallGo() {
    h.room = 1;
    h.place(a, EDIT, put("x"), remove("y"), read("live"));
    Call probe = h.one();
    assertThat(h.burst()).isEmpty();

    h.room = 16;
    h.end(probe);

    assertThat(h.burst()).hasSize(2);
  }

  @Test
  void aDoorThatIsTooWideLetsNoMoreThanSixteenGo() {
    h.room = 100;
    for (int i = 0; i < 10; i++) {
      h.place(object("team" + i, "o"), EDIT, put("x" + i), remove("y" + i));
    }

    assertThat(h.burst()).hasSize(16);
  }

  @Test
  void theDefaultDoorIsOpen() {
    SendGuard guard = (_, _, _, _) -> Decision.SEND;

    assertThat(guard.maxInFlight(AccountName.NONE)).isEqualTo(16);
  }

  @Test
  void aGuardThatThrowsLosesNoOrder() {
    h.place(a, EDIT, read("live"));
    h.place(b, EDIT, read("live"));
    h.judge =
        (object, _, _) -> {
          if (object.equals(b)) {
            throw new IllegalStateException("a bug");
          }
          return Decision.DROP;
        };
    assertThatThrownBy(h::next).hasMessage("a bug");

    h.judge = (_, _, _) -> Decision.SEND;

    assertThat(h.burst()).extracting(Call::objects).containsExactly(List.of(a, b));
  }
}
