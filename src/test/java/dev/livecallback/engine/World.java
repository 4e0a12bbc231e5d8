package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.Action;
import dev.livecallback.plan.Notice;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.HttpClients;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One world in one thread: the cloud, the API server, users and foreigners, and the real engine,
 * whose process may end at any moment and come back.
 */
final class World {
  static final Duration SYNC_PERIOD = Duration.ofMinutes(10);

  /** After so long the operator waits for no answer any more. */
  static final Duration CALL_TIMEOUT = HttpClients.CALL_TIMEOUT;

  private static final long AFTERMATH = 5_000;
  private static final long LONGEST_WAY_TO_REST = Duration.ofHours(10).toMillis();
  private static final long PATIENCE = Duration.ofMinutes(11).toMillis();
  private static final long QUIET = Duration.ofMinutes(25).toMillis();

  /** Who made a record vanish. */
  private enum Cause {
    ITS_OBJECT,
    OTHERS
  }

  final History history;
  final Seams seams;
  final Timeline timeline = new Timeline();
  final Chance chance;
  final Trace trace;
  final CallProperties calls;
  final Quotas quotas = new Quotas(this);
  final Underway underway = new Underway(timeline);
  final CloudRecords records;
  final CloudModel cloud;
  final ApiServerModel server;
  final CloudUsers cloudUsers = new CloudUsers();
  final AccountServer accounts = new AccountServer();
  final Owners owners;
  final Users users;

  /** Accounts lead where their owners mean them to. */
  final Names names;

  /** Records of ours that may stay though no object knows of them. */
  final Set<CallbackKey> excused = new HashSet<>();

  private final Map<CallbackKey, Cause> vanished = new HashMap<>();
  private final AtRest atRest;
  private @Nullable Life life;

  /** The caches of the process that stands by; null where nobody ever takes over. */
  private @Nullable Informer standby;

  private int lives;
  private boolean calm;

  World(History history, Seams seams, boolean traced) {
    this.history = history;
    this.seams = seams;
    this.chance = new Chance(history.seed());
    this.trace = new Trace(timeline, traced);
    this.calls = new CallProperties(this);
    this.records = new CloudRecords(history.quirks(), timeline);
    this.cloud =
        new CloudModel(history.quirks(), timeline, chance, records, cloudUsers, calls, trace);
    this.server = new ApiServerModel(timeline);
    this.owners = new Owners(this);
    this.users = new Users(this);
    this.names =
        new Names() {
          @Override
          public String of(String account) {
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
    begin();
    timeline.runUntil(history.end() + AFTERMATH);
    becomeCalm();
    comeToRest();
    stayAtRest();
  }

  /** Starts the process, and has everything of the history happen in its time. */
  void begin() {
    owners.begin();
    server.setSecret("keys", "k1");
    server.setSecret("more-keys", "k2");
    if (history.steps().stream().anyMatch(step -> step.act() instanceof Act.NewLeader)) {
      standby = caches("standby lag ");
    }
    start();
    for (History.Step step : history.steps()) {
      timeline.at(step.at(), () -> users.act(step.act()));
    }
  }

  /** From now on nobody does anything, and nothing goes wrong. */
  private void becomeCalm() {
    calm = true;
    cloud.calm();
    owners.putEverythingRight();
    trace.note("world", "is calm");
  }

  boolean isCalm() {
    return calm;
  }

  private void comeToRest() {
    long end = timeline.elapsed() + LONGEST_WAY_TO_REST;
    // Whatever may yet land has landed then, and a sweep has seen it.
    timeline.runUntil(timeline.elapsed() + PATIENCE);
    owners.followAdvice();
    timeline.runUntil(timeline.elapsed() + PATIENCE);
    Optional<String> trouble = atRest.trouble();
    while (trouble.isPresent() && timeline.elapsed() < end) {
      timeline.runUntil(timeline.elapsed() + PATIENCE);
      trouble = atRest.trouble();
    }
    if (trouble.isPresent()) {
      throw timeline.fail(trouble.get(), "after ten hours");
    }
  }

  private void stayAtRest() {
    long statuses = server.statusWrites();
    int reads = quotas.count(Action.DESCRIBE);
    int puts = quotas.count(Action.UPDATE);
    int removes = quotas.count(Action.DELETE);
    timeline.runUntil(timeline.elapsed() + QUIET);
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
              throw timeline.fail(trouble, "after it had come to rest");
            });
  }

