package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("docs/accounts.md")
class AccountsPageTest {
  private static final String PAGE = "docs/accounts.md";
  private static final ObjectMapper MAPPER =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  @ParameterizedTest(name = "has a row for the annotation {0}")
  @ValueSource(
      strings = {
        WellKnown.PAUSED,
        WellKnown.RECONCILE_REQUESTED_AT,
        WellKnown.ALLOW_DRIFT_UNTIL,
        WellKnown.RELEASE_DELETES_UNTIL,
        WellKnown.CONFIRM_ACCOUNT
      })
  void annotations(String annotation) {
    assertThat(Pages.rows(PAGE)).anyMatch(row -> row.getFirst().equals("`" + annotation + "`"));
  }

  @ParameterizedTest(name = "{0} has no field that there isn't")
  @MethodSource("files")
  void fields(String file) throws IOException {
    List<String> documents =
        file.endsWith(".md") ? Pages.blocks(file, "yaml") : List.of(Pages.text(file));

    for (String block : documents) {
      for (String document : block.split("(?m)^---$", -1)) {
        JsonNode object = MAPPER.valueToTree(Serialization.unmarshal(document, Object.class));
        Class<?> kind = kind(object.path("kind").asText());
        if (kind != null) {
          JsonNode spec = object.path("spec");
          JsonNode known = MAPPER.valueToTree(MAPPER.treeToValue(spec, kind));
          assertThat(known).isEqualTo(spec);
        }
      }
    }
  }

  static Stream<String> files() throws IOException {
    try (Stream<Path> examples = Files.walk(Path.of("examples"))) {
      return Stream.concat(
          Stream.of(PAGE, "docs/tenancy.md", "deploy/manifests/default-account.yaml"),
          examples.filter(Files::isRegularFile).map(Path::toString).toList().stream());
    }
  }

  private static @Nullable Class<?> kind(String name) {
    return switch (name) {
      case "LiveAccount" -> LiveAccountSpec.class;
      case "LiveCallback" -> LiveCallbackSpec.class;
      default -> null;
    };
  }
}
