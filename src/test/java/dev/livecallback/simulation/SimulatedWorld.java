package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.calls.Action;
import dev.livecallback.engine.Takeover;
import dev.livecallback.plan.Notice;
import dev.livecallback.shadow.NeverAtRest;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.shadow.ShadowCloud;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.shadow.WatchCache;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.HttpClients;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One world in one thread: the cloud, the API server, users and foreigners, and the real engine,
 * whose process may end at any moment and come back.
 */
final class SimulatedWorld {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration SYNC_PERIOD = Duration.ofMinutes(10);

  /** After so long the operator waits for no answer any more. */
  static final Duration CALL_TIMEOUT = HttpClients.CALL_TIMEOUT;

  /** The namespaces of the objects whose names name none. */
  static final List<String> NAMESPACES = List.of("team", "visitors");

  private static final int MOST_EVENTS = 250_000;
  private static final long AFTERMATH = 5_000;
  private static final long LONGEST_WAY_TO_REST = Duration.ofHours(10).toMillis();
  private static final long PATIENCE = Duration.ofMinutes(11).toMillis();
  private static final long QUIET = Duration.ofMinutes(25).toMillis();

  /** Who made a record vanish. */
  private enum VanishCause {
    ITS_OBJECT,
    OTHERS
  }

  final History history;
  final Seams seams;
  final VirtualTime time = new VirtualTime(START, MOST_EVENTS);
  final Chance chance;
  final Trace trace;
  final CallProperties calls;
  final Quotas quotas = new Quotas(this);
  final Underway underway = new Underway(time);
  final CloudRecords records;
  final CloudModel cloud;
  final ShadowApiServer server;
  final CloudUsers cloudUsers = new CloudUsers();
  final AccountServer accounts = new AccountServer();
  final Owners owners;
  final WorldUsers users;
  final Forgers forgers = new Forgers(this);

  /** Accounts lead where their owners mean them to. */
  final CloudNames names;

  /** Records of ours that may stay though no object knows of them. */
  final Set<CallbackKey> excused = new HashSet<>();

  private final Set<String> consents = new HashSet<>();
  private Duration wallAhead = Duration.ZERO;

  /** What the operator's wall clock shows, which may be set. */
  final InstantSource wall = () -> time.instant().plus(wallAhead);

  private final Map<CallbackKey, VanishCause> vanished = new HashMap<>();
  private final AtRest atRest;
  private @Nullable SimulatedProcess process;

  /** The caches of the standby; null where nobody ever takes over. */
  private @Nullable WatchCache standby;

  private int processes;
  private boolean calm;

  SimulatedWorld(History history, Seams seams, boolean traced) {
    this.history = history;
    this.seams = seams;
    this.chance = new Chance(history.seed());
    this.trace = new Trace(time, traced);
    this.calls = new CallProperties(this);
    this.records =
        new CloudRecords(
            new ShadowCloud(history.quirks().behaviour()), time, history.quirks().staleMillis());
    this.cloud = new CloudModel(history.quirks(), time, chance, records, cloudUsers, calls, trace);
    this.server = new ShadowApiServer(time);
    this.owners = new Owners(this);
    this.users = new WorldUsers(this);
    this.names =
        new CloudNames() {
          @Override
          public String of(AccountName account) {
            return owners.home(account);
          }

          @Override
          public String real(String cloudAccount) {
            return cloudAccount;
          }
        };
    this.atRest = new AtRest(this);
  }

  /** Lives through the history, comes to rest, and stays there. */
  void run() {
    try {
      begin();
      time.runUntil(history.end() + AFTERMATH);
      becomeCalm();
      comeToRest();
      stayAtRest();
    } catch (NeverAtRest busy) {
      throw new Violation("it never comes to rest", String.valueOf(busy.getMessage()));
    }
  }

  /** Ends this world, whoever catches what is thrown. Only the first one counts. */
  Error fail(String kind, String what) {
    return time.fail(new Violation(kind, what));
  }

  /** What the API server calls an object of this name. */
  static String qualified(String object) {
    return Tenants.namespaceOf(object) + "/" + object;
  }

  /** Starts the process, and has everything of the history happen in its time. */
  void begin() {
    owners.begin();
    for (String namespace : NAMESPACES) {
      server.setSecret(namespace, "keys", "k1");
      server.setSecret(namespace, "more-keys", "k2");
    }
    if (history.steps().stream().anyMatch(step -> step.act() instanceof WorldAct.NewLeader)) {
      standby = caches("standby lag ");
    }
    start();
    for (History.TimedAct step : history.steps()) {
      time.at(step.at(), () -> users.act(step.act()));
    }
  }

  /** From now on nobody does anything, and nothing goes wrong. */
  private void becomeCalm() {
    calm = true;
    cloud.calm();
    setClock(Duration.ZERO);
    users.correct();
    owners.putEverythingRight();
    trace.note("world", "is calm");
  }

  void setClock(Duration ahead) {
    wallAhead = ahead;
  }

  boolean isCalm() {
    return calm;
  }

  private void comeToRest() {
    long end = time.elapsed() + LONGEST_WAY_TO_REST;
    // Whatever may yet land has landed then, and a sweep has seen it.
    time.runUntil(time.elapsed() + PATIENCE);
    owners.followAdvice();
    time.runUntil(time.elapsed() + PATIENCE);
    Optional<String> trouble = atRest.trouble();
    while (trouble.isPresent() && time.elapsed() < end) {
      time.runUntil(time.elapsed() + PATIENCE);
      trouble = atRest.trouble();
    }
    if (trouble.isPresent()) {
      throw fail(trouble.get(), "after ten hours");
    }
  }

