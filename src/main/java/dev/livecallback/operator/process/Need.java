package dev.livecallback.operator.process;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Something that the operator has to be allowed to do.
 *
 * @param name of the one object that it is about; null = any
 */
public record Need(
    String group,
    String resource,
    @Nullable String subresource,
    String verb,
    @Nullable String name) {

  Need(String group, String resource, @Nullable String subresource, String verb) {
    this(group, resource, subresource, verb, null);
  }

  /** As an API server is asked for it. */
  public ResourceAttributes in(String namespace) {
    return new ResourceAttributesBuilder()
        .withGroup(group)
        .withResource(resource)
        .withSubresource(subresource)
        .withVerb(verb)
        .withName(name)
        .withNamespace(namespace)
        .build();
  }

  @Override
  public String toString() {
    String what = resource + (subresource == null ? "" : "/" + subresource);
    return verb + " " + what + (group.isEmpty() ? "" : "." + group);
  }
}
