package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.TestCluster;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An import that takes more than a minute at this quota; nobody here waits for its end. */
@Flow(operator = false)
@DisplayName("While one namespace imports many objects")
class QueueIT {
  private static final int MANY = 150;

  private final Scene importing;
  private final TestCluster another;
  private final Callbacks others;

  QueueIT(Scene importing, TestCluster cluster) {
    this.importing = importing;
    another = cluster.another("those who wait beside an import");
    others = new Callbacks(another);
  }

  @BeforeAll
  void imports(TestCluster cluster) {
    IntStream.range(0, MANY)
        .forEach(
            i ->
                importing
                    .callbacks()
                    .create(
                        "many-" + i,
                        spec(
                            "vhost/import%d.example.com".formatted(i % 10),
                            "app" + i,
                            "push",
                            "https://h/import")));
    importing.start(
        importing
            .operator()
            .watching(cluster.namespace(), another.namespace())
            .with("LIVE_QUOTA", "2"));
    awaitThat("the import to be under way", () -> assertThat(imported()).isPositive());
  }

  @Test
  void aNewObjectOfAnotherIsReadyAndThenEditedBeforeHalfOfThemAreWritten() {
    String scope = "vhost/single.example.com";
    others.create("single", spec(scope, "a", "push", "https://h/single"));
    others.awaitReady("single");
    assertThat(imported()).isLessThan(MANY / 2);

    others.edit("single", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    others.awaitReady("single");
    assertThat(imported()).isLessThan(MANY / 2);
    assertThat(importing.console().list(scope)).isEqualTo(List.of("a push https://h/edited"));

    others.delete("single");
    others.awaitGone("single");
    assertThat(importing.console().list(scope)).isEmpty();
    assertThat(imported()).isLessThan(MANY);
  }

  private long imported() {
    return importing.simulator().records().stream()
        .filter(record -> record.path("Vhost").asText().startsWith("import"))
        .count();
  }
}
