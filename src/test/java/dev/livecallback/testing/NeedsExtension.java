package dev.livecallback.testing;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides whether a test can run on this machine: see {@link Needs}. */
final class NeedsExtension implements ExecutionCondition {
  /** Set to 1 where nothing may be missing: a test whose program isn't there fails then. */
  static final String EVERYTHING = "EVERYTHING";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Tool> lacked =
        AnnotationSupport.findRepeatableAnnotations(context.getElement(), Needs.class).stream()
            .flatMap(needs -> Arrays.stream(needs.value()))
            .filter(tool -> tool.missing().isPresent())
            .findFirst();
    boolean everything = "1".equals(System.getenv(EVERYTHING));
    return judge(
        lacked.flatMap(Tool::missing), everything && !lacked.filter(Tool::isOptional).isPresent());
  }

  /**
   * @param missing what the test lacks, in one sentence
   * @param nothingMay whether that is a failure
   */
  static ConditionEvaluationResult judge(Optional<String> missing, boolean nothingMay) {
    if (missing.isPresent() && nothingMay) {
      throw new AssertionError(missing.get());
    }
    return missing
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("Nothing that it needs is missing."));
  }
}
