package dev.livecallback.operator.process;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A right that the operator needs.
 *
 * @param name the name of the one object that the right is for; null = any object
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

  /** Returns the right in the form in which the API server is asked for it. */
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
