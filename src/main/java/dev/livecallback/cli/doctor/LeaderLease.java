package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.Part.CLUSTER;
import static dev.livecallback.cli.doctor.Finding.State.BROKEN;

import dev.livecallback.cli.Durations;
import dev.livecallback.cli.OperatorDeployment;
import dev.livecallback.cli.PlainText;
import dev.livecallback.leader.Elector;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;

/** The finding about the operator's leader, by its lease. */
final class LeaderLease {
  static final String NAME = "leader";

  /**
   * The largest accepted difference between this machine's clock and the clock of the lease's
   * holder.
   */
  private static final Duration DOUBT = Duration.ofMinutes(2);

  private static final String REMEDY =
      "Nothing is written while none leads: look at the operator's log, and at /readyz, which says"
          + " who leads.";

  private LeaderLease() {}

  static Finding look(
      KubernetesClient client,
      OperatorDeployment operator,
      OperatorSettings settings,
      Instant now) {
    if (!settings.of(OperatorSetting.LEADER_ELECTION)) {
      return operator.wantedReplicas() < 2
          ? Finding.ok(CLUSTER, NAME, "LEADER_ELECTION is false, and there is one replica.", "")
          : broken(
              "LEADER_ELECTION is false, and replicas are to be: %d."
                  .formatted(operator.wantedReplicas()),
              "",
              "Several write at a time: set LEADER_ELECTION to true, or replicas to 1.");
    }
    String namespace = settings.of(OperatorSetting.POD_NAMESPACE);
    ClusterAnswer<Lease> answer =
        ClusterAnswer.ask(
            client,
            "get leases.coordination.k8s.io in the operator's namespace",
            each -> each.leases().inNamespace(namespace).withName(Elector.LEASE).get());
    return switch (answer) {
      case ClusterAnswer.There<Lease>(Lease lease) -> judge(lease, settings, now);
      case ClusterAnswer.Absent<Lease> _ ->
          broken(
              "There is no lease: none has ever led.",
              PlainText.visible("Lease %s/%s".formatted(namespace, Elector.LEASE)),
              REMEDY);
      case ClusterAnswer.Untold<Lease>(String why) -> Finding.unknown(CLUSTER, NAME, why);
    };
  }

  private static Finding judge(Lease lease, OperatorSettings settings, Instant now) {
    LeaseSpec spec = lease.getSpec();
    String holder = spec == null ? null : spec.getHolderIdentity();
    if (holder == null || holder.isEmpty()) {
      return broken("Nobody holds the lease.", "", REMEDY);
    }
    String detail = PlainText.visible("Held by " + holder);
    if (spec.getRenewTime() == null) {
      return broken("Who holds the lease hasn't renewed it.", detail, REMEDY);
    }
    Duration age = Duration.between(spec.getRenewTime().toInstant(), now);
    Duration most = settings.of(OperatorSetting.LEASE_DURATION).plus(DOUBT);
    if (age.compareTo(DOUBT.negated()) < 0) {
      return new Finding(
          CLUSTER,
          NAME,
          Finding.State.UNKNOWN,
          "The lease was renewed in the future: this machine's clock is behind, or that of the"
              + " holder's node ahead.",
          detail,
          "Set the clocks by NTP.");
    }
    return age.compareTo(most) > 0
        ? broken("The lease was last renewed %s ago.".formatted(Durations.age(age)), detail, REMEDY)
        : Finding.ok(CLUSTER, NAME, "One replica leads, and renews the lease.", detail);
  }

  private static Finding broken(String seen, String detail, String help) {
    return new Finding(CLUSTER, NAME, BROKEN, seen, detail, help);
  }
}
