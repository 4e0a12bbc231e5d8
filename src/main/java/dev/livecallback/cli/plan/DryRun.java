package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.CommandFailedException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A dry run at the API server, which says what an object would be if a file were applied. Admission
 * and defaults count, and nothing is stored.
 */
final class DryRun {
  private static final String ALL = "All";
  private static final int UNPROCESSABLE = 422;

  private static final Pattern LACKS_RIGHT = Pattern.compile("cannot \\w+ resource");
  private static final String STRICT = "strict decoding error";

  /**
   * The field manager of kubectl, which takes no field from another manager unasked. The dry run
   * lets all others take such fields by force.
   */
  private static final String KUBECTL = "kubectl";

  private final KubernetesClient client;
  private final Set<String> made;

  /**
   * @param made the names of the namespaces that the files make
   */
  DryRun(KubernetesClient client, Set<String> made) {
    this.client = client;
    this.made = Set.copyOf(made);
  }

  /** The result of a dry run. */
  sealed interface Applied {
    /** The object as it would be. */
    record As(ObjectNode object) implements Applied {}

    /**
     * The answer that the API server would refuse the file.
     *
     * @param why the reason, in the API server's words
     */
    record Refused(String why) implements Applied {}

    /**
     * The object as the file has it, without defaults, because the API server couldn't be asked.
     *
     * @param why the reason, as a sentence
     */
    record Unchecked(ObjectNode object, String why) implements Applied {}
  }

  /**
   * Applies one file in a dry run.
   *
   * @param live the object as it is; null = it doesn't exist
   */
  Applied of(ObjectNode file, @Nullable ObjectNode live) throws CommandFailedException {
    try {
      return new Applied.As(live == null ? created(file) : patched(file, live));
    } catch (KubernetesClientException e) {
      ObjectNode merged = live == null ? file : ApplyPatch.applied(live, ApplyPatch.of(live, file));
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_FORBIDDEN ->
            lacksRight(e)
                ? unchecked(
                    file, merged, "You may not apply it: admission and defaults don't count.")
                : new Applied.Refused(said(e));
        case HttpURLConnection.HTTP_NOT_FOUND ->
            made.contains(file.path("metadata").path("namespace").asText())
                ? unchecked(
                    file,
                    merged,
                    "Its namespace isn't there yet: admission and defaults don't count.")
                : new Applied.Refused(said(e));
        case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_CONFLICT, UNPROCESSABLE ->
            new Applied.Refused(said(e));
        default ->
            throw new CommandFailedException(
                "%s doesn't say what %s would be (HTTP status %d): look whether kubectl reaches it."
                    .formatted(client.getMasterUrl(), Manifests.what(file), e.getCode()));
      };
    }
  }

  private static Applied unchecked(ObjectNode file, ObjectNode merged, String why)
      throws CommandFailedException {
    return FieldCheck.refusal(file)
        .<Applied>map(Applied.Refused::new)
        .orElseGet(() -> new Applied.Unchecked(merged, why));
  }

  /**
   * Returns whether the person lacks a right. Other causes are an admission policy, a quota, or a
   * namespace that is being deleted.
   */
  private static boolean lacksRight(KubernetesClientException refusal) {
    return LACKS_RIGHT.matcher(said(refusal)).find();
  }

  private ObjectNode created(ObjectNode file) {
    GenericKubernetesResource wanted =
        client.getKubernetesSerialization().convertValue(file, GenericKubernetesResource.class);
    return json(resource(file, wanted).dryRun(true).fieldValidation(Validation.STRICT).create());
  }

  private ObjectNode patched(ObjectNode file, ObjectNode live) {
    Optional<String> applier = applier(live);
    ObjectNode body = applier.isPresent() ? file : ApplyPatch.of(live, file);
    if (body.isEmpty()) {
      return live;
    }
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(applier.isPresent() ? PatchType.SERVER_SIDE_APPLY : PatchType.JSON_MERGE)
            .withFieldManager(applier.orElse("kubectl-client-side-apply"))
            .withForce(applier.map(manager -> !manager.equals(KUBECTL)).orElse(null))
            .withDryRun(List.of(ALL))
            .withFieldValidation(Validation.STRICT.parameterValue())
            .build();
    GenericKubernetesResource there =
        client.getKubernetesSerialization().convertValue(live, GenericKubernetesResource.class);
    return json(resource(live, there).patch(context, body.toString()));
  }

  private Resource<GenericKubernetesResource> resource(
      ObjectNode object, GenericKubernetesResource as) {
    return client
        .genericKubernetesResources(
            object.path("apiVersion").asText(), object.path("kind").asText())
        .inNamespace(object.path("metadata").path("namespace").asText())
        .resource(as);
  }

  private ObjectNode json(GenericKubernetesResource object) {
    return client.getKubernetesSerialization().convertValue(object, ObjectNode.class);
  }

  /**
   * Returns the manager that applied the object server-side; empty = it is applied client-side, as
   * kubectl does by default.
   */
  private Optional<String> applier(ObjectNode live) {
    return Stream.of(live.path("metadata").path("managedFields"))
        .flatMap(
            entries -> Stream.iterate(0, i -> i < entries.size(), i -> i + 1).map(entries::get))
        .map(
            entry ->
                client.getKubernetesSerialization().convertValue(entry, ManagedFieldsEntry.class))
        .filter(entry -> "Apply".equals(entry.getOperation()))
        .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
        .filter(DryRun::hasSpec)
        .map(ManagedFieldsEntry::getManager)
        .findFirst();
  }

  private static boolean hasSpec(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
        && Stream.of("f:spec", "f:data", "f:stringData")
            .anyMatch(entry.getFieldsV1().getAdditionalProperties()::containsKey);
  }

  private static String said(KubernetesClientException refusal) {
    if (refusal.getStatus() == null || refusal.getStatus().getMessage() == null) {
      return "HTTP status " + refusal.getCode();
    }
    String message = refusal.getStatus().getMessage();
    // The text before it quotes the whole object.
    int strict = message.lastIndexOf(STRICT);
    return strict < 0 ? message : message.substring(strict);
  }
}
