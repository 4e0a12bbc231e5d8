package dev.livecallback.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test that compares files with what they are made of, by {@link Generated}. {@code
 * tools/generate} runs these tests alone, and has them write the files; its table names their
 * classes.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("generates")
public @interface Generates {}
