package dev.livecallback.flow;

import dev.livecallback.testing.NeedsControlPlane;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a {@link Scene}: its constructor may ask for it, or for its {@link Callbacks},
 * {@link Accounts}, {@link Console} or operator. A test or {@code @BeforeEach} method that asks has
 * one of its own. A scene ends with the class or the test that it belongs to.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(FlowExtension.class)
@interface Flow {
  /** The calls a second that the operator makes. 0 is the default account's own limit. */
  int quota() default 0;

  /** The period of the operator's sweeps, as {@code SYNC_PERIOD} has it. Empty is the default. */
  String sync() default "";

  /** Further options of the simulator. */
  String[] simulator() default {};

  /** Whether the scene begins with an operator that is ready. */
  boolean operator() default true;
}
