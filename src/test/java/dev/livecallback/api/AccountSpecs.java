package dev.livecallback.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collections;
import java.util.Map;

/** Specs of accounts as YAML: a small valid one, and how another differs from it. */
final class AccountSpecs {
  private static final String VALID =
      "{profile: Volcengine, credentials: {secretRef: {name: live}}}";

  private AccountSpecs() {}

  /** The valid spec with some fields replaced, added, or (null) removed. */
  static Map<String, Object> validBut(String yaml) {
    return Specs.but(VALID, yaml);
  }

  /** An account that has nothing but a name and this spec. */
  static GenericKubernetesResource account(String name, Map<String, Object> spec) {
    return Specs.object("LiveAccount", name, spec);
  }

  /** So many items of {@code allow}. */
  static String manyRules(int count) {
    return String.join(", ", Collections.nCopies(count, "{namespaces: ['*']}"));
  }

  /** So many items of {@code namespaces}, as long as they may be. */
  static String manyNamespaces(int count) {
    return String.join(", ", Collections.nCopies(count, "a".repeat(63)));
  }
}
