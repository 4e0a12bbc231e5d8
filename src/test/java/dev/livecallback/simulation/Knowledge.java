package dev.livecallback.simulation;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one process was told and did, kept apart from what the engine makes of it: the properties
 * are held against this.
 */
final class Knowledge {
  /**
   * What the last read of a listing that listed anything said.
   *
   * @param records as it was answered
   */
  record ShownRecords(Instant began, Instant ended, List<CallbackRecord> records) {

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
  private record AcceptedPut(CallbackContent content, Instant ended, boolean seen) {}

  private record EndedWrite(Instant ended, ObjectId by) {}

  /**
   * An object as it was planned.
   *
   * @param paused whether it, or its account, was paused then
   * @param allowed whether its account let it in then
   */
  private record Planned(LiveCallback object, boolean paused, boolean allowed) {}

  private final Function<String, @Nullable LiveCallback> cache;
  private final ProcessAccounts accounts;
  private final CloudNames names;
  private final Map<String, Planned> planned = new HashMap<>();
  private final Map<Site, Map<Listing, ShownRecords>> shown = new HashMap<>();
  private final Map<CallbackKey, EndedWrite> written = new HashMap<>();
  private final Map<CallbackKey, AcceptedPut> accepted = new HashMap<>();
  private final Map<String, Long> plannedAt = new HashMap<>();
  private final Map<CallbackKey, Long> answeredAt = new HashMap<>();
  private long moments;
  private final Map<CallbackKey, EndedWrite> unknown = new HashMap<>();
  private final Set<CallbackKey> inFlight = new HashSet<>();
  private final Map<String, Integer> callsInFlight = new HashMap<>();

  Knowledge(
      Function<String, @Nullable LiveCallback> cache, ProcessAccounts accounts, CloudNames names) {
    this.cache = cache;
    this.accounts = accounts;
    this.names = names;
  }

  /** What the process calls the cloud accounts. */
  CloudNames names() {
    return names;
  }

  /** This version of an object was planned. */
  void planned(LiveCallback object) {
    planned.put(
        object.getMetadata().getName(),
        new Planned(
            object,
            ObjectReading.handsOff(object) || accounts.pausesAll(ObjectReading.account(object)),
            accounts.admits(object)));
    plannedAt.put(object.getMetadata().getName(), ++moments);
  }

  /** Whether the object, as it was last planned, was paused by itself or with its account. */
  boolean paused(LiveCallback object) {
    Planned last = planned.get(object.getMetadata().getName());
    return last != null && last.paused();
  }

  /** Whether the object's account lets it in, as the cache has it. */
  boolean admits(LiveCallback object) {
    return accounts.admits(object);
  }

  /** Whether the object's account let it in when it was last planned. */
  boolean allowed(LiveCallback object) {
    Planned last = planned.get(object.getMetadata().getName());
    return last != null && last.allowed();
  }

  /** Whether a write to the key was answered since the object was last planned. */
  boolean answeredSincePlanned(CallbackKey key, ObjectId object) {
    return answeredAt.getOrDefault(key, 0L) > plannedAt.getOrDefault(object.name(), 0L);
  }

  /**
   * When a Put of this very content was accepted that no read has shown yet; long ago = it wasn't.
   */
  Instant acceptedUnseen(CallbackKey key, CallbackContent content) {
    AcceptedPut last = accepted.get(key);
    return last != null && !last.seen() && last.content().equals(content)
        ? last.ended()
        : SimulatedWorld.START.minusSeconds(3600);
  }

  /** The records of apps beside an app-less one of which a Put was accepted since then. */
  List<CallbackKey> putSince(CallbackKey appLess, Instant then) {
    return accepted.entrySet().stream()
        .filter(each -> each.getKey().app() != null)
        .filter(each -> each.getKey().scope().equals(appLess.scope()))
        .filter(each -> each.getKey().cloudAccount().equals(appLess.cloudAccount()))
        .filter(each -> each.getKey().messageType() == appLess.messageType())
        .filter(each -> !each.getValue().ended().isBefore(then))
        .map(Map.Entry::getKey)
        .toList();
  }

  void gone(LiveCallback object) {
    planned.computeIfPresent(
        object.getMetadata().getName(),
        (_, before) -> ShadowApiServer.same(before.object(), object) ? null : before);
  }

  void began(Call call) {
    callsInFlight.merge(call.order().cloudAccount(), 1, Integer::sum);
    CallbackKey key = key(call.order());
    if (key != null) {
      inFlight.add(key);
    }
  }

