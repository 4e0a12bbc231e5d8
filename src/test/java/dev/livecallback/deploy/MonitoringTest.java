package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.operator.metrics.MetricNames;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Tool;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("deploy/monitoring")
class MonitoringTest {
  private static final String DASHBOARD = "deploy/monitoring/dashboard.json";

  /** Labels that Prometheus puts on what it scrapes. */
  private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "job", "instance");

  private static final Pattern NAME =
      Pattern.compile("\\b(?:livecallback|jvm|process)_\\w++(?!\\.json)");
  private static final Pattern SELECTOR =
      Pattern.compile("(\\b(?:livecallback|jvm|process)_\\w+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|without|group_left|group_right) ?\\(([^)]*)\\)");

  /** Where metrics are named, and how. */
  private record Expression(String where, String text) {}

  private static List<Expression> expressions() {
    List<Expression> all = new ArrayList<>();
    for (JsonNode alert : Alerts.all()) {
      all.add(new Expression(alert.path("alert").asText(), alert.path("expr").asText()));
    }
    JsonNode dashboard = Alerts.file(DASHBOARD);
    for (JsonNode panel : Alerts.elements(dashboard.path("panels"))) {
      for (JsonNode target : Alerts.elements(panel.path("targets"))) {
        all.add(new Expression(panel.path("title").asText(), target.path("expr").asText()));
      }
    }
    return all;
  }

  @Test
  void namesOnlyMetricsThatThereAreWithLabelsThatTheyHave() {
    Set<String> names = MetricNames.allSeries();
    assertThat(expressions()).hasSizeGreaterThan(40);
    for (Expression expression : expressions()) {
      List<String> used =
          NAME.matcher(expression.text()).results().map(MatchResult::group).toList();
      assertThat(used).as(expression.where()).isNotEmpty().allMatch(names::contains);
      Set<String> labels = new HashSet<>(OF_THE_TARGET);
      used.forEach(name -> labels.addAll(MetricNames.labelsOf(name)));
      for (MatchResult grouping : GROUPING.matcher(expression.text()).results().toList()) {
        assertThat(words(grouping.group(1))).as(expression.where()).allMatch(labels::contains);
      }
      for (MatchResult selector : SELECTOR.matcher(expression.text()).results().toList()) {
        Set<String> own = new HashSet<>(OF_THE_TARGET);
        own.addAll(MetricNames.labelsOf(selector.group(1)));
        assertThat(MATCHER.matcher(selector.group(2)).results().map(label -> label.group(1)))
            .as("%s: %s", expression.where(), selector.group())
            .isNotEmpty()
            .allMatch(own::contains);
      }
    }
  }

  @Test
  void theDashboardShowsEveryMetricOfTheOperatorsOwn() {
    List<String> shown =
        Alerts.elements(Alerts.file(DASHBOARD).path("panels")).stream()
            .flatMap(panel -> Alerts.elements(panel.path("targets")).stream())
            .flatMap(target -> NAME.matcher(target.path("expr").asText()).results())
            .map(MatchResult::group)
            .toList();

    assertThat(MetricNames.own())
        .filteredOn(metric -> shown.stream().noneMatch(series -> series.startsWith(metric)))
        .as("metrics without a panel; this one only says where others belong")
        .containsExactly("livecallback_account_info");
  }

  private static List<String> words(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  @Test
  void usesReasonsThatThereAre() {
    Set<String> reasons = new HashSet<>();
    for (var reason : dev.livecallback.api.Reason.values()) {
      reasons.add(reason.word());
    }
    for (var reason : dev.livecallback.api.AccountReason.values()) {
      reasons.add(reason.word());
    }
    Pattern used = Pattern.compile("\\breason(?:=~|!~|!=|=)\"([^\"]+)\"");

    assertThat(
            expressions().stream()
                .flatMap(expression -> used.matcher(expression.text()).results())
                .flatMap(match -> Stream.of(match.group(1).split("\\|"))))
        .hasSizeGreaterThan(20)
        .allMatch(reasons::contains);
  }

  @ParameterizedTest(name = "as {0}, which names only metrics that there are")
  @MethodSource("pages")
  void pagesNameWhatThereIs(Path page) {
    Set<String> names = MetricNames.allNames();

    assertThat(NAME.matcher(Pages.text(page.toString())).results().map(MatchResult::group))
        .allMatch(names::contains);
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
          Stream.of(Path.of("README.md")),
          docs.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream());
    }
  }

  @Needs(Tool.PROMTOOL)
  @Test
  void hasADashboardThatPrometheusUnderstandsWithADescriptionAndAUnitInEachPanel(
      @TempDir Path folder) throws IOException {
    JsonNode dashboard = Alerts.file(DASHBOARD);
    List<JsonNode> panels =
        Alerts.elements(dashboard.path("panels")).stream()
            .filter(panel -> !panel.path("type").asText().equals("row"))
            .toList();
    assertThat(panels).hasSizeGreaterThan(20);
    assertThat(panels)
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotEmpty();
              assertThat(panel.path("description").asText()).endsWith(".");
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotEmpty();
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            });
    assertThat(panels.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
    assertThat(dashboard.path("templating").path("list").findValuesAsText("name"))
        .containsExactly("datasource", "namespace", "account", "cloud_account");

    List<Map<String, String>> rules = new ArrayList<>();
    for (JsonNode panel : panels) {
      for (JsonNode target : Alerts.elements(panel.path("targets"))) {
        Map<String, String> rule = new LinkedHashMap<>();
        rule.put("record", "panel:number" + rules.size());
        rule.put("expr", target.path("expr").asText().replaceAll("\\$\\w+", ".*"));
        rules.add(rule);
      }
    }
    Path file = folder.resolve("panels.yaml");
    Files.writeString(
        file,
        Serialization.asYaml(
            Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)))));

    Promtool.Result result = Promtool.run("check", "rules", file);
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  @Test
  void hasAServiceMonitorThatFindsTheServiceAndAServiceThatFindsThePodsPort() {
    JsonNode monitor = Alerts.file("deploy/monitoring/servicemonitor.yaml");
    JsonNode service = Alerts.file("deploy/monitoring/service.yaml");
    JsonNode deployment = Alerts.file("deploy/manifests/deployment.yaml");
    JsonNode pod = deployment.at("/spec/template");

    assertThat(monitor.at("/metadata/namespace")).isEqualTo(service.at("/metadata/namespace"));
    assertThat(service.at("/metadata/namespace")).isEqualTo(deployment.at("/metadata/namespace"));
    assertThat(monitor.at("/spec/selector/matchLabels")).isEqualTo(service.at("/metadata/labels"));
    assertThat(service.at("/spec/selector")).isEqualTo(pod.at("/metadata/labels"));
    JsonNode port = service.at("/spec/ports/0");
    JsonNode endpoint = monitor.at("/spec/endpoints/0");
    assertThat(endpoint.path("port")).isEqualTo(port.path("name"));
    assertThat(endpoint.path("path").asText()).isEqualTo("/metrics");
    JsonNode container = pod.at("/spec/containers/0/ports/0");
    assertThat(port.path("targetPort")).isEqualTo(container.path("name"));
    assertThat(port.path("port")).isEqualTo(container.path("containerPort"));
  }
}
