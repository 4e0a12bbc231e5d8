package dev.livecallback.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Lease object. What others wrote into the object beside its spec stays. */
final class KubernetesLease implements LeaseStore, AutoCloseable {
  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private @Nullable Lease known;
  private volatile @Nullable Watch watch;

  KubernetesLease(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  private Resource<Lease> resource() {
    return client.leases().inNamespace(namespace).withName(name);
  }

  @Override
  public LeaseRead read() {
    try {
      known = resource().get();
      return known == null ? new LeaseRead.Absent() : new LeaseRead.Held(said(known));
    } catch (KubernetesClientException e) {
      return new LeaseRead.Failed(why(e));
    }
  }

  private static LeaseState said(Lease lease) {
    LeaseSpec spec = lease.getSpec();
    if (spec == null) {
      return new LeaseState("", null, null);
    }
    Integer seconds = spec.getLeaseDurationSeconds();
    return new LeaseState(
        Objects.requireNonNullElse(spec.getHolderIdentity(), ""),
        seconds == null ? null : Duration.ofSeconds(seconds),
        Optional.ofNullable(spec.getRenewTime()).map(ZonedDateTime::toInstant).orElse(null));
  }

  @Override
  public LeaseWrite write(LeaseState wanted, boolean taken) {
    try {
      Lease before = known;
      Lease lease = lease(before, wanted, taken);
      known = before == null ? client.resource(lease).create() : client.resource(lease).update();
      return new LeaseWrite.Done();
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_CONFLICT
              || (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && known != null)
          ? new LeaseWrite.Outdated()
          : new LeaseWrite.Unknown(why(e));
    }
  }

  private Lease lease(@Nullable Lease before, LeaseState wanted, boolean taken) {
    LeaseBuilder lease =
        before == null
            ? new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app.kubernetes.io/name", name)
                .endMetadata()
            : new LeaseBuilder(before);
    LeaseSpec old = before == null ? null : before.getSpec();
    Integer changes = old == null ? null : old.getLeaseTransitions();
    int transitions = changes == null ? 0 : changes;
    ZonedDateTime renewed = wanted.renewed() == null ? null : at(wanted.renewed());
    Duration duration = wanted.duration();
    return lease
        .editOrNewSpec()
        .withHolderIdentity(wanted.holder().isEmpty() ? null : wanted.holder())
        .withLeaseDurationSeconds(duration == null ? null : (int) duration.toSeconds())
        .withAcquireTime(taken || old == null ? renewed : old.getAcquireTime())
        .withRenewTime(renewed == null && old != null ? old.getRenewTime() : renewed)
        .withLeaseTransitions(taken && before != null ? transitions + 1 : transitions)
        .endSpec()
        .build();
  }

  private static ZonedDateTime at(Instant instant) {
    return instant.atZone(ZoneOffset.UTC);
  }

  /**
   * Watches the lease and runs {@code changed} at each change, until {@link #close}. The watch may
   * end earlier.
   */
  void watch(Runnable changed) {
    if (watch != null) {
      return;
    }
    try {
      watch =
          resource()
              .watch(
                  new Watcher<Lease>() {
                    @Override
                    public void eventReceived(Action action, Lease lease) {
                      changed.run();
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                      watch = null;
                    }
                  });
    } catch (KubernetesClientException e) {
      // The election also reads the lease periodically, so without a watch it only takes longer.
      watch = null;
    }
  }

  @Override
  public void close() {
    Watch open = watch;
    watch = null;
    if (open != null) {
      open.close();
    }
  }

  private static String why(KubernetesClientException e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = Objects.requireNonNullElse(deepest.getMessage(), "");
    return message.isEmpty() ? deepest.getClass().getSimpleName() : message;
  }
}
