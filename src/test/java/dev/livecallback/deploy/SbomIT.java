package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import dev.livecallback.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import okio.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the program is made of: {@code target/app/sbom.json} against what lies beside it. */
@DisplayName("The SBOM of the program")
@Slow
class SbomIT {
  private static final Path APP = Path.of("target/app");
  private static final Path LIST = Path.of("src/main/licences/THIRD-PARTY.md");

  /** Licences that a program under Apache-2.0 may be delivered with, as jars of their own. */
  private static final Set<String> COMPATIBLE =
      Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0", "EDL-1.0", "CC0-1.0");

  /** Names that are no identifiers of SPDX. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "Apache 2 License", "Apache-2.0", "Public Domain, per Creative Commons CC0", "CC0-1.0");

  private JsonNode sbom;

  @BeforeEach
  void reads() throws IOException {
    sbom = new ObjectMapper().readTree(APP.resolve("sbom.json").toFile());
  }

  @Test
  void listsExactlyTheJarsThatAreThereByTheirHashes() throws IOException {
    List<String> there = new ArrayList<>();
    try (var files = Files.list(APP.resolve("lib"))) {
      for (Path jar : files.filter(file -> !file.endsWith("app.jar")).toList()) {
        String hash = ByteString.of(Files.readAllBytes(jar)).sha256().hex();
        there.add(jar.getFileName() + " " + hash);
      }
    }

    assertThat(components())
        .extracting(
            each ->
                each.path("name").asText()
                    + "-"
                    + each.path("version").asText()
                    + ".jar "
                    + hash(each))
        .hasSizeGreaterThan(40)
        .containsExactlyInAnyOrderElementsOf(there);
    assertThat(sbom.at("/metadata/component/name").asText()).isEqualTo("live-callback-operator");
    assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(sbom.at("/metadata/timestamp").isMissingNode())
        .as("nothing that another build would have otherwise")
        .isTrue();
  }

  @Test
  void givesEachLibraryALicenceThatGoesWithOurs() {
    for (JsonNode component : components()) {
      assertThat(licences(component))
          .as(component.path("purl").asText())
          .isNotEmpty()
          .containsAnyElementsOf(COMPATIBLE);
    }
  }

  @Generates
  @Test
  void isWhatTheListForPeopleSays() {
    Generated.check(LIST, listed());
  }

  @Test
  void standsBesideThatListAndOurOwnLicence() {
    assertThat(APP.resolve("THIRD-PARTY.md")).hasSameTextualContentAs(LIST);
    assertThat(APP.resolve("LICENSE")).hasSameTextualContentAs(Path.of("LICENSE"));
    assertThat(APP.resolve("NOTICE")).hasSameTextualContentAs(Path.of("NOTICE"));
  }

  private List<JsonNode> components() {
    return StreamSupport.stream(sbom.path("components").spliterator(), false).toList();
  }

  private static String hash(JsonNode component) {
    return StreamSupport.stream(component.path("hashes").spliterator(), false)
        .filter(each -> each.path("alg").asText().equals("SHA-256"))
        .map(each -> each.path("content").asText())
        .findFirst()
        .orElse("without a hash");
  }

  private static List<String> licences(JsonNode component) {
    return StreamSupport.stream(component.path("licenses").spliterator(), false)
        .map(each -> each.path("license"))
        .map(each -> each.path("id").asText(each.path("name").asText()))
        .map(each -> ALIASES.getOrDefault(each, each))
        .toList();
  }

  private String listed() {
    StringBuilder text =
        new StringBuilder(
            """
            # Libraries of others in this program
            The Live Callback Operator is under the Apache License 2.0 (`LICENSE`). It is delivered with these libraries, unchanged, each a jar of its own in `lib/`; notices of their authors are in the jars,
            under `META-INF`. Of a library with several licences, one may be chosen; Logback is delivered under EPL-2.0, and its source is at the address that `sbom.json` has for it, like everyone's.

            | library | version | licence |
            | --- | --- | --- |
            """);
    components().stream()
        .map(
            each ->
                "| `%s:%s` | %s | %s |%n"
                    .formatted(
                        each.path("group").asText(),
                        each.path("name").asText(),
                        each.path("version").asText(),
                        String.join(" or ", licences(each))))
        .sorted()
        .forEach(text::append);
    return text.toString();
  }
}
