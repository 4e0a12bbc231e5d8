package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.shadow.CloudBehaviour.DomainListing;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.simulation.CloudRecords.Stored;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold once the world is quiet: every object is done, or says what is true. */
final class AtRest {
  private final SimulatedWorld world;

  AtRest(SimulatedWorld world) {
    this.world = world;
  }

  /** What isn't as it should be; empty if all is well. */
  Optional<String> trouble() {
    for (LiveCallback object : Forgers.without(world.server.objects().values())) {
      String trouble = trouble(object);
      if (trouble != null) {
        return Optional.of(
            trouble + ": " + object.id() + ", " + Telling.of(object.statusOrEmpty()));
      }
    }
    for (Map.Entry<AccountName, AccountObject> account : world.accounts.accounts().entrySet()) {
      String trouble = trouble(account.getKey(), account.getValue());
      if (trouble != null) {
        return Optional.of(trouble + ": " + account);
      }
    }
    return ownerless();
  }

  private @Nullable String trouble(AccountName name, AccountObject account) {
    if (Forgers.own(name)) {
      return null;
    }
    if (account.deleting()) {
      return held(name) ? null : "an account being deleted never goes";
    }
    if (!world.owners.home(name).equals(Tenants.cloud(String.valueOf(account.accountId())))) {
      return "an account says another cloud account than it leads to";
    }
    String asked = account.annotations().reconcileRequestedAt();
    return asked == null || asked.equals(account.handled())
        ? null
        : "what an account was asked for is never answered";
  }

  /** An account stays as long as a status lists records through it, forged or not. */
  private boolean held(AccountName account) {
    return world.server.objects().values().stream()
        .anyMatch(
            object ->
                ObjectReading.holdsThrough(object, account)
                    && (Forgers.has(object)
                        || ObjectReading.handsOff(object)
                        || reason(object).filter(AtRest::waits).isPresent()));
  }

  private static boolean waits(Reason reason) {
    return switch (reason) {
      case ALREADY_EXISTS,
          AMBIGUOUS,
          CONFLICT,
          DELETE_BLOCKED,
          DRIFT_TOLERATED,
          INVALID_AUTH_KEY,
          NOT_ALLOWED,
          REJECTED_BY_API,
          SCOPE_NOT_FOUND,
          SECRET_NOT_FOUND,
          STORED_DIFFERENTLY ->
          true;
      default -> false;
    };
  }

  private boolean admitted(LiveCallback object) {
    AccountName name = ObjectReading.account(object);
    AccountObject account = world.accounts.get(name);
    return account != null && account.admits(object, ObjectReading.holdsThrough(object, name));
  }

  private Optional<String> ownerless() {
    Set<CallbackKey> owned = new HashSet<>();
    for (LiveCallback object : Forgers.without(world.server.objects().values())) {
      ObjectReading.keys(world.names, object)
          .forEach(key -> owned.add(world.records.canonical(key)));
    }
    for (CallbackKey key : world.records.keys()) {
      Stored stored = Objects.requireNonNull(world.records.get(key));
      boolean left =
          !stored.foreign()
              && !owned.contains(key)
              && !world.excused.contains(key)
              && !leftByOwner(key, stored);
      if (left) {
        return Optional.of("a record of ours is left that no object knows of: " + key);
      }
    }
    return Optional.empty();
  }

  /** Whether an account that its object named leads elsewhere by its owner's word. */
  private boolean leftByOwner(CallbackKey key, Stored stored) {
    ObjectId by = stored.by();
    return by != null
        && world.owners.anyHasLeft(world.users.accountsOf(by.name()), key.cloudAccount());
  }

  private @Nullable String trouble(LiveCallback object) {
    Reason reason = reason(object).orElse(null);
    if (ObjectReading.handsOff(object)) {
      return null;
    }
    if (reason == null) {
      return "an object says nothing";
    }
    if (ObjectReading.deleting(object)) {
      return reason == Reason.DELETE_BLOCKED && blocked(object)
          ? null
          : "an object being deleted never goes";
    }
    if (statusGeneration(object) != object.getMetadata().getGeneration()) {
      return "an object's status is of an older generation";
    }
    boolean cleansUp =
        reason == Reason.DELETE_BLOCKED
            && ObjectReading.ledger(world.names, object).entries().size() > 1;
    if (!admitted(object) && reason != Reason.NOT_ALLOWED && !cleansUp) {
      return "an object isn't told that its account doesn't let it in";
    }
    return asSaid(object, reason) ? null : "what an object says isn't so";
  }

