package dev.livecallback.calls;

import static dev.livecallback.calls.QueueHarness.T0;
import static dev.livecallback.calls.QueueHarness.content;
import static dev.livecallback.calls.QueueHarness.key;
import static dev.livecallback.calls.QueueHarness.object;
import static dev.livecallback.calls.QueueHarness.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.SendGuard.Decision;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random plans, answers and guards, against a model that knows only what each object wants. Seeds
 * are fixed: a failure repeats.
 */
class CallQueuePropertyTest {
  private static final List<Lane> LANES = List.of(Lane.values());
  private static final int LIMIT = 4;

  /** What the model knows of one unsent order. */
  private record Wanted(Order order, Instant notBefore) {}

  /** Which order of which object. */
  private record Place(ObjectId object, OrderKey slot) {}

  private final QueueHarness h = new QueueHarness(LIMIT);
  private final Map<Place, Wanted> wanted = new LinkedHashMap<>();
  private final Map<Long, Call> inFlight = new HashMap<>();
  private final Map<Action, List<Instant>> sent = new EnumMap<>(Action.class);
  private final Map<Listing, Instant> verified = new HashMap<>();
  private final Map<String, Decision> verdicts = new HashMap<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void holdsOverAnySequence(long seed) {
    Random random = new Random(seed);
    h.judge = (object, order, _) -> judge(object, order);
    for (int step = 0; step < 3000; step++) {
      act(random);
      sendAll();
      restUntilAsked(random);
    }

    verdicts.clear();
    h.room = CallQueue.MAX_IN_FLIGHT;
    drain();

    assertThat(wanted).as("every order is sent in the end").isEmpty();
    assertThat(QueueState.isIdle(h.queue)).isTrue();
    sent.values().forEach(CallQueuePropertyTest::assertWindows);
    assertThat(sent).containsOnlyKeys(Action.values());
  }

