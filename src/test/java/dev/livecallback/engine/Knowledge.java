package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.CloudRecords.Stored;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one process was told and did, kept apart from what the engine makes of it: the properties
 * are held against this.
 */
final class Knowledge {
  /**
   * What the last read of a scope that listed anything said.
   *
   * @param records as it was answered
   * @param truth the records that the cloud answered from
   */
  record Shown(
      Instant began, Instant ended, List<CallbackRecord> records, Map<CallbackKey, Stored> truth) {

    /** What it said of that key: none, one, or several. */
    List<CallbackContent> of(CallbackKey key) {
      return records.stream()
          .filter(record -> record.matches(key))
          .map(CallbackRecord::content)
          .toList();
    }
  }

  /**
   * The last accepted Put of a key, if nothing else was written there since.
   *
   * @param seen whether a later read showed it
   */
  private record Accepted(CallbackContent content, Instant ended, boolean seen) {}

  private record Write(Instant ended, ObjectId by) {}

  private final Function<String, @Nullable LiveCallback> cache;
  private final Map<String, LiveCallback> planned = new HashMap<>();
  private final Map<Scope, Shown> shown = new HashMap<>();
  private final Map<CallbackKey, Write> written = new HashMap<>();
  private final Map<CallbackKey, Accepted> accepted = new HashMap<>();
  private final Map<String, Long> plannedAt = new HashMap<>();
  private final Map<CallbackKey, Long> answeredAt = new HashMap<>();
  private long moments;
  private final Map<CallbackKey, Write> unknown = new HashMap<>();
  private final Set<CallbackKey> inFlight = new HashSet<>();
  private int callsInFlight;

  Knowledge(Function<String, @Nullable LiveCallback> cache) {
    this.cache = cache;
  }

  /** This version of an object was planned. */
  void planned(LiveCallback object) {
    planned.put(object.getMetadata().getName(), object);
    plannedAt.put(object.getMetadata().getName(), ++moments);
  }

  /** Whether a write to the key was answered since the object was last planned. */
  boolean answeredSincePlanned(CallbackKey key, ObjectId object) {
    return answeredAt.getOrDefault(key, 0L) > plannedAt.getOrDefault(object.name(), 0L);
  }

  /**
   * When a Put of this very content was accepted that no read has shown yet; long ago = it wasn't.
   */
  Instant acceptedUnseen(CallbackKey key, CallbackContent content) {
    Accepted last = accepted.get(key);
    return last != null && !last.seen() && last.content().equals(content)
        ? last.ended()
        : Timeline.START.minusSeconds(3600);
  }

  void gone(LiveCallback object) {
    planned.computeIfPresent(
        object.getMetadata().getName(),
        (_, before) -> ApiServerModel.same(before, object) ? null : before);
  }

  void began(Call call) {
    callsInFlight++;
    CallbackKey key = key(call.order());
    if (key != null) {
      inFlight.add(key);
    }
  }

  void ended(Call call, Instant ended, Answer<?> answer, Map<CallbackKey, Stored> truth) {
    callsInFlight--;
    CallbackKey key = key(call.order());
    if (key == null) {
      if (answer instanceof Answer.Ok<?> ok) {
        List<CallbackRecord> records =
            ((List<?>) ok.value()).stream().map(CallbackRecord.class::cast).toList();
        Shown now = new Shown(call.began(), ended, records, truth);
        shown.put(call.order().scope(), now);
        accepted.replaceAll((each, put) -> seen(now, call.order().scope(), each, put));
      }
      return;
    }
    inFlight.remove(key);
    answeredAt.put(key, ++moments);
    if (call.order() instanceof Order.Remove) {
      accepted.keySet().removeIf(each -> mayGoAlong(each, key));
    }
    accepted.remove(key);
    if (answer instanceof Answer.Ok<?> && call.order() instanceof Order.Put put) {
      accepted.put(key, new Accepted(put.content(), ended, false));
    }
    boolean outcomeUnknown =
        answer instanceof Answer.Failed<?> failed
            && failed.failure() instanceof Failure.OutcomeUnknown;
    ObjectId by = call.objects().getFirst();
    if (outcomeUnknown) {
      unknown.put(key, new Write(ended, by));
    }
    if (outcomeUnknown || answer instanceof Answer.Ok<?>) {
      written.put(key, new Write(ended, by));
    }
  }

  /** Whether the Remove of a key may take another record along. */
  private static boolean mayGoAlong(CallbackKey other, CallbackKey removed) {
    boolean wildcard = removed.appLess() && other.scope().equals(removed.scope());
    boolean byAnotherName = other.scope().kind() != removed.scope().kind();
    return wildcard || byAnotherName;
  }

  /**
   * Whether an object wants the key and may write it, both as it was planned and as the cache has
   * it now.
   */
  boolean wants(LiveCallback planned, CallbackKey key) {
    LiveCallback cached = cache.apply(planned.getMetadata().getName());
    return Standings.wants(planned, key)
        && !Standings.observes(planned)
        && cached != null
        && ApiServerModel.same(cached, planned)
        && Standings.wants(cached, key)
        && !Standings.observes(cached);
  }

  /** Whether an object may claim a record, both as it was planned and as the cache has it now. */
  boolean claims(LiveCallback planned) {
    LiveCallback cached = cache.apply(planned.getMetadata().getName());
    return Standings.claims(planned) && cached != null && Standings.claims(cached);
  }

  private static Accepted seen(Shown now, Scope scope, CallbackKey key, Accepted put) {
    boolean shows =
        key.scope().equals(scope)
            && !now.began().isBefore(put.ended())
            && now.of(key).stream().anyMatch(it -> it.agreesWith(put.content()));
    return shows ? new Accepted(put.content(), put.ended(), true) : put;
  }

  /** The version of the object that its last round was of. */
  @Nullable LiveCallback planned(String name) {
    return planned.get(name);
  }

  Iterable<LiveCallback> allPlanned() {
    return planned.values();
  }

  /** What the last good read of the scope said; null if there was none. */
  @Nullable Shown shown(Scope scope) {
    return shown.get(scope);
  }

  /**
   * When the object's write to the key ended, if it was the last that did or may have done
   * something.
   */
  Instant written(CallbackKey key, ObjectId by) {
    Write write = written.get(key);
    return write != null && write.by().equals(by) ? write.ended() : Instant.MIN;
  }

  /** A key leaves its object's ledger: whoever wants it next finds out anew what is there. */
  void dropped(CallbackKey key) {
    accepted.remove(key);
  }

  /** When the last write of unknown outcome to the key ended. */
  Instant unknown(CallbackKey key) {
    Write write = unknown.get(key);
    return write == null ? Instant.MIN : write.ended();
  }

  boolean inFlight(CallbackKey key) {
    return inFlight.contains(key);
  }

  int callsInFlight() {
    return callsInFlight;
  }

  /** Whether any object that isn't paused has to do with the scope. */
  boolean inUse(Scope scope) {
    return planned.values().stream()
        .anyMatch(object -> !Standings.paused(object) && Standings.uses(object, scope));
  }

  static @Nullable CallbackKey key(Order order) {
    return switch (order) {
      case Order.Read _ -> null;
      case Order.Put put -> put.key();
      case Order.Remove remove -> remove.key();
    };
  }
}
