package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** An import that takes half a minute at this quota; nobody here waits for its end. */
@NeedsControlPlane
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("While one namespace imports many objects")
class QueueIT {
  private static final int MANY = 150;

  private Scene importing;
  private Callbacks others;

  @BeforeAll
  void imports(TestCluster cluster) {
    importing = Scene.open(cluster);
    TestCluster another = cluster.another("those who wait beside an import");
    others = new Callbacks(another);
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
            .with("LIVE_QUOTA", "5"));
    awaitThat("the import to be under way", () -> assertThat(imported()).isPositive());
  }

  @AfterAll
  void ends() {
    importing.close();
  }

  @Test
  @DisplayName("a new object of another is Ready, and then edited, before half of them are written")
  void anotherNamespace() {
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
