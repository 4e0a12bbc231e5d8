package dev.livecallback.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Hands {@link TestCluster}s to test methods; see {@link NeedsControlPlane}. */
public final class ControlPlaneExtension implements ParameterResolver {
  private static final Namespace STORE = Namespace.create(ControlPlaneExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestCluster.class
        || (type == String.class && parameter.isAnnotated(TestNamespace.class));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestCluster cluster = cluster(context);
    return parameter.getParameter().getType() == String.class ? cluster.namespace() : cluster;
  }

  /**
   * Returns the cluster of a test or of a test class. JUnit closes what its stores hold: a cluster
   * with its test, the control plane with the run.
   */
  public static TestCluster cluster(ExtensionContext context) {
    boolean own =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NeedsControlPlane.class)
            .orElseThrow()
            .own();
    ControlPlane controlPlane =
        (own ? ofClass(context) : context.getRoot())
            .getStore(STORE)
            .computeIfAbsent(
                own ? "control plane of the class" : "control plane",
                key -> ControlPlane.start(),
                ControlPlane.class);
    // A store also shows what the contexts around it hold, so a class's cluster needs another key.
    return context
        .getStore(STORE)
        .computeIfAbsent(
            context.getUniqueId(),
            key -> TestCluster.create(controlPlane, context.getDisplayName()),
            TestCluster.class);
  }

  private static ExtensionContext ofClass(ExtensionContext context) {
    ExtensionContext each = context;
    while (each.getTestMethod().isPresent()) {
      each = each.getParent().orElseThrow();
    }
    return each;
  }
}
