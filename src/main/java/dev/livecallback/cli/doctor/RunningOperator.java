package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.Part.CLUSTER;
import static dev.livecallback.cli.doctor.Finding.State.BROKEN;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;

import dev.livecallback.cli.OperatorDeployment;
import dev.livecallback.cli.PlainText;
import dev.livecallback.settings.OperatorSetting;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operator's Deployment.
 *
 * @param deployment the Deployment; empty = there is none, or several, or none may be seen
 * @param finding the finding about the Deployment
 */
record RunningOperator(Optional<OperatorDeployment> deployment, Finding finding) {
  private static final String NAME = "operator";
  private static final String VERSION = "version";

  /** The name of an image whose tag is the number of a version, and nothing else. */
  private static final Pattern NUMBERED =
      Pattern.compile("[^@]*:v?(\\d{1,5}\\.\\d{1,5}\\.\\d{1,5})(?:@.*)?");

  /** Looks for the Deployment in all namespaces, or, if that fails, in its default namespace. */
  static RunningOperator look(KubernetesClient client) {
    ClusterAnswer<List<OperatorDeployment>> answer =
        ClusterAnswer.ask(
            client,
            "list deployments.apps in all namespaces",
            each -> OperatorDeployment.operators(OperatorDeployment.labelled(each)));
    if (answer instanceof ClusterAnswer.Untold) {
      ClusterAnswer<List<OperatorDeployment>> usual =
          ClusterAnswer.ask(
              client,
              "list deployments.apps",
              each ->
                  OperatorDeployment.operators(
                      OperatorDeployment.labelled(
                          each, OperatorSetting.POD_NAMESPACE.byDefault())));
      if (usual instanceof ClusterAnswer.There<List<OperatorDeployment>>(var there)
          && !there.isEmpty()) {
        answer = usual;
      }
    }
    return switch (answer) {
      case ClusterAnswer.There<List<OperatorDeployment>>(var there) -> of(there);
      case ClusterAnswer.Absent<List<OperatorDeployment>> _ -> of(List.of());
      case ClusterAnswer.Untold<List<OperatorDeployment>>(String why) ->
          new RunningOperator(Optional.empty(), Finding.unknown(CLUSTER, NAME, why));
    };
  }

  private static RunningOperator of(List<OperatorDeployment> all) {
    if (all.isEmpty()) {
      return new RunningOperator(
          Optional.empty(),
          new Finding(
              CLUSTER,
              NAME,
              DIFFERS,
              "No Deployment has the label app.kubernetes.io/name=live-callback-operator and runs"
                  + " the operator.",
              "",
              "Install it (docs/install.md), unless it runs outside of this cluster."));
    }
    if (all.size() > 1) {
      return new RunningOperator(
          Optional.empty(),
          new Finding(
              CLUSTER,
              NAME,
              DIFFERS,
              "There are several Deployments of the operator: %d.".formatted(all.size()),
              NameList.of(all.stream().map(RunningOperator::place).toList()),
              "Two operators may write the same records: remove all but one, unless each watches"
                  + " namespaces of its own by WATCH_NAMESPACES."));
    }
    return new RunningOperator(Optional.of(all.getFirst()), replicas(all.getFirst()));
  }

  private static String place(OperatorDeployment each) {
    return each.namespace() + "/" + each.name();
  }

  private static Finding replicas(OperatorDeployment operator) {
    int ready = operator.readyReplicas();
    int wanted = operator.wantedReplicas();
    String seen = "Replicas that are ready: %d of %d.".formatted(ready, wanted);
    String detail = PlainText.visible("Deployment " + place(operator));
    if (ready > 0 && ready >= wanted) {
      return Finding.ok(CLUSTER, NAME, seen, detail);
    }
    return ready == 0
        ? new Finding(
            CLUSTER,
            NAME,
            BROKEN,
            seen,
            detail,
            wanted == 0
                ? "Nothing works until the Deployment is scaled up: kubectl scale."
                : "Nothing works until one is: the last line of its log says why, and kubectl"
                    + " describe pods where there is no log.")
        : new Finding(
            CLUSTER,
            NAME,
            DIFFERS,
            seen,
            detail,
            "One suffices. Why the others aren't: kubectl describe pods, and the log's last line.");
  }

  /**
   * Returns the finding about the operator's version, compared with this program's.
   *
   * @param own this program's version; null = the program isn't packaged
   */
  Finding version(@Nullable String own) {
    if (deployment.isEmpty()) {
      return Finding.unknown(CLUSTER, VERSION, ClusterPart.NO_OPERATOR);
    }
    String image = deployment.get().image();
    String detail = PlainText.visible("Image " + image);
    Matcher tag = NUMBERED.matcher(image);
    if (!tag.matches()) {
      return new Finding(
          CLUSTER,
          VERSION,
          Finding.State.UNKNOWN,
          "The tag of its image isn't the number of a version.",
          detail,
          "");
    }
    String running = tag.group(1);
    if (own == null) {
      return new Finding(
          CLUSTER,
          VERSION,
          Finding.State.UNKNOWN,
          "It is %s. This program doesn't know its own version.".formatted(running),
          detail,
          "");
    }
    return running.equals(own.replace("-SNAPSHOT", ""))
        ? Finding.ok(CLUSTER, VERSION, "%s, as this program.".formatted(running), detail)
        : new Finding(
            CLUSTER,
            VERSION,
            DIFFERS,
            "It is %s, this program is %s.".formatted(running, own),
            detail,
            "What is said here holds for this program's version: take the operator's, or upgrade it"
                + " (docs/upgrade.md).");
  }
}
