package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One life of the operator's process: the real engine, and around it what drives it. */
final class Life implements Cluster, Informer.Listener, Names {
  private static final String UNKNOWN = " of ";
  private static final int MOST_ROUNDS = 60;
  private static final long TICK = 1_000;
  private static final long LAZY_TICK = 30_000;

  private final World world;
  private final boolean tookOver;
  private final Timeline timeline;
  private final Chance chance;
  private final Knowledge knowledge;
  private final PlanProperties plans;
  private final Informer informer;
  private final Rounds rounds;
  private final Engine engine;
  private final AccountProperties properties;
  private final LifeAccounts accounts;
  private final List<Worker> workers = new ArrayList<>();

  /** What cloud accounts are in truth whose accounts don't know where they lead. */
  private final Map<String, String> realNames = new HashMap<>();

  private final Map<String, Deque<Long>> roundsOf = new HashMap<>();
  private boolean dead;
  private boolean writeFailed;

  /**
   * A process that acts from now on.
   *
   * @param informer its caches, which may be full already
   */
  Life(World world, int number, Takeover takeover, Informer informer) {
    this.world = world;
    this.tookOver = takeover.afterAnother();
    this.informer = informer;
    this.timeline = world.timeline;
    this.chance = world.chance;
    this.properties = new AccountProperties(world, this);
    this.accounts = new LifeAccounts(world, properties, number);
    this.knowledge = new Knowledge(this::cached, accounts, this);
    this.plans = new PlanProperties(world, knowledge, this::cached);
    this.rounds =
        new Rounds(timeline, chance.stream("rounds"), world.server, this::cached, this::round);
    this.engine =
        new Engine(
            Tenants.DEFAULT,
            this,
            this::opened,
            _ -> {},
            timeline,
            chance.stream("engine " + number),
            takeover,
            plans::plan,
            world.seams::guard);
    // Meanwhile time passes: this life is under way before it is known to be.
    timeline.in(0, this::begin);
  }

  private void begin() {
    if (!dead) {
      accounts.start(engine);
      informer.tell(this);
      tick();
    }
  }

  /** All that this process remembers is gone; what it sent is sent. */
  void die() {
    dead = true;
    rounds.stop();
    informer.stop();
    accounts.stop();
    workers.forEach(Worker::die);
  }

  private void opened(CloudAccount there) {
    int of = there.name().indexOf(UNKNOWN);
    if (of >= 0) {
      String account = there.name().substring(of + UNKNOWN.length()).replaceAll(",.*", "");
      realNames.put(there.name(), world.owners.home(account));
    }
    Worker worker = new Worker(world, knowledge, accounts, properties, there);
    workers.add(worker);
    there.queue().onChange(worker::changed);
  }

  @Override
  public String real(String cloudAccount) {
    String supposed = realNames.get(cloudAccount);
    if (supposed == null) {
      return cloudAccount;
    }
    // An account that was made anew may have another's keys from the beginning.
    String known =
        engine.accounts().all().stream()
            .filter(account -> of(account.name()).equals(cloudAccount))
            .flatMap(account -> account.accountId().stream())
            .findFirst()
            .map(Tenants::cloud)
            .orElse(supposed);
    realNames.put(cloudAccount, known);
    return known;
  }

  @Override
  public String of(String account) {
    return engine.cloudAccount(account).map(CloudAccount::name).orElse("of absent " + account);
  }

  /** Whether another process may have called the cloud a moment before this one began. */
  boolean tookOver() {
    return tookOver;
  }

  LifeAccounts accounts() {
    return accounts;
  }

  Engine engine() {
    return engine;
  }

  Knowledge knowledge() {
    return knowledge;
  }

  private @Nullable LiveCallback cached(String name) {
    return informer.objects().get(name);
  }

  private Next round(LiveCallback object) {
    // Rounds of other objects run within this one's status write.
    busy(object.getMetadata().getName());
    boolean outer = writeFailed;
    writeFailed = false;
    Next next = engine.round(object);
    if (!dead) {
      plans.ended(object, next, writeFailed);
    }
    writeFailed = outer;
    return next;
  }

