package dev.livecallback.operator.process;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** The failure of a write to Kubernetes by a process that may not act. */
public final class NotLeadingException extends KubernetesClientException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public NotLeadingException() {
    super("this process isn't the leader, and writes nothing to Kubernetes");
  }
}
