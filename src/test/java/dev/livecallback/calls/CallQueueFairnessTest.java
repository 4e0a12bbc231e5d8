package dev.livecallback.calls;

import static dev.livecallback.calls.QueueHarness.content;
import static dev.livecallback.calls.QueueHarness.key;
import static dev.livecallback.calls.QueueHarness.object;
import static dev.livecallback.calls.QueueHarness.put;
import static dev.livecallback.calls.QueueHarness.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever others ask for, the first order of each lane of each namespace goes within a bound. */
class CallQueueFairnessTest {
  private static final List<Lane> WRITES = List.of(Lane.EDIT, Lane.REPAIR, Lane.FIRST_SYNC);

  private static final Answer<?> THROTTLED =
      new Answer.Failed<>(
          new Failure.Throttled(new Failure.Detail("Slow down.", 429, null, null), null));

  private static final Answer<?> DOWN =
      new Answer.Failed<>(new Failure.Unavailable(new Failure.Detail("Down.", 503, null, null)));

  /** The first order of a namespace in a lane. */
  private record Head(String namespace, Lane lane) {}

  /** Waiting orders of a head's kind, the oldest first, and since when the first one waits. */
  private static final class Waiting {
    final List<ObjectId> objects = new ArrayList<>();
    Instant since = Instant.MIN;
  }

  private final Map<Head, Waiting> waiting = new HashMap<>();

  /**
   * Tenants that ask for more than the quota in any lanes, and one that asks for little.
   *
   * @param reads whether they ask for reads rather than for writes
   */
  @ParameterizedTest(name = "{0} calls/s, {1} namespaces, reads: {2}, seed {3}")
  @CsvSource({
    "2, 2, false, 1", "2, 2, true, 2", "10, 2, false, 3", "10, 3, true, 4", "10, 5, false, 5",
    "10, 8, true, 6", "20, 3, false, 7", "1, 4, false, 8", "3, 17, true, 9", "50, 40, false, 10",
    "1, 1, false, 11", "10, 1, true, 12"
  })
  void theFirstOrderOfEachLaneOfEachNamespaceGoesInTime(
      int quota, int namespaces, boolean reads, long seed) {
    QueueHarness h = new QueueHarness(quota);
    Random random = new Random(seed);
    Duration bound = bound(quota, namespaces);
    // Each namespace has lanes of its own that it floods, and asks now and then in the others.
    Map<Head, Integer> appetite = new HashMap<>();
    for (int i = 0; i < namespaces; i++) {
      for (Lane lane : WRITES) {
        appetite.put(new Head("tenant-" + i, lane), random.nextInt(3) == 0 ? 1 : 40);
      }
    }
    Duration longest = Duration.ZERO;
    Instant end = h.now.plusSeconds(60 + 20L * namespaces / quota);
    int asked = 0;
    while (h.now.isBefore(end)) {
      for (Map.Entry<Head, Integer> each : appetite.entrySet()) {
        Head head = each.getKey();
        Waiting of = waiting.computeIfAbsent(head, _ -> new Waiting());
        boolean hungry = each.getValue() == 1 ? of.objects.size() < 3 : random.nextInt(200) == 0;
        if (hungry) {
          ObjectId object = object(head.namespace(), head.lane() + "-" + asked);
          h.place(object, head.lane(), order(reads, asked++));
          if (of.objects.isEmpty()) {
            of.since = h.now;
          }
          of.objects.add(object);
        }
      }
      for (Optional<Call> call = h.next(); call.isPresent(); call = h.next()) {
        h.end(call.get());
        longest = max(longest, sent(call.get(), h.now));
      }
      for (Waiting each : waiting.values()) {
        if (!each.objects.isEmpty()) {
          longest = max(longest, Duration.between(each.since, h.now));
        }
      }
      h.now = h.now.plusMillis(20);
    }

    assertThat(asked).isGreaterThan(30 * quota);
    assertThat(longest).isLessThanOrEqualTo(bound);
  }

  /** As docs/tenancy.md promises it; a step of this test's clock more. */
  private static Duration bound(int quota, int namespaces) {
    return max(Duration.ofSeconds(2), Duration.ofMillis(4_000L * namespaces / quota))
        .plusMillis(100);
  }

  private Duration sent(Call call, Instant now) {
    Duration longest = Duration.ZERO;
    for (ObjectId object : call.objects()) {
      Lane lane = Lane.valueOf(object.name().substring(0, object.name().indexOf('-')));
      Waiting of = Objects.requireNonNull(waiting.get(new Head(object.namespace(), lane)));
      if (of.objects.getFirst().equals(object)) {
        longest = max(longest, Duration.between(of.since, now));
        of.since = now;
      }
      of.objects.remove(object);
    }
    return longest;
  }

