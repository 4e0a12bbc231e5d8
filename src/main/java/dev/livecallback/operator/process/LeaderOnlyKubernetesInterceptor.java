package dev.livecallback.operator.process;

import dev.livecallback.leader.Leadership;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/**
 * The interceptor that refuses every write to Kubernetes (status, finalizer, event) while this
 * process may not act.
 */
final class LeaderOnlyKubernetesInterceptor implements Interceptor {
  static final String NAME = "leader-only";

  private final Leadership leadership;

  LeaderOnlyKubernetesInterceptor(Leadership leadership) {
    this.leadership = leadership;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("GET") && !leadership.mayAct()) {
      throw new NotLeadingException();
    }
  }
}
