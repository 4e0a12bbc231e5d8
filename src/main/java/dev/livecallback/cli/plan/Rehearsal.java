package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.shadow.EngineDriver;
import dev.livecallback.shadow.Pauses;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.shadow.WatchCache;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A run of the real engine in virtual time. The engine starts with a cluster as it is, while
 * somebody edits the cluster, and runs until it has nothing more to write.
 */
final class Rehearsal {
  /**
   * The time from the start to the edits, in milliseconds. The edits come before the answer to any
   * call.
   */
  private static final long EDITED = 5;

  private static final long STEP = Duration.ofSeconds(30).toMillis();

  /**
   * The time without a write after which the run ends, in milliseconds. No object waits longer than
   * ten minutes before it says that it can't go on.
   */
  private static final long QUIET = Duration.ofMinutes(11).toMillis();

  private static final long LONGEST = Duration.ofHours(12).toMillis();
  private static final long MOST_EVENTS = 50_000_000;

  private final OperatorSettings settings;
  private final ClusterState state;
  private final Edits edits;
  private final VirtualTime time;
  private final ShadowApiServer server;
  private final RehearsalPlugs plugs;
  private final EngineDriver driver;

  /**
   * The result of a rehearsal.
   *
   * @param objects the objects as they are at the end
   * @param writes all writes, in their order
   * @param calls the number of calls for objects, without sweeps
   * @param took the time from the start to the last write
   * @param rested whether the engine came to rest
   * @param unsureAccounts the accounts of which it isn't known where they lead or what they may do,
   *     each with a sentence
   * @param brokenAccounts the accounts that can't be used, each with the reason
   */
  record Course(
      Map<String, LiveCallback> objects,
      List<PlannedWrite> writes,
      int calls,
      Duration took,
      boolean rested,
      Map<AccountName, String> unsureAccounts,
      Map<AccountName, String> brokenAccounts) {}

  private Rehearsal(
      OperatorSettings settings,
      ClusterState state,
      Edits edits,
      CloudSnapshot snapshot,
      Instant now) {
    this.settings = settings;
    this.state = state;
    this.edits = edits;
    this.time = new VirtualTime(now, MOST_EVENTS);
    this.server = new ShadowApiServer(time);
    state.secrets().values().forEach(server::load);
    state.objects().stream().filter(this::isWatched).forEach(server::load);
    WatchCache cache = new WatchCache(server, time, Pauses.NONE);
    cache.start();
    this.plugs = new RehearsalPlugs(settings, server, state.hidden(), snapshot, time);
    this.driver = new EngineDriver(time, server, cache, Pauses.NONE, plugs);
  }

  /**
   * Runs a rehearsal.
   *
   * @param settings the operator's settings
   * @param now the time at the beginning
   */
  static Course of(
      OperatorSettings settings,
      ClusterState state,
      Edits edits,
      CloudSnapshot snapshot,
      Instant now) {
    return new Rehearsal(settings, state, edits, snapshot, now).run();
  }

  private boolean isWatched(LiveCallback object) {
    return isWatched(settings, object);
  }

  /** Returns whether the operator watches an object's namespace. */
  static boolean isWatched(OperatorSettings settings, LiveCallback object) {
    Set<String> watched = settings.watchNamespaces();
    return watched.isEmpty() || watched.contains(object.getMetadata().getNamespace());
  }

  private Course run() {
    driver.engine().statusesProtected(true);
    inOrder(state.accounts()).forEach(plugs.accounts()::changed);
    driver.start();
    time.at(EDITED, this::edit);
    long end = QUIET;
    while (time.elapsed() < end && time.elapsed() < LONGEST) {
      time.runUntil(time.elapsed() + STEP);
      end = plugs.busyAt() + QUIET;
    }
    driver.stop();
    if (!plugs.bugs().isEmpty()) {
      throw new IllegalStateException("an object can't be planned", plugs.bugs().getFirst());
    }
    return new Course(
        new LinkedHashMap<>(server.objects()),
        plugs.writes(),
        plugs.calls(),
        Duration.ofMillis(plugs.busyAt()),
        time.elapsed() < LONGEST,
        plugs.accounts().unsure(),
        plugs.accounts().broken());
  }

  private void edit() {
    edits.secrets().forEach(server::load);
    inOrder(edits.accounts()).forEach(plugs.accounts()::changed);
    edits.removedAccounts().stream().sorted().forEach(plugs.accounts()::delete);
    if (!edits.secrets().isEmpty()) {
      plugs.accounts().secretsChanged();
    }
    edits.removedObjects().stream().sorted().forEach(server::delete);
    for (LiveCallback each : edits.objects()) {
      if (isWatched(each)) {
        if (server.get(ShadowApiServer.name(each)) == null) {
          server.create(each);
        } else {
          server.edit(each);
        }
      }
    }
  }

  private static List<LiveAccount> inOrder(Map<AccountName, LiveAccount> accounts) {
    return accounts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }
}
