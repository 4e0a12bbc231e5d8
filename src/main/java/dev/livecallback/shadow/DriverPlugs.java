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
 * The parts that are plugged into an {@link EngineDriver}: its engine, the connection to the cloud,
 * and the hooks between the engine and the shadow. The hooks' defaults change nothing.
 */
public interface DriverPlugs {

  /**
   * Returns the engine to drive; called once.
   *
   * @param cluster the engine's view of Kubernetes
   * @param opened the callback that the engine has to call for each cloud account that it opens
   */
  Engine engine(Cluster cluster, Consumer<CloudAccount> opened);

  /** Returns the connection to a cloud account. */
  CloudWire wire(CloudAccount there);

  /** Returns the listener that is told of the calls to a cloud account. */
  default CallListener listener(CloudAccount there) {
    return there.results();
  }

  /** Runs after all calls that may go to a cloud account for now were sent. */
  default void dispatched(CloudAccount there) {}

  /**
   * Looks a Secret up.
   *
   * @param cached the Secret in the cache; empty = there is none
   */
  default Optional<Secret> secret(String namespace, String name, Optional<Secret> cached) {
    return cached;
  }

  /** Runs one round of an object. */
  default ReconcileResult reconcile(Engine engine, LiveCallback object) {
    return engine.reconcile(object);
  }

  /** Writes a status. */
  default Cluster.StatusWrite<LiveCallback> write(
      ShadowApiServer server, LiveCallback planned, LiveCallbackStatus wanted) {
    return server.writeStatus(planned, wanted);
  }

  /** Publishes notices about an object. */
  default void publish(LiveCallback object, List<Notice> notices) {}

  /** Runs after an object has left the cache and the engine has forgotten it. */
  default void gone(LiveCallback object) {}

  /** Returns the milliseconds before each {@link #tick}. */
  default long untilTick() {
    return 1_000;
  }

  /** Runs again and again, by the clock. */
  default void tick(Engine engine) {
    engine.sweep();
  }
}
