package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Timestamps;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.claim.Claimant;
import dev.livecallback.plan.CoveredRecord;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.KeyFacts;
import dev.livecallback.plan.Ledger;
import dev.livecallback.plan.Requests;
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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers all that is known about one object, and notes what it wants. It decides nothing. */
final class FactsReader {
  private final AccountBook book;
  private final CloudAccounts cloudAccounts;
  private final Cluster cluster;
  private final AuthKeys authKeys;
  private final LatestObjects latest;
  private final ObjectMemory memory;
  private final InstantSource clock;
  private final Instant started;

  FactsReader(
      AccountBook book,
      CloudAccounts cloudAccounts,
      Cluster cluster,
      LatestObjects latest,
      ObjectMemory memory,
      InstantSource clock) {
    this.book = book;
    this.cloudAccounts = cloudAccounts;
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
    String account = book.accountOf(object);
    LiveCallbackStatus status = object.statusOrEmpty();
    Ledger ledger = book.ledger(status);
    Desired desired = desired(account, object);
    boolean deleting = deleting(object);
    note(object);
    Set<CallbackKey> concerned = new HashSet<>(ledger.keys());
    concerned.add(desired.key());
    Map<CallbackKey, KeyFacts> keys = new HashMap<>();
    concerned.forEach(
        key -> {
          boolean wanted = !deleting && key.equals(desired.key());
          keys.put(key, key(key, wanted ? account : writer(ledger, account, key)));
        });
    return new Facts(
        id,
        account,
        object.getMetadata().getGeneration(),
        deleting,
        ObjectAnnotations.policies(object.getSpec()),
        requests(object, account, now),
        desired,
        status,
        ledger,
        standing(object, desired.key(), deleting),
        book.facts(object, account, ledger, deleting, now),
        keys,
        coveredRecords(ledger),
        memory.authKey(id.uid(), desired.key()),
        provenByRead(ledger),
        memory.generationSeen(id.uid(), object.getMetadata().getGeneration(), now),
        memory.isNewborn(id.uid()) ? started : created(object),
        started,
        now);
  }

  private Requests requests(LiveCallback object, String account, Instant now) {
    Optional<Account> through = book.account(account);
    boolean accountPaused = through.filter(ObjectAnnotations::paused).isPresent();
    boolean paused = ObjectAnnotations.paused(object) || accountPaused;
    String reconcile = ObjectAnnotations.unansweredReconcile(object);
    Instant readSince = memory.readSince(object.getMetadata().getUid(), reconcile, paused, now);
    Instant accountsReadSince = through.map(Account::requestedAt).orElse(Instant.MIN);
    return new Requests(
        paused,
        accountsReadSince.isAfter(readSince) ? accountsReadSince : readSince,
        reconcile,
        ObjectAnnotations.drift(object, through, now),
        ObjectAnnotations.confirmedDelete(object),
        accountPaused ? account : null);
  }

  /** The account through which a record was written, and is removed. */
  private static String writer(Ledger ledger, String account, CallbackKey key) {
    return ledger.entry(key).map(Ledger.Entry::account).orElse(account);
  }

  private List<CoveredRecord> coveredRecords(Ledger ledger) {
    return ledger.keys().stream()
        .flatMap(
            key ->
                cloudAccounts.named(key.cloudAccount()).stream()
                    .flatMap(there -> there.coveredRecords().of(key).stream()))
        .toList();
  }

  /** Whether wherever the object has a record, the credentials have read a scope. */
  private boolean provenByRead(Ledger ledger) {
    return ledger.keys().stream()
        .allMatch(
            key ->
                cloudAccounts
                    .named(key.cloudAccount())
                    .filter(there -> there.remote().provenByRead())
                    .isPresent());
  }

  private Standing standing(LiveCallback object, CallbackKey desired, boolean deleting) {
    ObjectId id = object.id();
    ObjectId heldBy = heldBy(id, desired, deleting);
    Map<CallbackKey, Standing.Heir> heirs = new HashMap<>();
    for (CloudAccount there : cloudAccounts.all()) {
      there
          .claims()
          .heirs(id)
          .forEach((key, heir) -> heirs.put(key, new Standing.Heir(heir.heir(), heir.listed())));
    }
    for (CallbackKey key : dropped(object)) {
      // It was on its way out: whoever has it since may not have it taken away again.
      claims(key)
          .flatMap(claims -> claims.owner(key))
          .filter(owner -> !owner.equals(id))
          .ifPresent(owner -> heirs.putIfAbsent(key, new Standing.Heir(owner, true)));
    }
    return new Standing(
        heldBy,
        heldBy == null ? inheritance(id, desired) : null,
        heirs,
        claims(desired)
            .flatMap(claims -> claims.oldestOf(desired.scope()))
            .filter(id::equals)
            .isPresent());
  }

