package dev.livecallback.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The programs that a test, or each of a class, needs. Where one is missing it is skipped before it
 * begins, with a sentence that says what to install; where the environment variable {@code
 * EVERYTHING} is 1, it fails.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Needs.List.class)
@ExtendWith(NeedsExtension.class)
public @interface Needs {
  Tool[] value();

  /** Several of them: a class's own beside those of an annotation of it. */
  @Documented
  @Inherited
  @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
  @Retention(RetentionPolicy.RUNTIME)
  @ExtendWith(NeedsExtension.class)
  @interface List {
    Needs[] value();
  }
}
