package dev.livecallback.shadow;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A process of the operator in virtual time. It tells the real engine of the changes that its cache
 * receives, runs rounds, and sends the orders. Its owner has to tell the engine of accounts.
 */
public final class EngineDriver {
  private final VirtualTime time;
  private final ShadowApiServer server;
  private final WatchCache cache;
  private final Pauses pauses;
  private final DriverPlugs plugs;
  private final ReconcileLoop loop;
  private final List<VirtualWorker> workers = new ArrayList<>();
  private final Engine engine;
  private boolean stopped;

  /**
   * Creates a process that does nothing yet.
   *
   * @param cache the process's cache, which may already be filled
   */
  public EngineDriver(
      VirtualTime time,
      ShadowApiServer server,
      WatchCache cache,
      Pauses pauses,
      DriverPlugs plugs) {
    this.time = time;
    this.server = server;
    this.cache = cache;
    this.pauses = pauses;
    this.plugs = plugs;
    this.loop =
        new ReconcileLoop(time, pauses, server, cache, object -> plugs.reconcile(engine(), object));
    this.engine = plugs.engine(new CachedCluster(), this::opened);
  }

  /** Returns the engine that this process drives. */
  public Engine engine() {
    return engine;
  }

  /** Starts to work: every object of the cache is planned. */
  public void start() {
    cache.tell(new EngineFeed());
    tick();
  }

  /** Stops all work. A call that was sent stays sent. */
  public void stop() {
    stopped = true;
    loop.stop();
    cache.stop();
    workers.forEach(VirtualWorker::stop);
  }

  private void opened(CloudAccount there) {
    VirtualWorker worker =
        new VirtualWorker(
            there,
            plugs.listener(there),
            plugs.wire(there),
            () -> plugs.dispatched(there),
            pauses,
            time);
    workers.add(worker);
    there.queue().onChange(worker::changed);
  }

  private void tick() {
    time.in(
        plugs.untilTick(),
        () -> {
          if (!stopped) {
            plugs.tick(engine);
            workers.removeIf(VirtualWorker::isDone);
            tick();
          }
        });
  }

  /** The listener of the cache, which tells the engine first. */
  private final class EngineFeed implements WatchCache.CacheListener {
    @Override
    public void delivered(LiveCallback object) {
      engine.delivered(object);
    }

    @Override
    public void gone(LiveCallback object) {
      engine.forget(object);
      plugs.gone(object);
      String name = ShadowApiServer.name(object);
      if (!cache.objects().containsKey(name)) {
        loop.gone(name);
      }
    }

    @Override
    public void event(String object) {
      loop.event(object);
    }
  }

  /** The cluster that the engine sees. */
  private final class CachedCluster implements Cluster {
    @Override
    public Optional<LiveCallback> object(ObjectId object) {
      return Optional.ofNullable(cache.objects().get(object.toString()))
          .filter(found -> found.getMetadata().getUid().equals(object.uid()));
    }

    @Override
    public Stream<LiveCallback> objects() {
      return List.copyOf(cache.objects().values()).stream();
    }

    @Override
    public Optional<Secret> secret(String namespace, String name, Set<String> entries) {
      return plugs.secret(namespace, name, Optional.ofNullable(cache.secret(namespace, name)));
    }

    @Override
    public StatusWrite<LiveCallback> write(LiveCallback planned, LiveCallbackStatus wanted) {
      return plugs.write(server, planned, wanted);
    }

    @Override
    public void publish(LiveCallback object, List<Notice> notices) {
      plugs.publish(object, notices);
    }

    @Override
    public void wake(Collection<ObjectId> objects) {
      if (!stopped) {
        objects.stream()
            .map(ObjectId::toString)
            .filter(cache.objects()::containsKey)
            .forEach(loop::event);
      }
    }
  }
}