  /** Rounds without end are a bug even if they make no calls. */
  private void busy(String name) {
    Deque<Long> log = roundsOf.computeIfAbsent(name, _ -> new ArrayDeque<>());
    log.addLast(timeline.elapsed());
    if (log.size() > MOST_ROUNDS && timeline.elapsed() - log.removeFirst() < 1_000) {
      throw timeline.fail(
          "an object is planned over and over", name + ", " + MOST_ROUNDS + " times in a second");
    }
  }

  // What the engine asks of the cluster.

  @Override
  public Optional<LiveCallback> object(ObjectId object) {
    return Optional.ofNullable(cached(object.name()))
        .filter(found -> found.getMetadata().getUid().equals(object.uid()));
  }

  @Override
  public Stream<LiveCallback> objects() {
    return List.copyOf(informer.objects().values()).stream();
  }

  @Override
  public Optional<Secret> secret(String namespace, String name) {
    return Optional.ofNullable(informer.secret(name));
  }

  @Override
  public StatusWrite write(LiveCallback planned, LiveCallbackStatus wanted) {
    StatusWrite outcome = world.seams.write(this::reallyWrite, planned, wanted, timeline);
    if (dead) {
      return new StatusWrite.Failed();
    }
    writeFailed = outcome instanceof StatusWrite.Failed;
    return outcome;
  }

  private StatusWrite reallyWrite(LiveCallback planned, LiveCallbackStatus wanted) {
    RandomGenerator random = chance.stream("status " + planned.getMetadata().getName());
    others(random);
    if (dead && random.nextBoolean()) {
      return new StatusWrite.Failed();
    }
    boolean lost = !world.isCalm() && Chance.happens(random, world.history.quirks().statusLost());
    if (lost && random.nextBoolean()) {
      return new StatusWrite.Failed();
    }
    LiveCallback written = world.server.writeStatus(planned, wanted);
    if (world.trace.kept()) {
      world.trace.note(
          "status",
          "%s of %s: %s",
          written == null ? "outdated" : "written",
          planned.id(),
          Telling.of(wanted));
    }
    others(random);
    if (written == null) {
      return new StatusWrite.Outdated();
    }
    return lost ? new StatusWrite.Failed() : new StatusWrite.Written(written);
  }

  /** While a request or its answer is on its way others go on; this process may even end. */
  private void others(RandomGenerator random) {
    timeline.runUntil(timeline.elapsed() + Chance.between(random, 1, 15));
  }

  @Override
  public void publish(LiveCallback object, List<Notice> notices) {
    if (!dead) {
      notices.forEach(notice -> world.noticed(object, notice));
    }
  }

  @Override
  public void wake(Collection<ObjectId> objects) {
    if (!dead) {
      for (ObjectId object : objects) {
        if (informer.objects().containsKey(object.name())) {
          rounds.event(object.name());
        }
      }
    }
  }

  // What the caches tell.

  @Override
  public void delivered(LiveCallback object) {
    engine.delivered(object);
  }

  @Override
  public void gone(LiveCallback object) {
    engine.forget(object);
    knowledge.gone(object);
    if (!informer.objects().containsKey(object.getMetadata().getName())) {
      rounds.gone(object.getMetadata().getName());
    }
  }

  @Override
  public void event(String name) {
    rounds.event(name);
  }

  // What happens by the clock.

  private void tick() {
    timeline.in(
        world.isCalm() ? LAZY_TICK : TICK,
        () -> {
          if (!dead) {
            accounts.tick();
            if (world.seams.sweeps()) {
              engine.sweep();
            }
            workers.removeIf(Life::hasClosed);
            tick();
          }
        });
  }

  private static boolean hasClosed(Worker worker) {
    if (worker.isClosed()) {
      worker.stop();
    }
    return worker.isIdle();
  }

  /** After how long a round that failed for want of the API server is tried again. */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
}
