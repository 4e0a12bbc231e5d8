package dev.livecallback.operator.accounts;

import dev.livecallback.operator.kubernetes.ImpatientClient;
import dev.livecallback.operator.kubernetes.StatusWriter;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A ConfigMap in the operator's own namespace. It isn't a Secret: the marks reveal nothing, and a
 * right to write Secrets would also allow reading others' keys.
 */
public final class VerifiedKeysConfigMap implements VerifiedKeys.Store {
  /** The ConfigMap's name. */
  public static final String NAME = "live-callback-operator-verified-keys";

  /**
   * The time limit for a request. Nothing is reconciled before the marks were read or reading
   * failed. A failed request is repeated later.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(StatusWriter.FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String namespace;

  /** Creates a store in the ConfigMap of this namespace. */
  public VerifiedKeysConfigMap(KubernetesClient client, String namespace) {
    this.client = ImpatientClient.of(client, PATIENCE, 0);
    this.namespace = namespace;
  }

  @Override
  public Map<String, String> read() throws IOException {
    try {
      ConfigMap found = client.configMaps().inNamespace(namespace).withName(NAME).get();
      return found == null ? Map.of() : Objects.requireNonNullElse(found.getData(), Map.of());
    } catch (KubernetesClientException e) {
      throw failed("read", e);
    }
  }

  @Override
  public void write(Map<String, String> all) throws IOException {
    try {
      ConfigMap wanted =
          new ConfigMapBuilder()
              .withNewMetadata()
              .withNamespace(namespace)
              .withName(NAME)
              .addToLabels("app.kubernetes.io/name", "live-callback-operator")
              .endMetadata()
              .withData(all)
              .build();
      ConfigMap _ = client.resource(wanted).patch(APPLY);
    } catch (KubernetesClientException e) {
      throw failed("written", e);
    }
  }

  private IOException failed(String what, KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      return new IOException(
          "the operator may not get, create and patch it: bind the Role of"
              + " deploy/manifests/verified-keys.yaml to its ServiceAccount",
          e);
    }
    String status = e.getStatus() == null ? null : e.getStatus().getMessage();
    String why = Objects.requireNonNullElse(status == null ? e.getMessage() : status, "");
    return new IOException("it wasn't " + what + ": " + why, e);
  }
}
