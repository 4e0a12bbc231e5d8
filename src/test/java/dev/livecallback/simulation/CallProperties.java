package dev.livecallback.simulation;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Timestamps;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.Engine;
import dev.livecallback.plan.Ledger;
import dev.livecallback.shadow.CloudBehaviour.DomainListing;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of every call, when it is sent and when it arrives. */
final class CallProperties {
  /** Twice what the planner takes for fresh: so long may an app-less delete have waited. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  /** For so long a read that contradicts an accepted write is only repeated. */
  private static final Duration SETTLING = Duration.ofSeconds(60);

  private static final long FORGIVEN_AFTER_LOSS = 60_000;

  private static final Comparator<LiveCallback> OLDEST_FIRST =
      Comparator.<LiveCallback, Instant>comparing(
              object ->
                  Timestamps.instant(object.getMetadata().getCreationTimestamp())
                      .orElse(Instant.MAX))
          .thenComparing(ShadowApiServer::name);

  private final SimulatedWorld world;
  private final Map<Order.Put, String> fingerprints = new HashMap<>();
  private final Map<CallbackKey, Set<CallbackContent>> puts = new HashMap<>();
  private final Map<String, Long> statusLost = new HashMap<>();
  private final Map<Site, Integer> bySite = new HashMap<>();

  CallProperties(SimulatedWorld world) {
    this.world = world;
  }

  /** How many calls about a scope were sent, but for sweeps. */
  int count(Site site) {
    return bySite.getOrDefault(site, 0);
  }

  /** A plan orders this, and its ledger says so. */
  void ordered(Order.Put put, CallbackKey real, String fingerprint) {
    fingerprints.put(put, fingerprint);
    puts.computeIfAbsent(world.records.canonical(real), _ -> new HashSet<>()).add(put.content());
  }

  /** A Put goes elsewhere than anybody could know: what it leaves there is ours. */
  void strays(Order.Put put, CallbackKey real) {
    puts.computeIfAbsent(world.records.canonical(real), _ -> new HashSet<>()).add(put.content());
  }

  /** A restore took this object's status: its ledger says nothing of what is on its way. */
  void statusLost(String name) {
    statusLost.put(name, world.time.elapsed());
  }

  void sends(Call call, String real, Knowledge knowledge) {
    if (!call.objects().stream().allMatch(Engine::isSweep)) {
      bySite.merge(new Site(real, call.order().scope()), 1, Integer::sum);
    }
    if (knowledge.callsInFlight(call.order().cloudAccount()) >= CallQueue.MAX_IN_FLIGHT) {
      throw fail("too many calls are in flight", call);
    }
    switch (call.order()) {
      case Order.Read read -> reads(Site.of(read), call, knowledge);
      case Order.Put put -> {
        LiveCallback object = writes(call, put.key(), knowledge);
        puts(put, object, call, knowledge);
      }
      case Order.Remove remove -> {
        LiveCallback object = writes(call, remove.key(), knowledge);
        removes(remove, object, call, knowledge);
      }
    }
  }

  /** So many calls of an action arrived in the last second. */
  void arrivals(Action action, String cloudAccount, int inOneSecond) {
    SimulatedProcess process = world.process();
    boolean knowable = process != null && !world.quotas.unknowable(process, cloudAccount);
    if (world.history.quirks().oneWayMillis() <= 20
        && knowable
        && inOneSecond > world.history.quirks().quota()) {
      throw world.fail(
          "more calls than the quota arrive in one second", inOneSecond + " of " + action);
    }
  }

  private void reads(Site site, Call call, Knowledge knowledge) {
    boolean used = false;
    for (LiveCallback object : knowledge.allPlanned()) {
      if (ObjectReading.uses(knowledge.names(), object, site)) {
        if (!knowledge.paused(object)) {
          return;
        }
        used = true;
      }
    }
    if (used) {
      throw fail("a scope is read all of whose objects are paused", call);
    }
  }

