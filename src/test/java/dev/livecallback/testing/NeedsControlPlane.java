package dev.livecallback.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the methods of a test class a real Kubernetes API server: each may ask for a {@link
 * TestCluster}, or for the name of its namespace as a {@code @TestNamespace String}.
 *
 * <p>One API server serves the tests of all classes, many of them at a time; the first that asks
 * waits for it (about 4 s; minutes when its binaries must be built first). The project's CRDs are
 * installed in it.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Needs(Tool.CONTROL_PLANE)
@ExtendWith(ControlPlaneExtension.class)
public @interface NeedsControlPlane {
  /**
   * Whether the class has an API server of its own: for what changes or watches more than its
   * namespaces. It takes 3 s of the processor.
   */
  boolean own() default false;
}