  private static Order order(boolean read, int number) {
    String vhost = "v" + number;
    return read
        ? new Order.Read(QueueHarness.ACCOUNT, scope(vhost), false)
        : new Order.Put(key(vhost, "app", MessageType.PUSH), content("a"));
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** An import leaves edits their quickness: they are passed over by few. */
  @Test
  void editsStillOvertakeAnImport() {
    QueueHarness h = new QueueHarness(10);
    for (int i = 0; i < 500; i++) {
      h.place(object("import", "o" + i), Lane.FIRST_SYNC, order(false, i));
    }
    h.run(100);
    for (int i = 0; i < 5; i++) {
      h.place(object("team", "e" + i), Lane.EDIT, order(false, 1_000 + i));
    }

    assertThat(h.run(6).stream().filter(call -> call.lane() == Lane.EDIT)).hasSize(5);
  }

  /** Answers that don't come fill the calls in flight of those who asked, and not all. */
  @Test
  void slowAnswersOfSomeLeaveRoomForTheOthers() {
    QueueHarness h = new QueueHarness(100);
    for (int i = 0; i < 50; i++) {
      h.place(object("slow-1", "o" + i), Lane.EDIT, order(false, i));
      h.place(object("slow-2", "o" + i), Lane.EDIT, order(true, 100 + i));
    }
    List<Call> slow = h.burst();

    assertThat(slow).hasSizeBetween(10, CallQueue.MAX_IN_FLIGHT - 1);
    for (int i = 0; i < 50; i++) {
      h.moveTo(1_000L * (i + 1));
      h.place(object("team", "o" + i), Lane.FIRST_SYNC, order(i % 2 == 0, 1_000 + i));
      List<Call> quick = h.burst();
      assertThat(quick).extracting(call -> call.objects().getFirst().namespace()).contains("team");
      quick.stream()
          .filter(call -> call.objects().getFirst().namespace().equals("team"))
          .forEach(h::end);
    }
  }

  @Test
  void oneNamespaceAloneHasMostOfTheRoom() {
    QueueHarness h = new QueueHarness(100);
    for (int i = 0; i < 50; i++) {
      h.place(object("team", "o" + i), Lane.EDIT, order(false, i));
    }

    assertThat(h.burst()).hasSize(12);
  }

  /** One vhost that the API throttles halves nobody's calls. */
  @Test
  void throttledAnswersOfOneScopeAreItsOwn() {
    QueueHarness h = new QueueHarness(10);
    for (int i = 0; i < 30; i++) {
      h.place(object("team", "o" + i), Lane.EDIT, order(false, i));
      h.end(h.one());
      h.place(object("throttled", "o" + i), Lane.EDIT, put("app" + i));
      h.queue.ended(h.one(), h.now, THROTTLED);
      h.now = h.now.plusSeconds(1);
    }

    assertThat(h.queue.budget(Action.UPDATE).limit(h.now)).isEqualTo(10);
  }

  @Test
  void norDoThoseOfManyScopesOfOneTenant() {
    QueueHarness h = new QueueHarness(10);
    for (int i = 0; i < 30; i++) {
      h.place(object("team", "o" + i), Lane.EDIT, order(false, i % 3));
      h.end(h.one());
      h.place(object("throttled", "o" + i), Lane.EDIT, order(false, 100 + i));
      h.queue.ended(h.one(), h.now, THROTTLED);
      h.now = h.now.plusSeconds(1);
    }

    assertThat(h.queue.budget(Action.UPDATE).limit(h.now)).isEqualTo(10);
  }

  /** An API that is down says nothing of who is throttled. */
  @Test
  void failuresOfOthersDoNotMakeThrottlingOnesOwn() {
    QueueHarness h = new QueueHarness(10);
    h.place(object("team", "o"), Lane.EDIT, order(false, 1));
    h.queue.ended(h.one(), h.now, DOWN);
    h.place(object("throttled", "o"), Lane.EDIT, order(false, 2));
    h.queue.ended(h.one(), h.now, THROTTLED);

    assertThat(h.queue.budget(Action.UPDATE).limit(h.now)).isEqualTo(5);
  }

  @Test
  void throttledAnswersOfSeveralScopesAreTheAccounts() {
    QueueHarness h = new QueueHarness(10);
    for (int i = 0; i < 3; i++) {
      h.place(object("team", "o" + i), Lane.EDIT, order(false, i));
    }
    h.end(h.one());
    h.queue.ended(h.one(), h.now, THROTTLED);
    assertThat(h.queue.budget(Action.UPDATE).limit(h.now)).isEqualTo(10);
    h.queue.ended(h.one(), h.now, THROTTLED);

    assertThat(h.queue.budget(Action.UPDATE).limit(h.now)).isEqualTo(5);
  }
}