  /** What holds of both kinds of writes. */
  private LiveCallback writes(Call call, CallbackKey key, Knowledge knowledge) {
    ObjectId id = call.objects().getFirst();
    LiveCallback planned = knowledge.planned(id.name());
    if (planned == null || !planned.id().equals(id)) {
      throw fail("a write is sent for an object that isn't there", call);
    }
    if (knowledge.paused(planned)) {
      throw fail("a write is sent for a paused object", call);
    }
    if (ObjectReading.observes(planned)) {
      throw fail("a write is sent for an object that only observes", call);
    }
    if (knowledge.answeredSincePlanned(key, id)) {
      throw fail("a write is sent that was planned before the last answer", call);
    }
    if (knowledge.inFlight(key)) {
      throw fail("two writes of one record are in flight", call);
    }
    return planned;
  }

  private void puts(Order.Put put, LiveCallback planned, Call call, Knowledge knowledge) {
    if (!ObjectReading.wants(knowledge.names(), planned, put.key())) {
      throw fail("a record is put that its object doesn't want", call);
    }
    Ledger.Entry entry = persisted(knowledge.names(), planned, put.key());
    boolean listed = entry != null && Objects.equals(fingerprints.get(put), entry.written());
    if (!listed && !lostStatus(planned)) {
      throw fail("a record is put that no persisted ledger names", call);
    }
    Instant accepted = knowledge.acceptedUnseen(put.key(), put.content());
    boolean fresh = world.time.instant().isBefore(accepted.plus(SETTLING));
    if (fresh && !lostStatus(planned)) {
      throw fail("a fresh write that no read shows yet is repeated", call);
    }
    for (LiveCallback other : knowledge.allPlanned()) {
      boolean owns =
          !ShadowApiServer.same(other, planned)
              && knowledge.wants(other, put.key())
              && persisted(knowledge.names(), other, put.key()) != null
              && (entry == null || OLDEST_FIRST.compare(other, planned) < 0);
      if (owns) {
        throw fail("a record is put that another object holds", call);
      }
    }
  }

  private void removes(Order.Remove remove, LiveCallback planned, Call call, Knowledge knowledge) {
    CallbackKey key = remove.key();
    CloudNames names = knowledge.names();
    if (ObjectReading.wants(names, planned, key)) {
      throw fail("a record is removed that its object wants", call);
    }
    boolean wantedByAnotherName =
        !ObjectReading.deleting(planned) && names.real(key).equals(wantedInTruth(names, planned));
    if (wantedByAnotherName) {
      throw fail("a record is removed that its object wants through another account", call);
    }
    Ledger.Entry entry = persisted(names, planned, key);
    if (entry == null && !lostStatus(planned)) {
      throw fail("a record is removed that no persisted ledger names", call);
    }
    for (LiveCallback other : knowledge.allPlanned()) {
      boolean wanted =
          !ShadowApiServer.same(other, planned)
              && knowledge.wants(other, key)
              && (persisted(names, other, key) != null || knowledge.claims(other));
      if (wanted) {
        throw fail("a record is removed that another object wants", call);
      }
    }
    Knowledge.ShownRecords shown = knowledge.shown(key);
    boolean clear = world.history.quirks().listsDomains() != DomainListing.UNNAMED;
    if (entry != null && entry.held() == null && shown != null && clear) {
      List<CallbackContent> there = shown.of(key);
      Set<CallbackContent> ours =
          puts.getOrDefault(world.records.canonical(names.real(key)), Set.of());
      boolean foreign =
          !there.isEmpty()
              && there.stream().noneMatch(it -> ours.stream().anyMatch(it::agreesWith));
      if (foreign) {
        throw fail("a record is removed that was never ours", call);
      }
    }
    if (key.appLess()) {
      removesWithoutApp(remove, planned, call, knowledge, shown);
    }
    if (!ObjectReading.deleting(planned)) {
      moves(names, planned, call);
    }
  }

  private static CallbackKey wantedInTruth(CloudNames names, LiveCallback object) {
    return names.real(ObjectReading.wants(names, object));
  }

