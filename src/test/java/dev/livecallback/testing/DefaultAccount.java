package dev.livecallback.testing;

import dev.livecallback.api.AllowRule;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.EnvironmentSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.LiveAccountSpecBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.List;

/** The account that an operator in a test's namespace takes for the default: its environment's. */
public final class DefaultAccount {
  private DefaultAccount() {}

  /** Creates it in the cluster's namespace; every namespace may use it. */
  public static void in(TestCluster cluster) {
    in(cluster.client(), cluster.namespace());
  }

  /** Makes sure that it is in that namespace. */
  public static void in(KubernetesClient client, String namespace) {
    LiveAccount account = new LiveAccount();
    account.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName("default").build());
    account.setSpec(
        LiveAccountSpecBuilder.builder()
            .profile(LiveAccountSpec.VOLCENGINE)
            .credentials(new CredentialsSpec(null, null, new EnvironmentSpec()))
            .allow(List.of(new AllowRule(List.of("*"), null, null)))
            .build());
    client.resource(account).createOr(NonDeletingOperation::update);
  }
}
