package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The cluster that a Kubernetes client talks to: reads from the watches' caches, and direct writes.
 */
public final class KubernetesCluster implements Cluster {
  private static final int WRITES_AT_ONCE = 4;

  private final Watches watches;
  private final SecretLookup secrets;
  private final StatusWriter statusWriter;
  private final EventPublisher events;
  private final ReconcileTrigger<LiveCallback> trigger = new ReconcileTrigger<>();
  private final Consumer<LiveCallback> corrected;
  private final FairLimiter turns = FairLimiter.patient(WRITES_AT_ONCE);

  /**
   * Creates the cluster.
   *
   * @param corrected is told of each object whose record was put back
   */
  public KubernetesCluster(
      Watches watches,
      SecretLookup secrets,
      StatusWriter statusWriter,
      EventPublisher events,
      Consumer<LiveCallback> corrected) {
    this.corrected = corrected;
    this.watches = watches;
    this.secrets = secrets;
    this.statusWriter = statusWriter;
    this.events = events;
  }

  /** Returns the trigger that has objects reconciled again. */
  public ReconcileTrigger<LiveCallback> trigger() {
    return trigger;
  }

  @Override
  public Optional<LiveCallback> object(ObjectId object) {
    return watches.object(object);
  }

  @Override
  public Stream<LiveCallback> objects() {
    return watches.objects();
  }

  @Override
  public Optional<Secret> secret(String namespace, String name, Set<String> entries) {
    return secrets.secret(namespace, name, entries);
  }

  @Override
  public StatusWrite<LiveCallback> write(LiveCallback planned, LiveCallbackStatus wanted) {
    return turns.run(
        planned.getMetadata().getNamespace(), () -> statusWriter.write(planned, wanted));
  }

  @Override
  public void publish(LiveCallback object, List<Notice> notices) {
    if (notices.stream().anyMatch(Notice::isCorrection)) {
      corrected.accept(object);
    }
    events.publish(object, notices);
  }

  @Override
  public void wake(Collection<ObjectId> objects) {
    objects.forEach(object -> trigger.wake(object.namespace(), object.name()));
  }
}