  private void removesWithoutApp(
      Order.Remove remove,
      LiveCallback planned,
      Call call,
      Knowledge knowledge,
      Knowledge.@Nullable ShownRecords shown) {
    if (shown == null || shown.began().plus(FRESH).isBefore(world.time.instant())) {
      throw fail("an app-less record is removed without a fresh look", call);
    }
    CallbackKey key = remove.key();
    CloudNames names = knowledge.names();
    for (CallbackRecord record : shown.records()) {
      if (record.app() == null || !record.messageType().equals(key.messageType().wire())) {
        continue;
      }
      CallbackKey beside =
          new CallbackKey(key.cloudAccount(), key.scope(), record.app(), key.messageType());
      boolean accepted =
          remove.mayGoAlong().contains(beside)
              && (ObjectReading.wants(names, planned, beside)
                  || world.consents(planned, planned)
                  || knowledge.allPlanned().stream()
                      .filter(
                          other ->
                              persisted(names, other, beside) != null
                                  || ObjectReading.wants(names, other, beside))
                      .anyMatch(other -> world.consents(planned, other)));
      boolean lost = !accepted;
      for (LiveCallback other : knowledge.allPlanned()) {
        boolean goes =
            ObjectReading.deleting(other)
                && ObjectReading.removes(other)
                && (persisted(names, other, beside) != null || lostStatus(other));
        boolean restores =
            ObjectReading.wants(names, other, beside)
                && ObjectReading.enforces(other)
                && !knowledge.paused(other)
                && (persisted(names, other, beside) != null || lostStatus(other));
        lost &= !goes && !restores;
      }
      if (lost) {
        throw fail("an app-less delete endangers a record that nobody would put back", call);
      }
      asked(names, planned, beside, call, knowledge);
    }
    for (CallbackKey beside : knowledge.putSince(key, shown.began())) {
      asked(names, planned, beside, call, knowledge);
    }
  }

  private void asked(
      CloudNames names, LiveCallback planned, CallbackKey beside, Call call, Knowledge knowledge) {
    boolean unasked =
        ownersElsewhere(names, planned, beside, knowledge).stream()
            .filter(other -> ObjectReading.wants(names, other, beside))
            .anyMatch(other -> !world.consents(planned, other));
    if (unasked) {
      throw fail("an app-less delete endangers another namespace's record unasked", call);
    }
  }

  /** The objects of other namespaces whose record it is, as this process knew when it planned. */
  private List<LiveCallback> ownersElsewhere(
      CloudNames names, LiveCallback planned, CallbackKey key, Knowledge knowledge) {
    List<LiveCallback> owners =
        knowledge.allPlanned().stream()
            .filter(other -> persisted(names, other, key) != null)
            .toList();
    String namespace = planned.getMetadata().getNamespace();
    boolean shared =
        owners.stream().anyMatch(other -> other.getMetadata().getNamespace().equals(namespace));
    return shared ? List.of() : owners;
  }

  /** In a move the new record is there before the old one is removed. */
  private void moves(CloudNames names, LiveCallback planned, Call call) {
    CallbackKey wanted = wantedInTruth(names, planned);
    boolean there = world.records.get(wanted) != null;
    // One record by two names is away from its Remove to the read and the Put that follow.
    boolean same =
        call.order() instanceof Order.Remove remove
            && world
                .records
                .canonical(names.real(remove.key()))
                .equals(world.records.canonical(wanted));
    if (!there && !same && !world.vanishedByOthers(wanted)) {
      throw fail("in a move neither the old nor the new record would be there", call);
    }
  }

  private Ledger.@Nullable Entry persisted(
      CloudNames names, LiveCallback planned, CallbackKey key) {
    LiveCallback now = world.server.get(ShadowApiServer.name(planned));
    return now == null || !ShadowApiServer.same(now, planned)
        ? null
        : ObjectReading.entry(names, now, key).orElse(null);
  }

  boolean everLostStatus(LiveCallback object) {
    return statusLost.containsKey(object.getMetadata().getName());
  }

  private boolean lostStatus(LiveCallback object) {
    return lostStatus(object.getMetadata().getName());
  }

  /** Whether a restore took this object's status within the last minute. */
  boolean lostStatus(String name) {
    Long at = statusLost.get(name);
    return at != null && world.time.elapsed() - at < FORGIVEN_AFTER_LOSS;
  }

  private Error fail(String kind, Call call) {
    return world.fail(kind, call.order() + " for " + call.objects());
  }
}