  private void act(Random random) {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> plan(random);
      case 4 -> withdraw(random);
      case 5, 6, 7 -> endOne(random);
      case 8 -> changeMind(random);
      default -> h.room = List.of(0, 1, 3, 16, 16, 16).get(random.nextInt(6));
    }
  }

  private void plan(Random random) {
    ObjectId object = anyObject(random);
    List<PlannedOrder> placements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Instant notBefore =
          random.nextBoolean() ? Instant.MIN : h.now.plusMillis(random.nextInt(4000));
      Lane lane = LANES.get(random.nextInt(LANES.size()));
      placements.add(new PlannedOrder(anyOrder(random), lane, notBefore));
    }
    h.queue.place(object, placements, 1, h.now);
    Set<OrderKey> slots =
        placements.stream().map(each -> OrderKey.of(each.order())).collect(Collectors.toSet());
    wanted.keySet().removeIf(place -> place.object.equals(object) && !slots.contains(place.slot));
    for (PlannedOrder placement : placements) {
      wanted.merge(
          new Place(object, OrderKey.of(placement.order())),
          new Wanted(placement.order(), placement.notBefore()),
          CallQueuePropertyTest::merge);
    }
  }

  private static Wanted merge(Wanted before, Wanted after) {
    boolean same = OrderKey.wantSame(before.order, after.order);
    return same && before.notBefore.isBefore(after.notBefore)
        ? new Wanted(after.order, before.notBefore)
        : after;
  }

  private void withdraw(Random random) {
    ObjectId object = anyObject(random);
    List<Order> keep = List.of(anyOrder(random), anyOrder(random));
    h.queue.withdraw(object, keep);
    Map<OrderKey, Order> kept = new HashMap<>();
    keep.forEach(order -> kept.put(OrderKey.of(order), order));
    wanted
        .entrySet()
        .removeIf(
            each ->
                each.getKey().object.equals(object)
                    && !Optional.ofNullable(kept.get(each.getKey().slot))
                        .map(order -> OrderKey.wantSame(order, each.getValue().order))
                        .orElse(false));
  }

  /** What is dropped leaves the model too. */
  private Decision judge(ObjectId object, Order order) {
    Decision verdict = verdicts.getOrDefault(object.name(), Decision.SEND);
    if (verdict == Decision.DROP) {
      assertThat(wanted.remove(new Place(object, OrderKey.of(order)))).isNotNull();
    }
    return verdict;
  }

  private void changeMind(Random random) {
    String name = anyObject(random).name();
    switch (random.nextInt(4)) {
      case 0 -> verdicts.put(name, Decision.HOLD);
      case 1 -> verdicts.put(name, Decision.DROP);
      default -> verdicts.remove(name);
    }
    if (random.nextBoolean()) {
      h.queue.reconsider(h.now);
    }
  }

  private void endOne(Random random) {
    if (inFlight.isEmpty()) {
      return;
    }
    List<Call> calls = List.copyOf(inFlight.values());
    Call call = calls.get(random.nextInt(calls.size()));
    inFlight.remove(call.id());
    Failure.Detail detail = new Failure.Detail("too many", 429, null, null);
    boolean throttled = random.nextInt(300) == 0;
    Answer<?> answer =
        throttled ? new Answer.Failed<>(new Failure.Throttled(detail, null)) : QueueHarness.OK;
    h.queue.ended(call, h.now, answer);
  }

  private void sendAll() {
    for (Optional<Call> next = h.next(); next.isPresent(); next = h.next()) {
      check(next.get());
    }
    assertThat(h.queue.nextWake(h.now)).as("asked till it was empty").isAfter(h.now);
  }

  /** Time passes; whatever the queue doesn't ask for can't go. */
  private void restUntilAsked(Random random) {
    Instant wake = h.queue.nextWake(h.now);
    Instant next = h.now.plusMillis(random.nextInt(150));
    if (random.nextInt(3) == 0 && next.isBefore(wake)) {
      assertThat(h.queue.next(next)).as("nothing goes before nextWake").isEmpty();
    }
    h.now = next;
  }

  private void check(Call call) {
    assertThat(inFlight.size()).isLessThan(h.room);
    for (Call other : inFlight.values()) {
      assertThat(collide(call.order(), other.order())).as("%s and %s", call, other).isFalse();
    }
    for (ObjectId object : call.objects()) {
      Place place = new Place(object, OrderKey.of(call.order()));
      assertThat(wanted).as("wanted").containsKey(place);
      Wanted order = Objects.requireNonNull(wanted.remove(place));
      assertThat(OrderKey.wantSame(order.order, call.order())).isTrue();
      assertThat(order.notBefore).isBeforeOrEqualTo(h.now);
      assertThat(verdicts).doesNotContainKey(object.name());
    }
    if (call.order() instanceof Order.Read(_, Listing listing, boolean verifying) && verifying) {
      Instant last = verified.put(listing, h.now);
      assertThat(last == null || !last.plusSeconds(1).isAfter(h.now)).isTrue();
    }
    sent.computeIfAbsent(call.action(), _ -> new ArrayList<>()).add(h.now);
    inFlight.put(call.id(), call);
    assertThat(h.queue.inFlight()).isEqualTo(inFlight.size());
  }

  private void drain() {
    Random random = new Random(0);
    for (int i = 0; i < 100_000 && !QueueState.isIdle(h.queue); i++) {
      endOne(random);
      sendAll();
      Instant wake = h.queue.nextWake(h.now);
      if (inFlight.isEmpty()) {
        h.now = wake.equals(Instant.MAX) ? h.now : wake;
      }
    }
  }

  private static boolean collide(Order one, Order other) {
    if (one instanceof Order.Read || other instanceof Order.Read) {
      return OrderKey.of(one).equals(OrderKey.of(other));
    }
    CallbackKey key = keyOf(one);
    CallbackKey otherKey = keyOf(other);
    boolean sameFamily =
        key.scope().equals(otherKey.scope()) && key.messageType() == otherKey.messageType();
    return key.equals(otherKey) || (sameFamily && (takesAll(one) || takesAll(other)));
  }

  private static boolean takesAll(Order order) {
    return order instanceof Order.Remove(CallbackKey key, _) && key.appLess();
  }

  private static CallbackKey keyOf(Order order) {
    return switch (order) {
      case Order.Put put -> put.key();
      case Order.Remove remove -> remove.key();
      case Order.Read read -> throw new AssertionError(read);
    };
  }

  private static void assertWindows(List<Instant> times) {
    assertThat(times).hasSizeGreaterThan(20);
    for (int i = LIMIT; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - LIMIT), times.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
    assertThat(times.getFirst()).isAfterOrEqualTo(T0);
  }

  private static ObjectId anyObject(Random random) {
    int number = random.nextInt(15);
    return object("team" + number % 4, "o" + number);
  }

  private static Order anyOrder(Random random) {
    String vhost = "v" + random.nextInt(3);
    String app = random.nextInt(4) == 0 ? null : "app" + random.nextInt(3);
    CallbackKey key = key(vhost, app, MessageType.PUSH);
    return switch (random.nextInt(4)) {
      case 0 -> new Order.Read(QueueHarness.ACCOUNT, scope(vhost), false);
      case 1 -> new Order.Read(QueueHarness.ACCOUNT, scope(vhost), true);
      case 2 -> new Order.Put(key, content("c" + random.nextInt(2)));
      default -> new Order.Remove(key);
    };
  }
}
