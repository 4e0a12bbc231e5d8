package dev.livecallback.engine.reconcile;

import dev.livecallback.account.Account;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Timestamps;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.claim.Claimant;
import dev.livecallback.claim.Consent;
import dev.livecallback.engine.accounts.AccountResolver;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.accounts.CloudAccounts;
import dev.livecallback.engine.accounts.EngineContext;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.ObjectAnnotations;
import dev.livecallback.engine.objects.ObjectMemory;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.UnsupportedValues;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The part that records in the claim indexes what objects want and hold. It reserves the keys that
 * objects may claim, and has the objects planned that a change concerns.
 */
final class ClaimRegistrar {
  private final AccountResolver resolver;
  private final CloudAccounts cloudAccounts;
  private final Cluster cluster;
  private final ObjectMemory memory;
  private final StatusCommit commit;
  private final InstantSource wall;

  ClaimRegistrar(EngineContext context, StatusCommit commit) {
    this.resolver = context.resolver();
    this.cloudAccounts = context.cloudAccounts();
    this.cluster = context.cluster();
    this.memory = context.memory();
    this.commit = commit;
    this.wall = context.clock().wall();
  }

  /**
   * Records what an object that is about to be planned wants and holds, and claims the wanted key.
   */
  void register(LiveCallback object) {
    note(object);
    wanted(object)
        .ifPresent(
            key ->
                cloudAccounts
                    .named(key.cloudAccount())
                    .ifPresent(there -> claim(there.claims(), object, key)));
  }

  private void claim(ClaimIndex claims, LiveCallback object, CallbackKey wanted) {
    // An owner may be gone unnoticed, for example because someone removed its finalizer.
    for (Optional<ObjectId> other = other(claims, object, wanted);
        other.isPresent() && cluster.object(other.get()).isEmpty();
        other = other(claims, object, wanted)) {
      cluster.wake(claims.forget(other.get()));
    }
  }

  private static Optional<ObjectId> other(
      ClaimIndex claims, LiveCallback object, CallbackKey wanted) {
    return object.deleting()
        ? claims.owner(wanted).filter(owner -> !owner.equals(object.id()))
        : claims.claim(object.id(), wanted);
  }

  /** Records what an object wants and holds, and replaces what was recorded before. */
  void note(LiveCallback object) {
    Claimant claimant = claimant(object);
    use(object);
    for (CloudAccount there : cloudAccounts.inUse()) {
      Claimant part = claimant.in(there.name());
      if (part.isEmpty()) {
        there.leave(part.object()).ifPresent(cluster::wake);
      } else {
        cluster.wake(there.claims().note(part));
      }
    }
  }

  /**
   * Records what an object wants and holds before its first round, unless a newer record exists.
   * The objects that are planned earlier have to take this object into account.
   */
  void meet(LiveCallback object) {
    if (!memory.released(object.getMetadata().getUid())) {
      Claimant claimant = claimant(object);
      use(object);
      for (CloudAccount there : cloudAccounts.inUse()) {
        Claimant part = claimant.in(there.name());
        if (!part.isEmpty()) {
          cluster.wake(there.claims().meet(part));
        }
      }
    }
  }

  /** Has the cloud accounts looked at in which the object wants or may have a record. */
  private void use(LiveCallback object) {
    wanted(object).map(CallbackKey::cloudAccount).ifPresent(cloudAccounts::use);
    for (CallbackKey key : resolver.ledger(object.statusOrEmpty()).keys()) {
      cloudAccounts.use(key.cloudAccount());
    }
  }

  private Claimant claimant(LiveCallback object) {
    boolean deleting = object.deleting();
    AccountName named = resolver.accountOf(object);
    Optional<Account> account = resolver.account(named);
    boolean stopped =
        UnsupportedValues.stop(
            UnsupportedValues.of(object).isPresent(),
            resolver.ledger(object.statusOrEmpty()),
            ObjectAnnotations.policies(object),
            deleting);
    boolean wantsNothing = stopped || (deleting && !ledgerLost(object));
    Set<CallbackKey> held = surelyHeld(object);
    return new Claimant(
        object.id(),
        Timestamps.instant(object.getMetadata().getCreationTimestamp()).orElse(Instant.MAX),
        wantsNothing ? null : wanted(object).filter(key -> mayHave(object, held, key)).orElse(null),
        held,
        ObjectAnnotations.state(object, account, stopped, resolver.refuses(object), wall.instant()),
        // This stays in memory for each object, so it shares the name with the account.
        new Consent(
            account.map(Account::name).orElse(named),
            ObjectAnnotations.confirmedDeletes(object, account)));
  }

  /**
   * Returns whether an object may want a key. It may keep the keys that it holds, but a new key
   * needs an account that gives new claims. An object that is being deleted may want any key.
   */
  private boolean mayHave(LiveCallback object, Set<CallbackKey> held, CallbackKey key) {
    return held.contains(key) || object.deleting() || !resolver.givesNoClaim(object);
  }

  /** Returns the key that the object's spec names, if this version knows all of the spec. */
  private Optional<CallbackKey> wanted(LiveCallback object) {
    return UnsupportedValues.of(object).isPresent()
        ? Optional.empty()
        : Desired.key(cloudAccounts.nameOf(resolver.accountOf(object)), object.getSpec());
  }

  /**
   * Returns the keys of the ledger without two kinds: keys that a write with an unknown result may
   * have removed, and keys that others may have written into the ledger.
   */
  private Set<CallbackKey> surelyHeld(LiveCallback object) {
    Set<CallbackKey> held = new HashSet<>(resolver.ledger(object.statusOrEmpty()).keys());
    held.removeAll(commit.dropped(object));
    held.removeAll(resolver.doubtful(object, resolver.ledger(object.statusOrEmpty())));
    return held;
  }

  /**
   * Returns whether the object may have written the record of its spec though its status lists
   * nothing.
   */
  private static boolean ledgerLost(LiveCallback object) {
    LiveCallbackStatus status = object.statusOrEmpty();
    return status.neverWritten() && status.records().isEmpty();
  }
}
