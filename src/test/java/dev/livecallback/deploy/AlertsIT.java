package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Needs(Tool.PROMTOOL)
@Order(2) // it takes long: it begins early
@DisplayName("deploy/monitoring/alerts.yaml, to Prometheus,")
@Slow
class AlertsIT {
  private static final String TESTS = "src/test/resources/monitoring/alerts-test.yaml";

  @TempDir private Path folder;

  @BeforeEach
  void writes() throws IOException {
    Files.writeString(folder.resolve("rules.yaml"), Alerts.rules());
    Files.copy(Path.of(TESTS), folder.resolve("tests.yaml"));
  }

  @Test
  void hasRulesThatPrometheusTakes() {
    Promtool.Result result = Promtool.run("check", "rules", folder.resolve("rules.yaml"));

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains(Alerts.all().size() + " rules found");
  }

  @Test
  void hasAlertsThatFireWhenTheyShouldAndOnlyThen() {
    Promtool.Result result = Promtool.run("test", "rules", folder.resolve("tests.yaml"));

    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  @ParameterizedTest(
      name = "has tests that notice a {0} that never fires, and one that always does")
  @MethodSource("alerts")
  void testsNotice(String alert) throws IOException {
    for (String expression : List.of("vector(0) > 1", "vector(1)")) {
      Files.writeString(folder.resolve("rules.yaml"), Alerts.rules(alert, expression));

      assertThat(Promtool.run("test", "rules", folder.resolve("tests.yaml")).exitCode())
          .as("%s: %s", alert, expression)
          .isNotZero();
    }
  }

  static Stream<String> alerts() {
    return AlertsTest.alerts();
  }
}