  private Optional<ClaimIndex> claims(CallbackKey key) {
    return cloudAccounts.named(key.cloudAccount()).map(CloudAccount::claims);
  }

  private Ledger.@Nullable Entry inheritance(ObjectId id, CallbackKey desired) {
    return claims(desired)
        .flatMap(claims -> claims.yieldingHolder(desired))
        .filter(holder -> !holder.equals(id))
        .flatMap(cluster::object)
        .flatMap(holder -> book.ledger(latest.latest(holder).statusOrEmpty()).entry(desired))
        .orElse(null);
  }

  private @Nullable ObjectId heldBy(ObjectId id, CallbackKey key, boolean deleting) {
    ClaimIndex claims = claims(key).orElse(null);
    if (claims == null) {
      return null;
    }
    // An owner may have gone without a word: its finalizer was taken off by hand.
    for (ObjectId owner = other(claims, id, key, deleting);
        owner != null;
        owner = other(claims, id, key, deleting)) {
      if (cluster.object(owner).isPresent()) {
        return owner;
      }
      cluster.wake(claims.forget(owner));
    }
    return null;
  }

  private static @Nullable ObjectId other(
      ClaimIndex claims, ObjectId id, CallbackKey key, boolean deleting) {
    return (deleting ? claims.owner(key) : claims.claim(id, key))
        .filter(owner -> !owner.equals(id))
        .orElse(null);
  }

  /**
   * Takes in what an object wants and holds, and has those planned whom a change of it concerns.
   */
  void note(LiveCallback object) {
    Claimant claimant = claimant(object);
    for (CloudAccount there : cloudAccounts.all()) {
      Claimant part = claimant.in(there.name());
      if (part.isEmpty()) {
        there.leave(part.object()).ifPresent(cluster::wake);
      } else {
        cluster.wake(there.claims().note(part));
      }
    }
  }

  /**
   * The same of an object before its first round: whoever is planned before it has to reckon with
   * it.
   */
  void meet(LiveCallback object) {
    if (!memory.released(object.getMetadata().getUid())) {
      try {
        Claimant claimant = claimant(object);
        for (CloudAccount there : cloudAccounts.all()) {
          Claimant part = claimant.in(there.name());
          if (!part.isEmpty()) {
            cluster.wake(there.claims().meet(part));
          }
        }
      } catch (IllegalArgumentException _) {
        // A ledger that this version doesn't understand: its own round says so.
      }
    }
  }

  private Claimant claimant(LiveCallback object) {
    String account = book.accountOf(object);
    CallbackKey wanted =
        deleting(object) && !ledgerLost(object)
            ? null
            : Desired.key(cloudAccounts.nameOf(account), object.getSpec());
    return new Claimant(
        object.id(),
        created(object),
        wanted,
        surelyHeld(object),
        ObjectAnnotations.state(
            object, book.account(account), book.refuses(object), clock.instant()));
  }

  private Desired desired(String account, LiveCallback object) {
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
        Desired.key(cloudAccounts.nameOf(account), spec),
        new CallbackContent(details, spec.transcodes(), authentication),
        found.trouble(),
        found.version());
  }

  private KeyFacts key(CallbackKey key, String account) {
    return cloudAccounts
        .named(key.cloudAccount())
        .map(there -> key(there, key, account))
        .orElse(KeyFacts.UNKNOWN);
  }

  private static KeyFacts key(CloudAccount there, CallbackKey key, String account) {
    RemoteState remote = there.remote();
    Denials denials = new Denials(there.permissions(), account, key);
    return new KeyFacts(
        remote.sighting(key),
        remote.lastWrite(key).orElse(null),
        denials.ofWrites(remote.writePause(key), remote.lastWrite(key)),
        denials.ofReads(remote.readPause(key.scope())),
        remote.unchangedSince(key).orElse(null),
        remote.contest(key).filter(Contest::contested).map(Contest::until).orElse(null),
        denials.puts(),
        denials.removes());
  }

  /** The ledger, without what a write whose answer isn't known may have taken out of it. */
  private Set<CallbackKey> surelyHeld(LiveCallback object) {
    Set<CallbackKey> held = new HashSet<>(book.ledger(object.statusOrEmpty()).keys());
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