  private void check(String what, int count, int allowed) {
    if (count > allowed) {
      throw timeline.fail("more " + what + " at rest than sweeps explain", count + " > " + allowed);
    }
  }

  /** The process dies, and another one begins a while later. */
  void crash(int millisDown) {
    if (life != null) {
      life.die();
      life = null;
      timeline.in(millisDown, this::start);
    }
  }

  /** The process acts no more, and after so long the one that stands by takes over. */
  void newLeader(int millisBetween) {
    if (life != null) {
      life.die();
      life = null;
      timeline.in(millisBetween, this::takeOver);
    }
  }

  private void takeOver() {
    Informer warm = standby;
    if (life == null && warm != null) {
      trace.note("process", "takes over");
      standby = caches("standby lag ");
      life = new Life(this, ++lives, seams.takeover(new Takeover(true, CALL_TIMEOUT)), warm);
    }
  }

  private Informer caches(String lagName) {
    Informer informer =
        new Informer(server, timeline, chance, history.quirks().lagMillis(), lagName);
    informer.start();
    return informer;
  }

  @Nullable Life life() {
    return life;
  }

  private void start() {
    if (life == null) {
      trace.note("process", "starts");
      life = new Life(this, ++lives, Takeover.NONE, caches("lag "));
    }
  }

  /** Tells of an object whose records are left behind on purpose. */
  void noticed(LiveCallback object, Notice notice) {
    trace.note("event", "%s: %s %s", object.id(), notice.reason(), notice.message());
    if (notice.reason().equals("Released")) {
      excuse(object);
    }
  }

  /** Whatever this object wrote may stay. */
  void excuse(LiveCallback object) {
    excuse(Standings.keys(names, object));
  }

  /** The records of these keys, as the cloud has them, may stay. */
  void excuse(Set<CallbackKey> keys) {
    keys.forEach(key -> excused.add(records.canonical(key)));
  }

  /** Whether another object's persisted ledger lists the key, by these names. */
  boolean heldByAnother(Names by, ObjectId object, CallbackKey key) {
    return server.objects().values().stream()
        .anyMatch(other -> !other.id().equals(object) && Standings.holds(by, other, key));
  }

  /** Whether a user said that records beside an app-less one may go with it. */
  boolean confirmed(LiveCallback object) {
    return ApiServerModel.annotations(object.getMetadata()).containsKey(WellKnown.CONFIRM_DELETE);
  }

  /** Somebody else than its object made this record vanish. */
  void vanishedByOthers(Set<CallbackKey> keys) {
    keys.forEach(key -> vanished.put(key, Cause.OTHERS));
  }

  boolean vanishedByOthers(CallbackKey key) {
    return vanished.get(records.canonical(key)) == Cause.OTHERS;
  }

  void appeared(CallbackKey key) {
    excused.remove(records.canonical(key));
    vanished.put(records.canonical(key), Cause.ITS_OBJECT);
  }

  /** Whether the Secret that the object names isn't there. */
  boolean secretMissing(LiveCallback object) {
    SecretKeyRef ref = object.getSpec().authKeyPrimarySecretRef();
    return ref != null && !server.secrets().containsKey(ref.name());
  }

  /** What the object's record should hold; a key that can't be had may be any. */
  CallbackContent desired(LiveCallback object) {
    Authentication authentication = new Authentication.Off();
    SecretKeyRef ref = object.getSpec().authKeyPrimarySecretRef();
    if (object.getSpec().authenticates() && ref != null) {
      Secret secret = server.secrets().get(ref.name());
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
