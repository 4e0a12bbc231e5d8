package dev.livecallback.operator.process;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.leader.Elector;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.settings.OperatorSetting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Checks at the start whether the cluster has what the operator needs. */
final class StartupChecks {
  private StartupChecks() {}

  /**
   * Checks the API server, the permissions and the CRDs.
   *
   * @return the operator's rights in each namespace. Rights may be missing in some of the watched
   *     namespaces, but not in all of them, and not in the operator's own.
   * @throws StartupException if anything else is missing
   */
  static List<NamespaceRights> run(Config config, OperatorSettings settings)
      throws StartupException {
    try (StartupClient server = StartupClient.of(config)) {
      reachable(server);
      List<NamespaceRights> found = new ArrayList<>();
      for (String namespace : new TreeSet<>(orAll(settings.accountNamespaces()))) {
        found.add(rights(server, settings, namespace));
      }
      String own = settings.of(OperatorSetting.POD_NAMESPACE);
      Set<String> watched = orAll(settings.watchNamespaces());
      boolean some =
          found.stream().anyMatch(each -> each.suffice() && watched.contains(each.namespace()));
      for (NamespaceRights each : found) {
        if (!each.suffice() && (!some || each.namespace().equals(own))) {
          throw new StartupException(each.trouble() + ": " + each.remedy());
        }
      }
      if (settings.lease() != null) {
        leased(server, own);
      }
      return found;
    }
  }

  /**
   * Returns the operator's rights in one namespace. It asks only once.
   *
   * @throws StartupException if the rights can't be found out
   */
  static NamespaceRights rights(Config config, OperatorSettings settings, String namespace)
      throws StartupException {
    try (StartupClient server = StartupClient.impatient(config)) {
      return rights(server, settings, namespace);
    }
  }

  private static NamespaceRights rights(
      StartupClient server, OperatorSettings settings, String namespace) throws StartupException {
    boolean watched = orAll(settings.watchNamespaces()).contains(namespace);
    Needs.MissingRights missing =
        Needs.missing(watched, need -> isAllowed(server, namespace, need));
    if (!missing.needs().isEmpty()) {
      return new NamespaceRights(namespace, missing.words(), missing.fetchesSecrets());
    }
    if (watched) {
      defined(server, namespace, LiveCallback.class, "LiveCallback");
    }
    defined(server, namespace, LiveAccount.class, "LiveAccount");
    return new NamespaceRights(namespace, null, missing.fetchesSecrets());
  }

  private static Set<String> orAll(Set<String> namespaces) {
    return namespaces.isEmpty() ? Set.of("") : namespaces;
  }

  private static void reachable(StartupClient server) throws StartupException {
    try {
      var _ = server.ask(KubernetesClient::getKubernetesVersion);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw new StartupException(
            "The API server at "
                + server.url()
                + " doesn't accept "
                + (server.inPod()
                    ? "the token of this ServiceAccount: see that the ServiceAccount is there, and"
                        + " delete the Pod."
                    : "the credentials of the kubeconfig: renew them."));
      }
      throw new StartupException(
          "The API server at "
              + server.url()
              + " is not well ("
              + StartupClient.words(e)
              + "): check it with kubectl version, and start the operator again.");
    }
  }

  private static boolean isAllowed(StartupClient server, String namespace, Need need)
      throws StartupException {
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withResourceAttributes(need.in(namespace))
            .endSpec()
            .build();
    try {
      return server.ask(client -> client.resource(review).create()).getStatus().getAllowed();
    } catch (KubernetesClientException e) {
      throw new StartupException(
          "The API server doesn't say what this ServiceAccount may do ("
              + StartupClient.words(e)
              + "): let it create selfsubjectaccessreviews, as the ClusterRole system:basic-user"
              + " does.");
    }
  }

  private static void leased(StartupClient server, String namespace) throws StartupException {
    Needs.MissingRights missing = Needs.missingForLease(need -> isAllowed(server, namespace, need));
    if (!missing.needs().isEmpty()) {
      throw new StartupException(
          "The operator may not "
              + missing.words()
              + " in its namespace "
              + namespace
              + ": bind the Role of deploy/manifests/leader-election.yaml to its ServiceAccount, or"
              + " set LEADER_ELECTION to false if there is never more than one of it.");
    }
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(Elector.LEASE)
            .endMetadata()
            .build();
    try {
      Lease _ = server.ask(client -> client.resource(lease).dryRun().create());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw new StartupException(
            "There is no namespace "
                + namespace
                + " for the lease by which one of several operators leads: create it, set"
                + " POD_NAMESPACE to the operator's own namespace, or set LEADER_ELECTION to false"
                + " if there is never more than one of it.");
      }
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw new StartupException(
            "The lease by which one of several operators leads can't be made in namespace "
                + namespace
                + " ("
                + StartupClient.words(e)
                + "): see to it that it can, or set LEADER_ELECTION to false if there is never more"
                + " than one of it.");
      }
    }
  }

  private static void defined(
      StartupClient server, String namespace, Class<? extends HasMetadata> kind, String kindName)
      throws StartupException {
    try {
      var _ =
          server.ask(
              client ->
                  namespace.isEmpty()
                      ? client.resources(kind).inAnyNamespace().list(limitOne())
                      : client.resources(kind).inNamespace(namespace).list(limitOne()));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw new StartupException(
            "The cluster doesn't know the kind "
                + kindName
                + ": install it (kubectl apply -f deploy/crds).");
      }
      throw new StartupException(
          kindName
              + "s can't be listed ("
              + StartupClient.words(e)
              + "): check it with kubectl get "
              + kindName.toLowerCase(Locale.ROOT)
              + "s, and start the operator again.");
    }
  }

  private static ListOptions limitOne() {
    return new ListOptionsBuilder().withLimit(1L).build();
  }
}
