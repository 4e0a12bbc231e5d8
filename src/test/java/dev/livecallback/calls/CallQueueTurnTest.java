package dev.livecallback.calls;

import static dev.livecallback.calls.Lane.EDIT;
import static dev.livecallback.calls.Lane.FIRST_SYNC;
import static dev.livecallback.calls.Lane.REPAIR;
import static dev.livecallback.calls.Lane.SWEEP;
import static dev.livecallback.calls.QueueHarness.object;
import static dev.livecallback.calls.QueueHarness.put;
import static dev.livecallback.calls.QueueHarness.read;
import static dev.livecallback.calls.QueueHarness.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ObjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who goes first: lanes, namespaces, sweeps. */
class CallQueueTurnTest {
  private final QueueHarness h = new QueueHarness();

  @Test
  void theMostUrgentLaneGoesFirst() {
    h.place(object("d"), SWEEP, put("d"));
    h.place(object("c"), FIRST_SYNC, put("c"));
    h.place(object("b"), REPAIR, put("b"));
    h.place(object("a"), EDIT, put("a"));

    assertThat(h.run(4)).extracting(Call::lane).containsExactly(EDIT, REPAIR, FIRST_SYNC, SWEEP);
  }

  @Test
  void anActionWithoutBudgetHoldsBackNoOther() {
    for (int i = 0; i < 20; i++) {
      h.place(object("e" + i), EDIT, put("e" + i));
    }
    h.place(object("z"), FIRST_SYNC, remove("z"));

    assertThat(h.burst()).hasSize(11).last().extracting(Call::order).isEqualTo(remove("z"));
  }

  @Test
  void anEditOvertakesTwoThousandFirstSyncsWithinOneSlot() {
    for (int i = 0; i < 2000; i++) {
      h.place(object("import", "o" + i), FIRST_SYNC, put("app" + i));
    }
    for (int edit = 0; edit < 50; edit++) {
      h.run(7);
      h.now = h.now.plusMillis(13L * edit % 100);
      Instant placed = h.now;
      h.place(object("team", "edit" + edit), EDIT, put("edit" + edit));

      Call call = h.run(1).getFirst();

      assertThat(call.lane()).isEqualTo(EDIT);
      assertThat(Duration.between(placed, call.began()))
          .as("1/N s and the margin")
          .isLessThanOrEqualTo(Duration.ofMillis(110));
    }
  }

  @Test
  void namespacesTakeTurnsWithinALane() {
    for (int i = 0; i < 2000; i++) {
      h.place(object("import", "o" + i), FIRST_SYNC, put("import" + i));
    }
    h.place(object("b", "o"), FIRST_SYNC, put("b1"), put("b2"));
    h.place(object("c", "o"), FIRST_SYNC, put("c1"));

    assertThat(h.run(7))
        .extracting(call -> call.objects().getFirst().namespace())
        .containsExactly("import", "b", "c", "import", "b", "import", "import");
  }

  @Test
  void namespacesTakeTurnsAcrossActionsWhereCallsInFlightAreTheBottleneck() {
    h.room = 1;
    for (int i = 0; i < 50; i++) {
      h.place(object("import", "o" + i), EDIT, put("import" + i));
    }
    h.place(object("b", "o"), EDIT, remove("b"));

    assertThat(h.run(3))
        .extracting(Call::action)
        .containsExactly(Action.UPDATE, Action.DELETE, Action.UPDATE);
  }

  @Test
  void aNamespaceThatKeepsComingBackDoesNotStarveTheOthers() {
    for (int i = 0; i < 20; i++) {
      h.place(object("import", "o" + i), FIRST_SYNC, put("import" + i));
    }
    List<String> served = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      h.place(object("b", "o" + i), FIRST_SYNC, put("b" + i));
      served.add(h.run(1).getFirst().objects().getFirst().namespace());
    }

    assertThat(served).filteredOn("import"::equals).hasSize(6);
  }

  @Test
  void withinANamespaceTheOldestPlaceGoesFirstWhateverTheAction() {
    h.room = 1;
    h.place(object("a"), EDIT, remove("a"));
    h.place(object("b"), EDIT, put("b"));
    h.place(object("c"), EDIT, remove("c"));

    assertThat(h.run(3))
        .extracting(Call::order)
        .containsExactly(remove("a"), put("b"), remove("c"));
  }

  @Test
  void aTenthOfTheReadsIsSweepsHoweverMuchElseWaits() {
    for (int i = 0; i < 200; i++) {
      h.place(object("s" + i), SWEEP, read("sweep" + i));
      h.place(object("e" + i), EDIT, read("edit" + i));
    }

    List<Call> calls = h.run(100);

    assertThat(calls).filteredOn(call -> call.lane() == SWEEP).hasSize(10);
    assertThat(calls.subList(0, 10)).last().extracting(Call::lane).isEqualTo(SWEEP);
  }

  @Test
  void aSweepOfAScopeThatSomeoneWaitsForServesBoth() {
    for (int i = 0; i < 9; i++) {
      h.place(object("e" + i), EDIT, read("edit" + i));
    }
    assertThat(h.run(9)).hasSize(9);
    ObjectId sweep = object("sweep");
    h.place(sweep, SWEEP, read("live"));
    h.place(object("e"), EDIT, read("live"));

    List<Call> calls = h.run(10);

    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst().objects()).containsExactly(sweep, object("e"));
    assertThat(calls.getFirst().lane()).isEqualTo(EDIT);
  }

  @Test
  void aSweepThatRidesAlongWasTheSweepsShare() {
    for (int i = 0; i < 5; i++) {
      h.place(object("e" + i), EDIT, read("edit" + i));
    }
    h.place(object("along"), SWEEP, read("edit4"));
    assertThat(h.run(5)).last().extracting(call -> call.objects().size()).isEqualTo(2);
    h.place(object("next"), SWEEP, read("sweep"));
    for (int i = 0; i < 12; i++) {
      h.place(object("f" + i), EDIT, read("later" + i));
    }

    assertThat(h.runUntil(call -> call.lane() == SWEEP, 20)).isEqualTo(10);
  }

  @Test
  void aSweepThatMayNotGoLeavesItsSlotToTheOthers() {
    for (int i = 0; i < 30; i++) {
      h.place(object("e" + i), EDIT, read("edit" + i));
    }
    h.place(object("dropped"), SWEEP, read("dropped"));
    h.place(object("held"), SWEEP, read("held"));
    h.judge =
        (object, _, _) ->
            switch (object.name()) {
              case "dropped" -> SendGuard.Decision.DROP;
              case "held" -> SendGuard.Decision.HOLD;
              default -> SendGuard.Decision.SEND;
            };

    assertThat(h.run(30)).extracting(Call::lane).containsOnly(EDIT);
    assertThat(QueueState.depth(h.queue, SWEEP)).isEqualTo(1);
  }

  @Test
  void ofFiveThousandWaitingOrdersEachIsSentOnce() {
    for (int i = 0; i < 5000; i++) {
      h.place(object("team" + i % 40, "o" + i), FIRST_SYNC, put("app" + i));
    }

    List<Call> calls = h.run(6000);

    assertThat(calls).hasSize(5000).extracting(Call::order).doesNotHaveDuplicates();
    assertThat(Duration.between(QueueHarness.T0, h.now))
        .isBetween(Duration.ofSeconds(499), Duration.ofSeconds(520));
  }
}
