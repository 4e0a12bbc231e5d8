package dev.livecallback.operator.process;

import org.jspecify.annotations.Nullable;

/**
 * The operator's rights in a namespace that it is to serve.
 *
 * @param namespace the namespace; "" = all
 * @param missing the rights that are missing, in words; null = the operator has all that it needs
 * @param fetchesSecrets whether the operator may get Secrets there, but not watch them
 */
record NamespaceRights(String namespace, @Nullable String missing, boolean fetchesSecrets) {

  /** Returns whether the operator has all the rights that it needs. */
  boolean suffice() {
    return missing == null;
  }

  /** Returns the remedy, as a sentence. */
  String remedy() {
    return "bind the roles of deploy/manifests to its ServiceAccount, or set WATCH_NAMESPACES to"
        + " the namespaces that it has roles in.";
  }

  /** Returns the problem, as the beginning of a sentence. */
  String trouble() {
    return "The operator may not "
        + missing
        + (namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace);
  }
}