  private void stayAtRest() {
    long statuses = server.statusWrites();
    int reads = quotas.count(Action.DESCRIBE);
    int puts = quotas.count(Action.UPDATE);
    int removes = quotas.count(Action.DELETE);
    time.runUntil(time.elapsed() + QUIET);
    trace.note("world", "is at rest");
    Rest allowed = Rest.of(this);
    check("status writes", (int) (server.statusWrites() - statuses), allowed.statuses());
    check("Puts", quotas.count(Action.UPDATE) - puts, allowed.puts());
    check("Removes", quotas.count(Action.DELETE) - removes, 0);
    check("reads", quotas.count(Action.DESCRIBE) - reads, allowed.reads());
    atRest
        .trouble()
        .ifPresent(
            trouble -> {
              throw fail(trouble, "after it had come to rest");
            });
  }

  private void check(String what, int count, int allowed) {
    if (count > allowed) {
      throw fail("more " + what + " at rest than sweeps explain", count + " > " + allowed);
    }
  }

  /** The process dies, and another one begins a while later. */
  void crash(int millisDown) {
    if (process != null) {
      process.die();
      process = null;
      time.in(millisDown, this::start);
    }
  }

  /** The process acts no more, and after so long the standby takes over. */
  void newLeader(int millisBetween) {
    if (process != null) {
      process.die();
      process = null;
      time.in(millisBetween, this::takeOver);
    }
  }

  private void takeOver() {
    WatchCache warm = standby;
    if (process == null && warm != null) {
      trace.note("process", "takes over");
      standby = caches("standby lag ");
      process =
          new SimulatedProcess(
              this, ++processes, seams.takeover(new Takeover(true, CALL_TIMEOUT)), warm);
    }
  }

  private WatchCache caches(String lagName) {
    WatchCache cache =
        new WatchCache(server, time, new CacheLag(chance, history.quirks().lagMillis(), lagName));
    cache.start();
    return cache;
  }

  @Nullable SimulatedProcess process() {
    return process;
  }

  private void start() {
    if (process == null) {
      trace.note("process", "starts");
      process = new SimulatedProcess(this, ++processes, Takeover.NONE, caches("lag "));
    }
  }

  /** Tells of an object whose records are left behind on purpose. */
  void noticed(LiveCallback object, Notice notice) {
    trace.note("event", "%s: %s %s", object.id(), notice.reason(), notice.message());
    if (notice.reason().equals("RecordKept")) {
      excuse(object);
    }
  }

  /** Whatever this object wrote may stay. */
  void excuse(LiveCallback object) {
    excuse(ObjectReading.keys(names, object));
  }

  /** The records of these keys, as the cloud has them, may stay. */
  void excuse(Set<CallbackKey> keys) {
    keys.forEach(key -> excused.add(records.canonical(key)));
  }

  /** Whether another object's persisted ledger lists the key, by these names. */
  boolean heldByAnother(CloudNames by, ObjectId object, CallbackKey key) {
    return Forgers.without(server.objects().values()).stream()
        .anyMatch(other -> !other.id().equals(object) && ObjectReading.holds(by, other, key));
  }

  /**
   * Somebody said that a record may go along with the app-less one of an object.
   *
   * @param where at which object or account, {@code namespace/name}
   */
  void consent(LiveCallback removed, String where) {
    consents.add(removed.id().uid() + " " + where);
  }

  /** Whether somebody did, at that object or at its account. */
  boolean consents(LiveCallback removed, LiveCallback at) {
    return consents.contains(removed.id().uid() + " " + ShadowApiServer.name(at))
        || consents.contains(removed.id().uid() + " " + ObjectReading.account(at));
  }

  /** Somebody else than its object made this record vanish. */
  void vanishedByOthers(Set<CallbackKey> keys) {
    keys.forEach(key -> vanished.put(key, VanishCause.OTHERS));
  }

  boolean vanishedByOthers(CallbackKey key) {
    return vanished.get(records.canonical(key)) == VanishCause.OTHERS;
  }

  void appeared(CallbackKey key) {
    excused.remove(records.canonical(key));
    vanished.put(records.canonical(key), VanishCause.ITS_OBJECT);
  }

  /** Whether the Secret that the object names isn't there. */
  boolean secretMissing(LiveCallback object) {
    SecretKeyRef ref = object.getSpec().authKeyPrimarySecretRef();
    return ref != null && secret(object, ref) == null;
  }

  private @Nullable Secret secret(LiveCallback object, SecretKeyRef ref) {
    return server.secrets().get(object.getMetadata().getNamespace() + "/" + ref.name());
  }

  /** What the object's record should hold; a key that can't be had may be any. */
  CallbackContent desired(LiveCallback object) {
    Authentication authentication = new Authentication.Off();
    SecretKeyRef ref = object.getSpec().authKeyPrimarySecretRef();
    if (object.getSpec().authenticates() && ref != null) {
      Secret secret = secret(object, ref);
      authentication =
          secret == null
              ? new Authentication.Hidden()
              : new Authentication.On(
                  new SecretText(
                      new String(
                          Base64.getDecoder().decode(secret.getData().get("key")),
                          StandardCharsets.UTF_8)));
    }
    return new CallbackContent(
        object.getSpec().callbackDetailList().stream()
            .map(detail -> CallbackDetail.http(detail.url()))
            .toList(),
        object.getSpec().transcodes(),
        authentication);
  }
}
