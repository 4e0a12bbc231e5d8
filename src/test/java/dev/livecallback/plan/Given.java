package dev.livecallback.plan;

import dev.livecallback.account.AccountClosed;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.LastDrift;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.claim.Heir;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Facts, told as a story: what is wanted, what the status says, what was read and written. Times
 * are seconds before {@link #NOW}. To begin with: a new object that wants {@link #A}, seen a minute
 * ago by a process that has run for an hour, and nothing read yet.
 */
final class Given {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final ObjectId ME = new ObjectId("sports", "on-push", "uid-1");
  static final ObjectId OTHER = new ObjectId("news", "theirs", "uid-2");
  static final AccountName ACCOUNT = new AccountName("live", "default");
  static final String CLOUD = "2100000001";
  static final Scope VHOST = Scope.vhost("live.example.com");
  static final CallbackKey D = key("sports");
  static final CallbackKey OLD = key("former");
  static final CallbackKey APP_LESS = key(null);
  static final CallbackKey BY_DOMAIN = key(Scope.domain("live.example.com"), null);
  static final CallbackContent A = content("https://a.example.com/hook");
  static final CallbackContent B = content("https://b.example.com/hook");
  static final CallbackContent FOREIGN = content("https://f.example.com/hook?token=hush");
  static final CallbackContent K1 = signed("key-one");
  static final CallbackContent K2 = signed("key-two");
  static final CallbackContent HIDDEN =
      new CallbackContent(A.details(), false, new Authentication.Hidden());

  private long generation = 1;
  private boolean deleting;
  private Policies policies = Policies.DEFAULT;
  private boolean paused;
  private Instant readSince = Instant.MIN;
  private @Nullable String reconcile;
  private Deadline drift = new Deadline.None();
  private @Nullable Instant driftAllowedUntil;
  private Set<String> confirmedDeletes = Set.of();
  private @Nullable AccountName pausedAccount;
  private Desired desired = new Desired(D, A, null, null, null);
  private @Nullable Long observedGeneration;
  private final List<Condition> conditions = new ArrayList<>();
  private LiveCallbackStatus before = LiveCallbackStatus.EMPTY;
  private @Nullable LastDrift lastDrift;
  private Ledger ledger = Ledger.EMPTY;
  private ClaimFacts claim = new ClaimFacts(null, null, Map.of(), false);
  private final Map<AccountName, AccountFacts> accounts =
      new HashMap<>(Map.of(ACCOUNT, AccountFacts.open(CLOUD)));
  private final Map<CallbackKey, KeyFacts> keys = new HashMap<>();
  private final List<CoveredRecord> coveredRecords = new ArrayList<>();
  private @Nullable SecretText knownAuthKey;
  private boolean proven = true;
  private long generationSeen = 60;
  private @Nullable Instant created;
  private long started = 3600;
  private Instant now = NOW;

  static Given given() {
    return new Given();
  }

  /** Generation 1 was written and read back as A, long ago, and read as such just now. */
  static Given inSync() {
    return given().holds(D, A).sees(D, A, 1).ready();
  }

  /** The new record is in place, and the app-less one goes. */
  static Given moving() {
    return inSync().holds(APP_LESS, A).sees(APP_LESS, A, 1);
  }

  /** An object of a whole vhost that is deleted. */
  static Given appLess() {
    return given().wants(APP_LESS, A).holds(APP_LESS, A).sees(APP_LESS, A, 1).ready().deleting();
  }

  static CallbackKey key(@Nullable String app) {
    return new CallbackKey(CLOUD, VHOST, app, MessageType.PUSH);
  }

  /** The key of this app and message type in another scope. */
  static CallbackKey key(Scope scope, @Nullable String app) {
    return new CallbackKey(CLOUD, scope, app, MessageType.PUSH);
  }

  static CallbackContent content(String... urls) {
    return new CallbackContent(
        Stream.of(urls).map(CallbackDetail::http).toList(), false, new Authentication.Off());
  }

  static CallbackContent signed(String key) {
    return new CallbackContent(A.details(), false, new Authentication.On(new SecretText(key)));
  }

  Given at(Instant instant) {
    now = instant;
    return this;
  }

  Given wants(CallbackContent content) {
    return wants(D, content);
  }

  Given wants(CallbackKey key, CallbackContent content) {
    desired = new Desired(key, content, null, desired.secretVersion(), null);
    return this;
  }

  Given secretVersion(String version) {
    desired = new Desired(desired.key(), desired.content(), null, version, null);
    return this;
  }

  Given secretMissing() {
    Desired.KeyProblem trouble = new Desired.KeyProblem.Missing("Secret sports/k isn't there.");
    desired = new Desired(desired.key(), HIDDEN, trouble, null, null);
    return this;
  }

  Given keyInvalid() {
    Desired.KeyProblem trouble = new Desired.KeyProblem.Invalid("The key is empty.");
    desired = new Desired(desired.key(), HIDDEN, trouble, "v1", null);
    return this;
  }

  /** The spec was edited after what the status says. */
  Given edited(CallbackContent content) {
    generation++;
    return wants(content);
  }

  Given deleting() {
    generation++;
    deleting = true;
    return this;
  }

  Given orphan() {
    policies = new Policies(policies.management(), policies.adoption(), true, policies.known());
    return this;
  }

  /** A policy that this version doesn't know. */
  Given unknownPolicy() {
    policies = new Policies(ManagementPolicy.OBSERVE, policies.adoption(), false, false);
    return this;
  }

  Given managed(ManagementPolicy management) {
    policies = new Policies(management, policies.adoption(), policies.orphan(), policies.known());
    return this;
  }

  Given observing() {
    return managed(ManagementPolicy.OBSERVE);
  }

  Given applyingOnChange() {
    return managed(ManagementPolicy.APPLY_ON_CHANGE);
  }

  Given adopting() {
    policies =
        new Policies(
            policies.management(), AdoptionPolicy.ADOPT, policies.orphan(), policies.known());
    return this;
  }

  Given paused() {
    paused = true;
    return this;
  }

  /** A read was asked for so many seconds ago. */
  Given reconcileRequested(String value, long ago) {
    readSince = now.minusSeconds(ago);
    reconcile = value;
    return this;
  }

  /** A pause ended so many seconds ago. */
  Given resumed(long ago) {
    paused = false;
    readSince = now.minusSeconds(ago);
    return this;
  }

  Given allowsDrift(String value) {
    drift = Deadline.ofAllowedDrift(value, now);
    return this;
  }

  /** Another allowance was in force at the last round, for so many seconds more. */
  Given allowedDriftFor(long more) {
    driftAllowedUntil = now.plusSeconds(more);
    return this;
  }

  Given confirmsDelete(String token) {
    confirmedDeletes = Set.of(token);
    return this;
  }

  Given ready() {
    observedGeneration = generation;
    condition(ConditionType.READY, Condition.TRUE, Reason.IN_SYNC, 600);
    return condition(ConditionType.DRIFTED, Condition.FALSE, Reason.IN_SYNC, 600);
  }

  /** As {@link #ready}, for this reason. */
  Given showing(Reason reason) {
    observedGeneration = generation;
    return condition(ConditionType.READY, Condition.TRUE, reason, 600);
  }

  Given reconciling(Reason reason, long since) {
    observedGeneration = generation;
    conditions.removeIf(condition -> condition.is(ConditionType.STALLED));
    condition(ConditionType.READY, Condition.FALSE, reason, since);
    return condition(ConditionType.RECONCILING, Condition.TRUE, reason, since);
  }

  Given stalled(Reason reason) {
    observedGeneration = generation;
    conditions.removeIf(condition -> condition.is(ConditionType.RECONCILING));
    condition(ConditionType.READY, Condition.FALSE, reason, 60);
    return condition(ConditionType.STALLED, Condition.TRUE, reason, 60);
  }

  Given drifted(long since) {
    lastDrift =
        new LastDrift(now.minusSeconds(since).toString(), null, List.of("callbackDetailList"));
    return condition(ConditionType.DRIFTED, Condition.TRUE, Reason.CORRECTING, since);
  }

  private Given condition(ConditionType type, String status, Reason reason, long since) {
    conditions.removeIf(condition -> condition.is(type));
    Instant turned = now.minusSeconds(since);
    conditions.add(Condition.of(type, status, reason, reason.sentence(), turned, generation));
    return this;
  }

  /** All that the status says but for its ledger. */
  Given status(LiveCallbackStatus status) {
    before = status;
    observedGeneration = status.observedGeneration();
    conditions.clear();
    conditions.addAll(status.conditions());
    lastDrift = status.lastDrift();
    return this;
  }

  /** The ledger says that this was written and read back. */
  Given holds(CallbackKey key, CallbackContent content) {
    String print = Fingerprint.of(key, content);
    String version = content.authentication() instanceof Authentication.On ? "v1" : null;
    String since = "2026-02-28T00:00:00Z";
    return entry(new Ledger.Entry(key, ACCOUNT, print, print, version, since, null, "request-1"));
  }

  /** The ledger says that the last accepted write to it was read back. */
  Given readBack(CallbackKey key) {
    Ledger.Entry held = ledger.entry(key).orElseThrow();
    return entry(held.withRequestId("request-2"));
  }

  /** The ledger says that this was ordered, whatever it says of what was held. */
  Given ordered(CallbackKey key, CallbackContent content) {
    Ledger.Entry before = ledger.entry(key).orElseGet(() -> Ledger.Entry.of(key, ACCOUNT));
    return entry(before.ordered(Fingerprint.of(key, content)));
  }

  /** As {@link #holds}, written through another account. */
  Given holdsThrough(AccountName account, CallbackKey key, CallbackContent content) {
    String print = Fingerprint.of(key, content);
    String since = "2026-02-28T00:00:00Z";
    return entry(new Ledger.Entry(key, account, print, print, null, since, null, "request-1"));
  }

  private Given entry(Ledger.Entry entry) {
    ledger = ledger.with(entry);
    return this;
  }

  /** Its spec has a value that this version doesn't know. */
  Given unsupported(String value) {
    desired = Desired.unsupported(value);
    return this;
  }

  /** Its ledger lists a record that this version doesn't know. */
  Given listsUnknown() {
    List<LedgerEntry> records = new ArrayList<>(ledger.toStatus());
    records.add(LedgerEntry.of(ACCOUNT.text(), "vhost/live.example.com", null, "relay"));
    ledger = Ledger.of(records, _ -> CLOUD);
    return this;
  }

  Given ledger(Ledger changed) {
    ledger = changed;
    return this;
  }

  Given sees(CallbackKey key, CallbackContent content, long ago) {
    return observation(
        key, new Observation.Present(content, now.minusSeconds(ago), now.minusSeconds(ago)));
  }

  Given seesSeveral(CallbackKey key, long ago, CallbackContent... contents) {
    return observation(
        key,
        new Observation.Several(List.of(contents), now.minusSeconds(ago), now.minusSeconds(ago)));
  }

  /** As {@link #sees}, by a read that took so many seconds. */
  Given seesSlowly(CallbackKey key, CallbackContent content, long ago, long took) {
    Instant ended = now.minusSeconds(ago);
    return observation(key, new Observation.Present(content, ended.minusSeconds(took), ended));
  }

  Given absent(CallbackKey key, long ago) {
    return observation(key, new Observation.Absent(now.minusSeconds(ago), now.minusSeconds(ago)));
  }

  Given noScope(CallbackKey key, boolean otherAccount, long ago) {
    Failure.ScopeMissing missing = Failures.scopeMissing(otherAccount);
    return observation(
        key, new Observation.Refused(missing, now.minusSeconds(ago), now.minusSeconds(ago)));
  }

  private Given observation(CallbackKey key, Observation observation) {
    return change(key, k -> k.withObservation(observation));
  }

  Given putInFlight(CallbackKey key, CallbackContent content) {
    return put(key, content, new LastWrite.WriteOutcome.InFlight(now), null, null);
  }

  Given putAccepted(CallbackKey key, CallbackContent content, long ago) {
    Instant ended = now.minusSeconds(ago);
    return put(key, content, new LastWrite.WriteOutcome.Accepted(ended, "request-2"), ended, null);
  }

  Given putUnknown(CallbackKey key, CallbackContent content, long ago) {
    Instant ended = now.minusSeconds(ago);
    put(key, content, new LastWrite.WriteOutcome.Unknown(Failures.unknown(), ended), ended, ended);
    return unknownAgain(key, 1, 5 - ago);
  }

  /** The last write to it was the n-th of unknown outcome in a row. */
  Given unknownAgain(CallbackKey key, int inARow, long left) {
    return writePause(key, new Pause(Failures.unknown(), inARow, now.plusSeconds(left)));
  }

  /** A Put was refused, and the pause after that lasts so many seconds more. */
  Given putRefused(CallbackKey key, CallbackContent content, Failure why, long ago, long left) {
    LastWrite before = keys.getOrDefault(key, KeyFacts.UNKNOWN).write();
    Instant ended = now.minusSeconds(ago);
    put(
        key,
        content,
        new LastWrite.WriteOutcome.Refused(why, ended),
        before == null ? null : before.lastPossiblePut(),
        before == null ? null : before.unknownSince());
    return writePause(key, new Pause(why, 1, now.plusSeconds(left)));
  }

  private Given put(
      CallbackKey key,
      CallbackContent content,
      LastWrite.WriteOutcome outcome,
      @Nullable Instant lastPossiblePut,
      @Nullable Instant unknownSince) {
    LastWrite before = keys.getOrDefault(key, KeyFacts.UNKNOWN).write();
    Set<CallbackContent> doubtful = new HashSet<>(before == null ? Set.of() : before.doubtful());
    if (outcome instanceof LastWrite.WriteOutcome.Unknown) {
      doubtful.add(content);
    }
    return write(
        key, new LastWrite(content, outcome, 0, lastPossiblePut, unknownSince, null, doubtful));
  }

  Given removeInFlight(CallbackKey key) {
    return remove(key, new LastWrite.WriteOutcome.InFlight(now), 0, null);
  }

  Given removeAccepted(CallbackKey key, long ago, int removals) {
    Instant ended = now.minusSeconds(ago);
    return remove(key, new LastWrite.WriteOutcome.Accepted(ended, "request-3"), removals, null);
  }

  Given removeUnknown(CallbackKey key, long ago) {
    Instant ended = now.minusSeconds(ago);
    remove(key, new LastWrite.WriteOutcome.Unknown(Failures.unknown(), ended), 0, ended);
    return unknownAgain(key, 1, 5 - ago);
  }

  Given removeRefused(CallbackKey key, Failure why, long ago, int removals, long left) {
    Instant ended = now.minusSeconds(ago);
    remove(key, new LastWrite.WriteOutcome.Refused(why, ended), removals, null);
    return writePause(key, new Pause(why, 1, now.plusSeconds(left)));
  }

  private Given remove(
      CallbackKey key,
      LastWrite.WriteOutcome outcome,
      int removals,
      @Nullable Instant unknownSince) {
    return write(key, new LastWrite(null, outcome, removals, null, unknownSince, null, Set.of()));
  }

  private Given write(CallbackKey key, LastWrite write) {
    return change(key, k -> k.withWrite(write).withWritePause(null));
  }

  private Given writePause(CallbackKey key, Pause pause) {
    return change(key, k -> k.withWritePause(pause));
  }

  Given readFailed(CallbackKey key, Failure why, long left) {
    Pause pause = new Pause(why, 1, now.plusSeconds(left));
    return change(key, k -> k.withReadPause(pause));
  }

  private Given change(CallbackKey key, UnaryOperator<KeyFacts> change) {
    keys.put(key, change.apply(keys.getOrDefault(key, KeyFacts.UNKNOWN)));
    return this;
  }

  /** The finding has been the same since a read that began so many seconds ago. */
  Given unchangedFor(CallbackKey key, long seconds) {
    return change(key, k -> k.withUnchangedSince(now.minusSeconds(seconds)));
  }

  /** The record keeps flipping back, and is left for so many seconds more. */
  Given contested(CallbackKey key, long left) {
    return change(key, k -> k.withContestedUntil(now.plusSeconds(left)));
  }

  /** The account may neither put nor remove records there. */
  Given writesDenied(CallbackKey key) {
    return change(
        key,
        k -> k.withPutsDenied(Failures.notPermitted()).withRemovesDenied(Failures.notPermitted()));
  }

  /** The account is paused, and so are all of its objects. */
  Given accountPaused() {
    paused = true;
    pausedAccount = ACCOUNT;
    return this;
  }

  Given heldBy(ObjectId other) {
    claim = new ClaimFacts(other, claim.inheritance(), claim.heirs(), claim.probesScope());
    return this;
  }

  /** Its holder waits to yield this key, which it holds with this content, to the object. */
  Given inherits(CallbackKey key, CallbackContent content) {
    String print = Fingerprint.of(key, content);
    String version = content.authentication() instanceof Authentication.On ? "theirs" : null;
    Ledger.Entry entry =
        new Ledger.Entry(
            key, ACCOUNT, print, print, version, "2026-02-27T00:00:00Z", null, "request-0");
    claim = new ClaimFacts(claim.heldBy(), entry, claim.heirs(), claim.probesScope());
    return this;
  }

  /** Its holder waits to yield this key, which it never saw held, to the object. */
  Given inheritsUnverified(CallbackKey key, CallbackContent content) {
    Ledger.Entry entry = Ledger.Entry.of(key, ACCOUNT).ordered(Fingerprint.of(key, content));
    claim = new ClaimFacts(claim.heldBy(), entry, claim.heirs(), claim.probesScope());
    return this;
  }

  /** Somebody else takes that key over, and has or hasn't written it down. */
  Given heir(CallbackKey key, boolean listed) {
    Map<CallbackKey, Heir> heirs = new HashMap<>(claim.heirs());
    heirs.put(key, new Heir(OTHER, listed));
    claim = new ClaimFacts(claim.heldBy(), claim.inheritance(), heirs, claim.probesScope());
    return this;
  }

  Given oldestOfScope() {
    claim = new ClaimFacts(claim.heldBy(), claim.inheritance(), claim.heirs(), true);
    return this;
  }

  Given gateShut(boolean apiUnavailable) {
    return account(
        ACCOUNT,
        new AccountFacts(
            CLOUD,
            new AccountClosed(apiUnavailable, "Account live/default can't be used: signature."),
            null,
            Map.of()));
  }

  Given account(AccountName name, AccountFacts account) {
    accounts.put(name, account);
    return this;
  }

  Given noAccount() {
    accounts.remove(ACCOUNT);
    return this;
  }

  Given notAllowed() {
    return account(
        ACCOUNT,
        new AccountFacts(
            CLOUD,
            null,
            new AccountFacts.Refusal(Reason.NOT_ALLOWED, "Ask for a rule."),
            Map.of()));
  }

  /** Nothing proves that the object wrote this record, and the account doesn't let it in. */
  Given doubts(CallbackKey key) {
    return account(
        ACCOUNT,
        new AccountFacts(
            CLOUD,
            null,
            new AccountFacts.Refusal(Reason.NOT_ALLOWED, "Ask for a rule."),
            Map.of(),
            Map.of(key, new DoubtfulRecord("Ask for a rule", "0a1b2c3d4e5f"))));
  }

  Given unsupported() {
    return account(
        ACCOUNT,
        new AccountFacts(
            CLOUD,
            null,
            new AccountFacts.Refusal(
                Reason.MESSAGE_TYPE_UNSUPPORTED, "BytePlus has no such message type."),
            Map.of()));
  }

  Given deleteLimitReached(long left) {
    Instant until = now.plusSeconds(left);
    return account(
        ACCOUNT,
        new AccountFacts(CLOUD, null, null, Map.of(D, until, OLD, until, APP_LESS, until)));
  }

  Given coveredRecord(String app, CoveredRecord.Fate fate) {
    coveredRecords.add(new CoveredRecord(key(app), fate, null));
    return this;
  }

  /** One that is the record of this object, whose people gave these tokens. */
  Given coveredRecord(String app, CoveredRecord.Fate fate, ObjectId owner, String... consents) {
    coveredRecords.add(
        new CoveredRecord(
            key(app), fate, new CoveredRecord.OwningObject(owner, ACCOUNT, Set.of(consents))));
    return this;
  }

  Given knowsAuthKey(String key) {
    knownAuthKey = new SecretText(key);
    return this;
  }

  Given unverified() {
    proven = false;
    return this;
  }

  Given startedAgo(long seconds) {
    started = seconds;
    return this;
  }

  Given createdAgo(long seconds) {
    created = now.minusSeconds(seconds);
    return this;
  }

  Given generationSeenAgo(long seconds) {
    generationSeen = seconds;
    return this;
  }

  Facts facts() {
    LiveCallbackStatus status =
        before
            .withObservedGeneration(
                observedGeneration == null ? LiveCallbackStatus.NEVER : observedGeneration)
            .withScope(observedGeneration == null ? null : VHOST.toString())
            .withConditions(conditions)
            .withRecords(ledger.toStatus())
            .withLastDrift(lastDrift);
    return new Facts(
        ME,
        ACCOUNT,
        generation,
        deleting,
        policies,
        new RequestedActions(
            paused,
            readSince,
            reconcile,
            drift,
            driftAllowedUntil,
            confirmedDeletes,
            pausedAccount),
        desired,
        status,
        ledger,
        claim,
        accounts,
        keys,
        coveredRecords,
        knownAuthKey,
        proven,
        status.reconcilingSince().orElse(null),
        now.minus(Duration.ofSeconds(generationSeen)),
        created == null ? now.minus(Duration.ofDays(1)) : created,
        now.minus(Duration.ofSeconds(started)),
        now,
        Duration.ZERO);
  }
}
