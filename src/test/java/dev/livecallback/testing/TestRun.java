package dev.livecallback.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the test classes that are its arguments in this JVM, with whatever environment it was
 * started, and prints a line {@code PASSED NAME}, {@code SKIPPED NAME: REASON} or {@code FAILED
 * NAME: PROBLEM} for each test, and for each class that isn't begun.
 */
final class TestRun implements TestExecutionListener {
  private TestRun() {}

  public static void main(String[] classes) {
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes).map(name -> selectClass(name)).toList())
                .build(),
            new TestRun());
    // What a test left behind, such as an HTTP client's threads, must not hold the end up.
    System.exit(0);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    tell("SKIPPED", test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          tell("PASSED", test, "");
        }
      }
      case ABORTED -> tell("SKIPPED", test, problem(result));
      case FAILED -> tell("FAILED", test, problem(result));
    }
  }

  private static String problem(TestExecutionResult result) {
    return result.getThrowable().map(Throwable::toString).orElse("");
  }

  private static void tell(String outcome, TestIdentifier test, String more) {
    String oneLine = more.replaceAll("\\s+", " ");
    System.out.println(
        outcome + " " + test.getUniqueId() + (oneLine.isEmpty() ? "" : ": " + oneLine));
  }
}
