package dev.livecallback.engine;

import dev.livecallback.account.Gate;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Timestamps;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.claim.Interest;
import dev.livecallback.plan.AccountFacts;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.KeyFacts;
import dev.livecallback.plan.Ledger;
import dev.livecallback.plan.Requests;
import dev.livecallback.plan.ShutGate;
import dev.livecallback.plan.Standing;
import dev.livecallback.remote.Contest;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers all that is known about one object, and notes what it wants. It decides nothing. */
final class FactsReader {
  private final String account;
  private final RemoteState remote;
  private final Gate gate;
  private final ClaimIndex claims;
  private final Neighbours neighbours;
  private final Cluster cluster;
  private final AuthKeys authKeys;
  private final LatestObjects latest;
  private final ObjectMemory memory;
  private final InstantSource clock;
  private final Instant started;

  /**
   * @param account the one account, {@code namespace/name}
   */
  FactsReader(
      String account,
      RemoteState remote,
      Gate gate,
      ClaimIndex claims,
      Neighbours neighbours,
      Cluster cluster,
      LatestObjects latest,
      ObjectMemory memory,
      InstantSource clock) {
    this.account = account;
    this.remote = remote;
    this.gate = gate;
    this.claims = claims;
    this.neighbours = neighbours;
    this.cluster = cluster;
    this.authKeys = new AuthKeys(cluster::secret);
    this.latest = latest;
    this.memory = memory;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** The facts of an object, which is the latest version that is known. */
  Facts read(LiveCallback object) {
    Instant now = clock.instant();
    ObjectId id = object.id();
    LiveCallbackStatus status = object.statusOrEmpty();
    Ledger ledger = ledger(status);
    Desired desired = desired(object);
    boolean deleting = deleting(object);
    note(object);
    Set<CallbackKey> concerned = new HashSet<>(ledger.keys());
    concerned.add(desired.key());
    Map<CallbackKey, KeyFacts> keys = new HashMap<>();
    concerned.forEach(key -> keys.put(key, key(key)));
    return new Facts(
        id,
        account,
        object.getMetadata().getGeneration(),
        deleting,
        Wishes.policies(object.getSpec()),
        requests(object, now),
        desired,
        status,
        ledger,
        standing(object, desired.key(), deleting),
        accounts(ledger),
        keys,
        ledger.keys().stream().map(neighbours::of).flatMap(List::stream).toList(),
        memory.authKey(id.uid(), desired.key()),
        remote.provenByRead(),
        memory.generationSeen(id.uid(), object.getMetadata().getGeneration(), now),
        memory.isNewborn(id.uid()) ? started : created(object),
        started,
        now);
  }

  private Requests requests(LiveCallback object, Instant now) {
    boolean paused = Wishes.paused(object);
    String reconcile = Wishes.unansweredReconcile(object);
    return new Requests(
        paused,
        memory.readSince(object.getMetadata().getUid(), reconcile, paused, now),
        reconcile,
        Wishes.drift(object, now),
        Wishes.confirmedDelete(object));
  }

  /** One account so far: whatever a ledger calls it, it is that one. */
  private Map<String, AccountFacts> accounts(Ledger ledger) {
    AccountFacts only =
        new AccountFacts(account, gate.shut().map(this::shutGate).orElse(null), null, null);
    Map<String, AccountFacts> accounts = new HashMap<>();
    accounts.put(account, only);
    ledger.entries().forEach(entry -> accounts.put(entry.account(), only));
    return accounts;
  }

  private Standing standing(LiveCallback object, CallbackKey desired, boolean deleting) {
    ObjectId id = object.id();
    ObjectId heldBy = heldBy(id, desired, deleting);
    Map<CallbackKey, Standing.Heir> heirs = new HashMap<>();
    claims
        .heirs(id)
        .forEach((key, heir) -> heirs.put(key, new Standing.Heir(heir.heir(), heir.listed())));
    for (CallbackKey key : dropped(object)) {
      // It was on its way out: whoever has it since may not have it taken away again.
      claims
          .owner(key)
          .filter(owner -> !owner.equals(id))
          .ifPresent(owner -> heirs.putIfAbsent(key, new Standing.Heir(owner, true)));
    }
    return new Standing(
        heldBy,
        heldBy == null ? inheritance(id, desired) : null,
        heirs,
        claims.oldestOf(desired.scope()).filter(id::equals).isPresent());
  }

  private Ledger.@Nullable Entry inheritance(ObjectId id, CallbackKey desired) {
    return claims
        .yieldingHolder(desired)
        .filter(holder -> !holder.equals(id))
        .flatMap(cluster::object)
        .flatMap(holder -> ledger(latest.latest(holder).statusOrEmpty()).entry(desired))
        .orElse(null);
  }

  private @Nullable ObjectId heldBy(ObjectId id, CallbackKey key, boolean deleting) {
    // An owner may have gone without a word: its finalizer was taken off by hand.
    for (ObjectId owner = other(id, key, deleting);
        owner != null;
        owner = other(id, key, deleting)) {
      if (cluster.object(owner).isPresent()) {
        return owner;
      }
      cluster.wake(claims.forget(owner));
    }
    return null;
  }

  private @Nullable ObjectId other(ObjectId id, CallbackKey key, boolean deleting) {
    return (deleting ? claims.owner(key) : claims.claim(id, key))
        .filter(owner -> !owner.equals(id))
        .orElse(null);
  }

  /**
   * Takes in what an object wants and holds, and has those planned whom a change of it concerns.
   */
  void note(LiveCallback object) {
    cluster.wake(claims.note(interest(object)));
  }

  /**
   * The same of an object before its first round: whoever is planned before it has to reckon with
   * it.
   */
  void meet(LiveCallback object) {
    if (!memory.released(object.getMetadata().getUid())) {
      try {
        cluster.wake(claims.meet(interest(object)));
      } catch (IllegalArgumentException _) {
        // A ledger that this version doesn't understand: its own round says so.
      }
    }
  }

  private Interest interest(LiveCallback object) {
    CallbackKey wanted =
        deleting(object) && !ledgerLost(object) ? null : Desired.key(account, object.getSpec());
    return new Interest(
        object.id(),
        created(object),
        wanted,
        surelyHeld(object),
        Wishes.state(object, clock.instant()));
  }

  private Desired desired(LiveCallback object) {
    LiveCallbackSpec spec = object.getSpec();
    AuthKeys.Found found = authKeys.find(object.getMetadata().getNamespace(), spec);
    Authentication authentication;
    if (!spec.authenticates()) {
      authentication = new Authentication.Off();
    } else if (found.key() == null) {
      authentication = new Authentication.Hidden();
    } else {
      authentication = new Authentication.On(found.key());
    }
    List<CallbackDetail> details =
        spec.callbackDetailList().stream()
            .map(detail -> CallbackDetail.http(detail.url()))
            .toList();
    return new Desired(
        Desired.key(account, spec),
        new CallbackContent(details, spec.transcodes(), authentication),
        found.trouble(),
        found.version());
  }

  private KeyFacts key(CallbackKey key) {
    return new KeyFacts(
        remote.sighting(key),
        remote.lastWrite(key).orElse(null),
        remote.writePause(key).orElse(null),
        remote.readPause(key.scope()).orElse(null),
        remote.unchangedSince(key).orElse(null),
        remote.contest(key).filter(Contest::contested).map(Contest::until).orElse(null));
  }

  private ShutGate shutGate(Gate.Shut shut) {
    return new ShutGate(
        shut.unreachable(),
        "Account "
            + account
            + " can't be used: "
            + shut.failure().detail().message()
            + (shut.unreachable()
                ? " It is tried again by itself."
                : " Correct it in the operator's environment and restart the operator; all objects"
                    + " then go on by themselves."));
  }

  private Ledger ledger(LiveCallbackStatus status) {
    // One account so far: whatever its name, its records are of the same cloud account.
    return Ledger.of(status.records(), _ -> account);
  }

  /** The ledger, without what a write whose answer isn't known may have taken out of it. */
  private Set<CallbackKey> surelyHeld(LiveCallback object) {
    Set<CallbackKey> held = new HashSet<>(ledger(object.statusOrEmpty()).keys());
    held.removeAll(dropped(object));
    return held;
  }

  private Set<CallbackKey> dropped(LiveCallback object) {
    return memory.dropped(object.getMetadata().getUid(), object.getMetadata().getResourceVersion());
  }

  private static Instant created(LiveCallback object) {
    return Timestamps.instant(object.getMetadata().getCreationTimestamp()).orElse(Instant.MAX);
  }

  /** Whether it may have written what its spec names, though its status doesn't say so. */
  private static boolean ledgerLost(LiveCallback object) {
    LiveCallbackStatus status = object.statusOrEmpty();
    return status.neverWritten() && status.records().isEmpty();
  }

  private static boolean deleting(LiveCallback object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }
}
