package dev.livecallback.operator.process;

import org.jspecify.annotations.Nullable;

/**
 * What the operator may do in a namespace that it is to serve.
 *
 * @param namespace which; "" = all
 * @param missing what it may not do there, in words; null = it may do all that it needs
 * @param fetchesSecrets whether it may get Secrets there, and not watch them
 */
record NamespaceRights(String namespace, @Nullable String missing, boolean fetchesSecrets) {

  /** Whether it may do all that it needs. */
  boolean suffice() {
    return missing == null;
  }

  /** What to do about it, as a sentence. */
  String remedy() {
    return "bind the roles of deploy/manifests to its ServiceAccount, or set WATCH_NAMESPACES to"
        + " the namespaces that it has roles in.";
  }

  /** What is wrong, as the beginning of a sentence. */
  String trouble() {
    return "The operator may not "
        + missing
        + (namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace);
  }
}