  void ended(Call call, Instant ended, Answer<?> answer) {
    callsInFlight.merge(call.order().cloudAccount(), -1, Integer::sum);
    CallbackKey key = key(call.order());
    if (call.order() instanceof Order.Read read) {
      if (answer instanceof Answer.Ok<?> ok) {
        List<CallbackRecord> records =
            ((List<?>) ok.value()).stream().map(CallbackRecord.class::cast).toList();
        ShownRecords now = new ShownRecords(call.began(), ended, records);
        shown.computeIfAbsent(Site.of(read), _ -> new HashMap<>()).put(read.listing(), now);
        accepted.replaceAll((each, put) -> seen(now, read, each, put));
      }
      return;
    }
    Objects.requireNonNull(key, "a write has a key");
    inFlight.remove(key);
    answeredAt.put(key, ++moments);
    if (call.order() instanceof Order.Remove) {
      accepted.keySet().removeIf(each -> mayGoAlong(each, key));
    }
    accepted.remove(key);
    if (answer instanceof Answer.Ok<?> && call.order() instanceof Order.Put put) {
      accepted.put(key, new AcceptedPut(put.content(), ended, false));
    }
    boolean outcomeUnknown =
        answer instanceof Answer.Failed<?> failed
            && failed.failure() instanceof Failure.OutcomeUnknown;
    ObjectId by = call.objects().getFirst();
    if (outcomeUnknown) {
      unknown.put(key, new EndedWrite(ended, by));
    }
    if (outcomeUnknown || answer instanceof Answer.Ok<?>) {
      written.put(key, new EndedWrite(ended, by));
    }
  }

  /** Whether the Remove of a key may take another record along. */
  private static boolean mayGoAlong(CallbackKey other, CallbackKey removed) {
    boolean wildcard = removed.appLess() && other.scope().equals(removed.scope());
    boolean byAnotherName = other.scope().kind() != removed.scope().kind();
    return other.cloudAccount().equals(removed.cloudAccount()) && (wildcard || byAnotherName);
  }

  /**
   * Whether an object wants the key and may write it, both as it was planned and as the cache has
   * it now.
   */
  boolean wants(LiveCallback planned, CallbackKey key) {
    LiveCallback cached = cache.apply(planned.getMetadata().getName());
    return ObjectReading.wants(names, planned, key)
        && !ObjectReading.observes(planned)
        && cached != null
        && ShadowApiServer.same(cached, planned)
        && ObjectReading.wants(names, cached, key)
        && !ObjectReading.observes(cached);
  }

  /** Whether an object may claim a record, both as it was planned and as the cache has it now. */
  boolean claims(LiveCallback planned) {
    LiveCallback cached = cache.apply(planned.getMetadata().getName());
    return ObjectReading.claims(planned)
        && allowed(planned)
        && !paused(planned)
        && cached != null
        && ObjectReading.claims(cached)
        && accounts.givesClaims(cached);
  }

  private static AcceptedPut seen(
      ShownRecords now, Order.Read read, CallbackKey key, AcceptedPut put) {
    boolean shows =
        Site.of(read).has(key)
            && read.listing().covers(key)
            && !now.began().isBefore(put.ended())
            && now.of(key).stream().anyMatch(it -> it.agreesWith(put.content()));
    return shows ? new AcceptedPut(put.content(), put.ended(), true) : put;
  }

  /** The version of the object that its last round was of. */
  @Nullable LiveCallback planned(String name) {
    Planned last = planned.get(name);
    return last == null ? null : last.object();
  }

  List<LiveCallback> allPlanned() {
    return planned.values().stream().map(Planned::object).toList();
  }

  /** What the last good read said that shows the key; null if there was none. */
  @Nullable ShownRecords shown(CallbackKey key) {
    return shown.getOrDefault(Site.of(key), Map.of()).entrySet().stream()
        .filter(each -> each.getKey().covers(Listing.of(key)))
        .map(Map.Entry::getValue)
        .max(Comparator.comparing(ShownRecords::began))
        .orElse(null);
  }

  /**
   * When the object's write to the key ended, if it was the last that did or may have done
   * something.
   */
  Instant written(CallbackKey key, ObjectId by) {
    EndedWrite write = written.get(key);
    return write != null && write.by().equals(by) ? write.ended() : Instant.MIN;
  }

  /** A key leaves its object's ledger: whoever wants it next finds out anew what is there. */
  void dropped(CallbackKey key) {
    accepted.remove(key);
  }

  /** When the last write of unknown outcome to the key ended. */
  Instant unknown(CallbackKey key) {
    EndedWrite write = unknown.get(key);
    return write == null ? Instant.MIN : write.ended();
  }

  boolean inFlight(CallbackKey key) {
    return inFlight.contains(key);
  }

  /** How many calls of what the process takes for one cloud account are in flight. */
  int callsInFlight(String cloudAccount) {
    return callsInFlight.getOrDefault(cloudAccount, 0);
  }

  /** What the cloud account is in truth that the process calls so. */
  String real(String cloudAccount) {
    return names.real(cloudAccount);
  }

  static @Nullable CallbackKey key(Order order) {
    return switch (order) {
      case Order.Read _ -> null;
      case Order.Put put -> put.key();
      case Order.Remove remove -> remove.key();
    };
  }
}
