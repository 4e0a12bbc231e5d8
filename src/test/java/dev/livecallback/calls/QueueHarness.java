package dev.livecallback.calls;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue under virtual time, and short words for what is placed in it. */
final class QueueHarness {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  static final String ACCOUNT = "2100000001";
  static final Answer<?> OK = new Answer.Ok<>(WriteAccepted.DONE, "request");

  /** What the guard says; SEND unless a test sets something else. */
  interface Judge {
    SendGuard.Decision judge(ObjectId object, Order order, long revision);
  }

  Judge judge = (_, _, _) -> SendGuard.Decision.SEND;
  int room = CallQueue.MAX_IN_FLIGHT;
  Instant now = T0;
  final CallQueue queue;

  QueueHarness() {
    this(10);
  }

  QueueHarness(int callsPerSecond) {
    queue = CallQueue.of(budgets(callsPerSecond), guard());
  }

  private SendGuard guard() {
    return new SendGuard() {
      @Override
      public Decision judge(ObjectId object, AccountName account, Order order, long revision) {
        return judge.judge(object, order, revision);
      }

      @Override
      public int maxInFlight(AccountName account) {
        return room;
      }
    };
  }

  static Map<Action, CallBudget> budgets(int callsPerSecond) {
    Map<Action, CallBudget> budgets = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      budgets.put(action, CallBudget.of(callsPerSecond));
    }
    return budgets;
  }

  void place(ObjectId object, Lane lane, Order... orders) {
    List<PlannedOrder> placements = new ArrayList<>();
    for (Order order : orders) {
      placements.add(PlannedOrder.now(order, lane));
    }
    queue.place(object, placements, 1, now);
  }

  void placeAt(ObjectId object, Lane lane, Order order, long millis) {
    queue.place(object, List.of(new PlannedOrder(order, lane, at(millis))), 1, now);
  }

  Optional<Call> next() {
    return queue.next(now);
  }

  /** The one call that goes now. */
  Call one() {
    return next().orElseThrow(() -> new AssertionError("nothing goes now"));
  }

  /** All calls that go now; they stay in flight. */
  List<Call> burst() {
    List<Call> calls = new ArrayList<>();
    for (Optional<Call> call = next(); call.isPresent(); call = next()) {
      calls.add(call.get());
    }
    return calls;
  }

  void end(Call call) {
    queue.ended(call, now, OK);
  }

  /**
   * Lets time pass, each call ending as it is sent, until that many calls went or the queue asks
   * for nothing more.
   */
  List<Call> run(int most) {
    List<Call> calls = new ArrayList<>();
    while (calls.size() < most) {
      Optional<Call> call = next();
      if (call.isPresent()) {
        calls.add(call.get());
        end(call.get());
      } else {
        Instant wake = queue.nextWake(now);
        if (wake.equals(Instant.MAX)) {
          return calls;
        }
        now = wake;
      }
    }
    return calls;
  }

  /** How many calls {@link #run} makes until it makes one like this, that one included. */
  int runUntil(Predicate<Call> wanted, int most) {
    for (int i = 1; i <= most; i++) {
      List<Call> call = run(1);
      if (call.isEmpty()) {
        break;
      }
      if (wanted.test(call.getFirst())) {
        return i;
      }
    }
    throw new AssertionError("not among the next " + most + " calls");
  }

  void moveTo(long millis) {
    now = at(millis);
  }

  static Instant at(long millis) {
    return T0.plusMillis(millis);
  }

  static ObjectId object(String namespace, String name) {
    return new ObjectId(namespace, name, namespace + "-" + name + "-uid");
  }

  static ObjectId object(String name) {
    return object("team", name);
  }

  static Scope scope(String name) {
    return Scope.vhost(name + ".example.com");
  }

  static CallbackKey key(String vhost, @Nullable String app, MessageType type) {
    return new CallbackKey(ACCOUNT, scope(vhost), app, type);
  }

  static CallbackKey key(String app) {
    return key("live", app, MessageType.PUSH);
  }

  static CallbackContent content(String path) {
    return new CallbackContent(
        List.of(CallbackDetail.http("https://hooks.example.com/" + path)),
        false,
        new Authentication.Off());
  }

  static Order put(String app) {
    return put(app, "a");
  }

  static Order put(String app, String path) {
    return new Order.Put(key(app), content(path));
  }

  static Order remove(String app) {
    return new Order.Remove(key(app));
  }

  static Order read(String vhost) {
    return new Order.Read(ACCOUNT, scope(vhost), false);
  }

  static Order verify(String vhost) {
    return new Order.Read(ACCOUNT, scope(vhost), true);
  }
}
