package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.Part.CLUSTER;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;

import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.OperatorDeployment;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.kubernetes.AdmissionPolicies;
import dev.livecallback.operator.kubernetes.AdmissionPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The findings about the cluster. This class only reads, and asks which rights the operator has.
 */
final class ClusterPart {
  /** The reason why a finding about the operator isn't known. */
  static final String NO_OPERATOR = "Nobody knows which operator is meant.";

  /** The reason why a finding that depends on the operator's settings isn't known. */
  static final String NO_SETTINGS = "The operator's settings aren't known.";

  private ClusterPart() {}

  /**
   * Checks everything.
   *
   * @throws CommandFailedException if the API server can't be asked at all
   */
  static List<Finding> look(KubernetesClient client, Instant now) throws CommandFailedException {
    return look(client, now, ClusterPart.class.getPackage().getImplementationVersion());
  }

  /**
   * Checks everything for a version of this program.
   *
   * @param version this program's version; null = the program isn't packaged
   */
  static List<Finding> look(KubernetesClient client, Instant now, @Nullable String version)
      throws CommandFailedException {
    var _ =
        new ClusterReader(client, "leave the cluster out")
            .askIfPermitted("its version", KubernetesClient::getKubernetesVersion);
    List<Finding> findings = new ArrayList<>(InstalledCrds.look(client));
    RunningOperator running = RunningOperator.look(client);
    GivenSettings given = GivenSettings.of(running.deployment());
    findings.add(running.finding());
    findings.add(running.version(version));
    findings.add(given.finding());
    findings.addAll(actsAs(client, running.deployment(), given.known(), now));
    findings.add(policies(client));
    ObjectsInCluster objects = new ObjectsInCluster(client, now);
    findings.addAll(objects.accounts(given.known()));
    findings.add(objects.objects());
    return List.copyOf(findings);
  }

  /** Returns the findings about the operator's rights and its leader. */
  private static List<Finding> actsAs(
      KubernetesClient client,
      Optional<OperatorDeployment> operator,
      Optional<OperatorSettings> settings,
      Instant now) {
    if (operator.isEmpty() || settings.isEmpty()) {
      String why = operator.isEmpty() ? NO_OPERATOR : NO_SETTINGS;
      return List.of(
          Finding.unknown(CLUSTER, OperatorRights.NAME, why),
          Finding.unknown(CLUSTER, LeaderLease.NAME, why));
    }
    return List.of(
        OperatorRights.look(client, operator.get(), settings.get()),
        LeaderLease.look(client, operator.get(), settings.get(), now));
  }

  private static Finding policies(KubernetesClient client) {
    String name = "admission policies";
    String help =
        "What they refuse isn't refused (docs/install.md): apply"
            + " deploy/manifests/admission-policy.yaml.";
    ClusterAnswer<Map<AdmissionPolicy, String>> answer =
        ClusterAnswer.ask(
            client,
            "list validatingadmissionpolicies.admissionregistration.k8s.io and their bindings",
            AdmissionPolicies::problems);
    return switch (answer) {
      case ClusterAnswer.There<Map<AdmissionPolicy, String>>(var problems)
          when problems.isEmpty() ->
          Finding.ok(CLUSTER, name, "All are in force.", "");
      case ClusterAnswer.There<Map<AdmissionPolicy, String>>(var problems) ->
          new Finding(
              CLUSTER,
              name,
              DIFFERS,
              "Not in force: "
                  + problems.keySet().stream()
                      .map(AdmissionPolicy::word)
                      .collect(Collectors.joining(", "))
                  + ".",
              NameList.of(
                  problems.entrySet().stream()
                      .map(each -> each.getKey().word() + " (" + each.getValue() + ")")
                      .toList()),
              help);
      case ClusterAnswer.Absent<Map<AdmissionPolicy, String>> _ ->
          new Finding(
              CLUSTER,
              name,
              DIFFERS,
              "The API server doesn't know them: they need Kubernetes 1.30.",
              "",
              help);
      case ClusterAnswer.Untold<Map<AdmissionPolicy, String>>(String why) ->
          Finding.unknown(CLUSTER, name, why);
    };
  }
}
