package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.Part.CLUSTER;
import static dev.livecallback.cli.doctor.Finding.State.BROKEN;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;

import dev.livecallback.cli.OperatorDeployment;
import dev.livecallback.cli.PlainText;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.process.Need;
import dev.livecallback.operator.process.Needs;
import dev.livecallback.settings.OperatorSetting;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The finding about the rights of the operator's ServiceAccount, as the API server answers. */
final class OperatorRights {
  static final String NAME = "rights";

  /** The most namespaces that are checked. Each takes more than ten questions to the API server. */
  private static final int MOST_NAMESPACES = 20;

  private static final String REMEDY =
      "Bind the roles of deploy/manifests to its ServiceAccount, or set WATCH_NAMESPACES to the"
          + " namespaces that it has roles in (docs/install.md).";

  private final KubernetesClient client;
  private final OperatorDeployment operator;
  private final OperatorSettings settings;

  private OperatorRights(
      KubernetesClient client, OperatorDeployment operator, OperatorSettings settings) {
    this.client = client;
    this.operator = operator;
    this.settings = settings;
  }

  private static final class UntoldException extends Exception {
    private static final long serialVersionUID = 1;

    UntoldException(String why) {
      super(why);
    }
  }

  /** Asks for each right that the operator needs, as the operator does at its start. */
  static Finding look(
      KubernetesClient client, OperatorDeployment operator, OperatorSettings settings) {
    try {
      return new OperatorRights(client, operator, settings).look();
    } catch (UntoldException e) {
      return Finding.unknown(CLUSTER, NAME, String.valueOf(e.getMessage()));
    }
  }

  private Finding look() throws UntoldException {
    Set<String> watched = orAll(settings.watchNamespaces());
    List<String> namespaces = List.copyOf(new TreeSet<>(orAll(settings.accountNamespaces())));
    String own = settings.of(OperatorSetting.POD_NAMESPACE);
    Set<Need> missing = new LinkedHashSet<>();
    List<String> lacking = new ArrayList<>();
    boolean ownLacks = false;
    boolean servesSome = false;
    List<String> asked = namespaces.stream().limit(MOST_NAMESPACES).toList();
    for (String namespace : asked) {
      boolean isWatched = watched.contains(namespace);
      Needs.MissingRights there = Needs.missing(isWatched, need -> isAllowed(need, namespace));
      if (there.needs().isEmpty()) {
        servesSome |= isWatched;
      } else {
        missing.addAll(there.needs());
        lacking.add(namespace.isEmpty() ? "all namespaces" : namespace);
        ownLacks |= namespace.equals(own);
      }
    }
    Needs.MissingRights lease =
        settings.of(OperatorSetting.LEADER_ELECTION)
            ? Needs.missingForLease(need -> isAllowed(need, own))
            : new Needs.MissingRights(List.of(), false);
    String account =
        PlainText.visible(
            "ServiceAccount %s/%s".formatted(operator.namespace(), operator.serviceAccount()));
    String rest =
        asked.size() < namespaces.size()
            ? " Of %d namespaces %d were looked at.".formatted(namespaces.size(), asked.size())
            : "";
    if (missing.isEmpty() && lease.needs().isEmpty()) {
      return Finding.ok(
          CLUSTER, NAME, "The operator's ServiceAccount may do all that it needs." + rest, account);
    }
    missing.addAll(lease.needs());
    boolean stops = !servesSome || ownLacks || !lease.needs().isEmpty();
    return new Finding(
        CLUSTER,
        NAME,
        stops ? BROKEN : DIFFERS,
        "The operator's ServiceAccount may not %s.%s"
            .formatted(
                missing.stream().map(Need::toString).collect(Collectors.joining(", ")), rest),
        account
            + (lacking.isEmpty() ? "" : ", in " + NameList.of(lacking))
            + (lease.needs().isEmpty() ? "" : ", for the lease in " + PlainText.visible(own)),
        REMEDY);
  }

  private static Set<String> orAll(Set<String> namespaces) {
    return namespaces.isEmpty() ? Set.of("") : namespaces;
  }

  private boolean isAllowed(Need need, String namespace) throws UntoldException {
    String of = "system:serviceaccounts:" + operator.namespace();
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(
                "system:serviceaccount:%s:%s"
                    .formatted(operator.namespace(), operator.serviceAccount()))
            .withGroups("system:serviceaccounts", of, "system:authenticated")
            .withResourceAttributes(need.in(namespace))
            .endSpec()
            .build();
    ClusterAnswer<SubjectAccessReview> answer =
        ClusterAnswer.ask(
            client,
            "create subjectaccessreviews.authorization.k8s.io",
            each -> each.resource(review).create());
    return switch (answer) {
      case ClusterAnswer.There<SubjectAccessReview>(SubjectAccessReview told)
          when told.getStatus() != null ->
          Boolean.TRUE.equals(told.getStatus().getAllowed());
      case ClusterAnswer.Untold<SubjectAccessReview>(String why) -> throw new UntoldException(why);
      case ClusterAnswer.There<SubjectAccessReview> _,
          ClusterAnswer.Absent<SubjectAccessReview> _ ->
          throw new UntoldException("The API server doesn't answer subjectaccessreviews.");
    };
  }
}
