package dev.livecallback.engine.reconcile;

import dev.livecallback.account.Account;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.api.Timestamps;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.claim.Heir;
import dev.livecallback.engine.accounts.AccountResolver;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.accounts.CloudAccounts;
import dev.livecallback.engine.accounts.EngineContext;
import dev.livecallback.engine.accounts.PermissionView;
import dev.livecallback.engine.objects.AuthKeys;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.ObjectAnnotations;
import dev.livecallback.engine.objects.ObjectMemory;
import dev.livecallback.plan.ClaimFacts;
import dev.livecallback.plan.CoveredRecord;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.KeyFacts;
import dev.livecallback.plan.Ledger;
import dev.livecallback.plan.RequestedActions;
import dev.livecallback.plan.UnsupportedValues;
import dev.livecallback.remote.Contest;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers all that is known about one object. It decides nothing, and registers no claim. */
final class FactsReader {
  private final EngineContext context;
  private final AccountResolver resolver;
  private final CloudAccounts cloudAccounts;
  private final Cluster cluster;
  private final AuthKeys authKeys;
  private final ObjectMemory memory;
  private final StatusCommit commit;
  private final SteadyClock clock;
  private final Instant started;

  FactsReader(EngineContext context, StatusCommit commit) {
    this.context = context;
    this.resolver = context.resolver();
    this.cloudAccounts = context.cloudAccounts();
    this.cluster = context.cluster();
    this.authKeys =
        new AuthKeys(cluster, context.accounts()::signWith, context.accounts()::signWith);
    this.memory = context.memory();
    this.commit = commit;
    this.clock = context.clock();
    this.started = clock.instant();
  }

  /**
   * Returns the facts of an object.
   *
   * @param object the latest known version of an object whose claims are registered
   */
  Facts read(LiveCallback object) {
    Instant now = clock.instant();
    ObjectId id = object.id();
    AccountName account = resolver.accountOf(object);
    LiveCallbackStatus status = object.statusOrEmpty();
    Ledger ledger = resolver.ledger(status);
    Desired desired = desired(account, object);
    boolean deleting = object.deleting();
    Set<CallbackKey> concerned = new HashSet<>(ledger.keys());
    concerned.add(desired.key());
    Map<CallbackKey, KeyFacts> keys = new HashMap<>();
    concerned.forEach(
        key -> {
          boolean wanted = !deleting && key.equals(desired.key());
          keys.put(key, key(key, wanted ? account : writer(ledger, account, key)));
        });
    ClaimFacts claim = claim(object, desired.key());
    if (isOfAnotherNamespace(claim.heldBy(), id)) {
      keys.computeIfPresent(desired.key(), (_, known) -> known.withHiddenKeys());
    }
    return new Facts(
        id,
        account,
        object.getMetadata().getGeneration(),
        deleting,
        ObjectAnnotations.policies(object),
        requests(object, account, now),
        desired,
        status,
        ledger,
        claim,
        resolver.facts(object, account, ledger, deleting, now),
        keys,
        coveredRecords(ledger, id.namespace()),
        memory.authKey(id.uid(), desired.key()),
        provenByRead(ledger),
        memory.reconcilingSince(id.uid(), status.reconcilingSince(), clock::fromWall, now),
        memory.generationSeen(id.uid(), object.getMetadata().getGeneration(), now),
        memory.isNewborn(id.uid()) ? started : createdSteadily(object),
        started,
        now,
        clock.wallAhead());
  }

  /**
   * Returns whether the owner of a key is in another namespace than the object. Then the owner's
   * authentication key is hidden. Otherwise one object for each guess could find it out, as its
   * status would say whether the guess differs.
   */
  private static boolean isOfAnotherNamespace(@Nullable ObjectId owner, ObjectId object) {
    return owner != null && !owner.namespace().equals(object.namespace());
  }

  /** Returns the deadline until which drift is left alone, by the steady clock. */
  private Deadline drift(LiveCallback object, Optional<Account> through) {
    return steadily(ObjectAnnotations.drift(object, through, clock.wall().instant()));
  }

  /** Returns the deadline of the object's own allowance of drift, by the steady clock. */
  Deadline ownDrift(LiveCallback object) {
    return steadily(ObjectAnnotations.ownDrift(object, clock.wall().instant()));
  }

  private Deadline steadily(Deadline deadline) {
    return deadline instanceof Deadline.Until(Instant end)
        ? new Deadline.Until(clock.fromWall(end))
        : deadline;
  }

  private RequestedActions requests(LiveCallback object, AccountName account, Instant now) {
    Optional<Account> through = resolver.account(account);
    boolean accountPaused = through.filter(ObjectAnnotations::paused).isPresent();
    boolean paused = ObjectAnnotations.paused(object) || accountPaused;
    String reconcile = ObjectAnnotations.unansweredReconcile(object);
    Instant readSince = memory.readSince(object.getMetadata().getUid(), reconcile, paused, now);
    Instant accountsReadSince = through.map(Account::requestedAt).orElse(Instant.MIN);
    return new RequestedActions(
        paused,
        accountsReadSince.isAfter(readSince) ? accountsReadSince : readSince,
        reconcile,
        drift(object, through),
        memory.driftAllowedUntil(object.getMetadata().getUid()),
        ObjectAnnotations.confirmedDeletes(object, through),
        accountPaused ? account : null);
  }