  private boolean asSaid(LiveCallback object, Reason reason) {
    CallbackKey key = ObjectReading.wants(world.names, object);
    Stored stored = world.records.get(key);
    boolean equal = stored != null && stored.content().agreesWith(wanted(object, stored));
    boolean unclear = unclear(key) || guesses(object, stored);
    return switch (reason) {
      case IN_SYNC ->
          (equal || unclear)
              && (ObjectReading.observes(object)
                  || ObjectReading.ledger(world.names, object).keys().equals(Set.of(key)));
      case DRIFT_TOLERATED -> (!equal && !ObjectReading.enforces(object)) || allowsDrift(object);
      case ALREADY_EXISTS ->
          ((stored != null && !equal) || unclear)
              && !ObjectReading.adopts(object)
              && !ObjectReading.holds(world.names, object, key);
      case CONFLICT -> heldByAnother(object, key);
      case SECRET_NOT_FOUND, INVALID_AUTH_KEY -> world.secretMissing(object);
      case SCOPE_NOT_FOUND -> world.cloud.missing(key.scope());
      case REJECTED_BY_API -> uses(object, CloudModel.REFUSED_URL);
      // Who changes a record before the first read after its Put can not be told from the service.
      case STORED_DIFFERENTLY ->
          uses(object, CloudRecords.ODD_URL) || (stored != null && !equal && stored.foreign());
      case AMBIGUOUS -> unclear;
      case DELETE_BLOCKED -> blocked(object);
      case NOT_ALLOWED -> !admitted(object);
      case PAUSED -> ObjectReading.paused(object);
      case QUEUED,
          WRITING,
          VERIFYING,
          THROTTLED,
          API_UNAVAILABLE,
          ACCOUNT_NOT_READY,
          CORRECTING,
          CONTESTED,
          MESSAGE_TYPE_UNSUPPORTED,
          ACCOUNT_NOT_FOUND,
          DELETING,
          DELETE_LIMIT_REACHED,
          UNSUPPORTED_VALUE ->
          false;
    };
  }

  /** Whether what is shown under this key may be a domain's record, so that nobody can tell. */
  private boolean unclear(CallbackKey key) {
    return world.history.quirks().listsDomains() == DomainListing.UNNAMED
        && key.appLess()
        && key.scope().equals(Places.FIRST);
  }

  /**
   * What the object's record should hold, as far as anybody can know: of a key that the API hides,
   * only what this object itself put is known.
   */
  private CallbackContent wanted(LiveCallback object, Stored stored) {
    CallbackContent wanted = world.desired(object);
    boolean unknowable =
        world.history.quirks().hidesKeys()
            && (stored.late()
                || !object.id().equals(stored.by())
                || !ObjectReading.enforces(object)
                || world.calls.everLostStatus(object));
    return unknowable && wanted.authentication() instanceof Authentication.On
        ? new CallbackContent(
            wanted.details(), wanted.transcodeCallback(), new Authentication.Hidden())
        : wanted;
  }

  /** Whether only a key differs that an object of another namespace put: that isn't told. */
  private boolean guesses(LiveCallback object, @Nullable Stored stored) {
    return stored != null
        && stored.by() != null
        && !stored.by().namespace().equals(object.id().namespace())
        && stored.content().agreesWith(world.desired(object).withHiddenKey());
  }

  private boolean allowsDrift(LiveCallback object) {
    return ShadowApiServer.annotations(object.getMetadata())
        .containsKey(WellKnown.ALLOW_DRIFT_UNTIL);
  }

  /** Whether an app-less record of its ledger has app-level ones beside it. */
  private boolean blocked(LiveCallback object) {
    return replacedByOthers(object)
        || ObjectReading.ledger(world.names, object).keys().stream()
            .filter(CallbackKey::appLess)
            .anyMatch(
                key ->
                    world.records.keys().stream()
                        .anyMatch(
                            there ->
                                there.cloudAccount().equals(key.cloudAccount())
                                    && there.messageType() == key.messageType()
                                    && (Site.of(there).equals(Site.of(key))
                                        ? there.app() != null
                                        : world.history.quirks().listsDomains()
                                            == DomainListing.UNNAMED)));
  }

  /** Whether a record that was removed is there again, and not by us. */
  private boolean replacedByOthers(LiveCallback object) {
    return ObjectReading.ledger(world.names, object).keys().stream()
        .map(world.records::get)
        .anyMatch(stored -> stored != null && stored.foreign());
  }

  private boolean heldByAnother(LiveCallback object, CallbackKey key) {
    return Forgers.without(world.server.objects().values()).stream()
        .filter(other -> !ShadowApiServer.same(other, object))
        .anyMatch(
            other ->
                ObjectReading.holds(world.names, other, key)
                    || ObjectReading.wants(world.names, other, key));
  }

  private static boolean uses(LiveCallback object, String url) {
    return object.getSpec().callbackDetailList().stream()
        .anyMatch(detail -> detail.url().equals(url));
  }

  static Optional<Reason> reason(LiveCallback object) {
    return object
        .statusOrEmpty()
        .condition(ConditionType.READY)
        .map(Condition::reason)
        .flatMap(Reason::ofWord);
  }

  private static long statusGeneration(LiveCallback object) {
    Long generation = object.statusOrEmpty().observedGeneration();
    return generation == null ? -1 : generation;
  }
}
