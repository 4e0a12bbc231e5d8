package dev.livecallback.shadow;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.calls.CallListener;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.reconcile.ReconcileResult;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is plugged into an {@link EngineDriver}: its engine, the way to the cloud, and whatever is
 * to come between the engine and the shadow. Left as they are, the latter change nothing.
 */
public interface DriverPlugs {

  /**
   * The engine that is driven; asked for once.
   *
   * @param cluster what it sees of Kubernetes
   * @param opened has to be told of each cloud account that it opens
   */
  Engine engine(Cluster cluster, Consumer<CloudAccount> opened);

  /** The way to a cloud account. */
  CloudWire wire(CloudAccount there);

  /** Who is told of the calls to a cloud account. */
  default CallListener listener(CloudAccount there) {
    return there.results();
  }

  /** Whatever may go to a cloud account for now has gone. */
  default void dispatched(CloudAccount there) {}

  /**
   * A Secret is looked up.
   *
   * @param cached what the cache has
   */
  default Optional<Secret> secret(String namespace, String name, Optional<Secret> cached) {
    return cached;
  }

  /** One round of an object. */
  default ReconcileResult reconcile(Engine engine, LiveCallback object) {
    return engine.reconcile(object);
  }

  /** A status is written. */
  default Cluster.StatusWrite<LiveCallback> write(
      ShadowApiServer server, LiveCallback planned, LiveCallbackStatus wanted) {
    return server.writeStatus(planned, wanted);
  }

  /** Something is told of an object. */
  default void publish(LiveCallback object, List<Notice> notices) {}

  /** An object isn't in the cache any more, and the engine has forgotten it. */
  default void gone(LiveCallback object) {}

  /** After how many milliseconds {@link #tick} happens, again and again. */
  default long untilTick() {
    return 1_000;
  }

  /** What happens by the clock. */
  default void tick(Engine engine) {
    engine.sweep();
  }
}