  /** Returns the account through which a record was written and is removed. */
  private static AccountName writer(Ledger ledger, AccountName account, CallbackKey key) {
    return ledger.entry(key).map(Ledger.Entry::account).orElse(account);
  }

  private List<CoveredRecord> coveredRecords(Ledger ledger, String namespace) {
    return ledger.keys().stream()
        .flatMap(
            key ->
                cloudAccounts.named(key.cloudAccount()).stream()
                    .flatMap(there -> there.coveredRecords().of(key, namespace).stream()))
        .toList();
  }

  /**
   * Returns whether the credentials have read a scope in every cloud account where the object has a
   * record.
   */
  private boolean provenByRead(Ledger ledger) {
    return ledger.keys().stream()
        .allMatch(
            key ->
                cloudAccounts
                    .named(key.cloudAccount())
                    .filter(there -> there.remote().provenByRead())
                    .isPresent());
  }

  private ClaimFacts claim(LiveCallback object, CallbackKey desired) {
    ObjectId id = object.id();
    ObjectId heldBy =
        claims(desired)
            .flatMap(claims -> claims.owner(desired))
            .filter(owner -> !owner.equals(id))
            .orElse(null);
    Map<CallbackKey, Heir> heirs = new HashMap<>();
    for (CloudAccount there : cloudAccounts.inUse()) {
      there
          .claims()
          .heirs(id)
          .forEach((key, heir) -> heirs.put(key, new Heir(heir.object(), heir.listed())));
    }
    for (CallbackKey key : commit.dropped(object)) {
      // The key may be out of the ledger already. A new owner of it must not lose the record.
      claims(key)
          .flatMap(claims -> claims.owner(key))
          .filter(owner -> !owner.equals(id))
          .ifPresent(owner -> heirs.putIfAbsent(key, new Heir(owner, true)));
    }
    for (CallbackKey key : resolver.doubtful(object, resolver.ledger(object.statusOrEmpty()))) {
      // The object that wrote the record, if there is one, takes over this doubtful record.
      claims(key)
          .flatMap(claims -> claims.holder(key))
          .filter(owner -> !owner.equals(id))
          .ifPresent(owner -> heirs.putIfAbsent(key, new Heir(owner, true)));
    }
    return new ClaimFacts(
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
        .flatMap(
            holder ->
                resolver.ledger(context.latest().latest(holder).statusOrEmpty()).entry(desired))
        .orElse(null);
  }

  private Desired desired(AccountName account, LiveCallback object) {
    LiveCallbackSpec spec = object.getSpec();
    Optional<String> unsupported = UnsupportedValues.of(object);
    Optional<CallbackKey> key = Desired.key(cloudAccounts.nameOf(account), spec);
    if (unsupported.isPresent() || key.isEmpty()) {
      return Desired.unsupported(unsupported.orElse("spec names no record"));
    }
    AuthKeys.KeyLookup found = authKeys.find(object.getMetadata().getNamespace(), spec);
    Authentication authentication;
    if (!spec.authenticates()) {
      authentication = new Authentication.Off();
    } else if (found.key() == null) {
      authentication = new Authentication.Hidden();
    } else {
      authentication = new Authentication.On(found.key());
    }
    return new Desired(
        key.get(), Desired.content(spec, authentication), found.problem(), found.version(), null);
  }

  private KeyFacts key(CallbackKey key, AccountName account) {
    return cloudAccounts
        .named(key.cloudAccount())
        .map(there -> key(there, key, account))
        .orElse(KeyFacts.UNKNOWN);
  }

  private static KeyFacts key(CloudAccount there, CallbackKey key, AccountName account) {
    RemoteState remote = there.remote();
    PermissionView permitted = new PermissionView(there.permissions(), account, key);
    return new KeyFacts(
        remote.observation(key),
        remote.lastWrite(key).orElse(null),
        permitted.ofWrites(remote.writePause(key), remote.lastWrite(key)),
        permitted.ofReads(remote.readPause(remote.listing(key))),
        remote.unchangedSince(key).orElse(null),
        remote.contest(key).filter(Contest::contested).map(Contest::until).orElse(null),
        permitted.puts(),
        permitted.removes(),
        remote.listing(key));
  }

  /**
   * Returns the creation time by the steady clock, or by the wall clock if that is earlier. An
   * object that may have been there before this process began is treated as one that was.
   */
  private Instant createdSteadily(LiveCallback object) {
    return Timestamps.instant(object.getMetadata().getCreationTimestamp())
        .map(told -> Collections.min(List.of(told, clock.fromWall(told))))
        .orElse(Instant.MAX);
  }
}
