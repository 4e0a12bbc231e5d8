package dev.livecallback.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a class of integration tests that {@code ./mvnw verify} leaves out, so that it ends in
 * time. These are the scenes that take minutes, and the tests of the pages' commands, of the chart,
 * of the tools beside the operator and of the simulator's console page. {@code tools/slow-tests}
 * runs them, and so does {@code .ci/run}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("slow")
public @interface Slow {}
