package dev.livecallback.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The objects in the files under {@code deploy/argocd}, and how they are written there. */
public final class TestData {
  /** Where the customizations are, in the layout of Argo CD's own repository. */
  public static final Path ROOT = Path.of("deploy/argocd/livecallback.dev");

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build());
  static final ObjectMapper JSON = new ObjectMapper();

  private TestData() {}

  /** An object of a file. */
  public static JsonNode read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object in YAML. */
  public static JsonNode parse(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same object without what differs from run to run: names of runs, times, versions, tokens.
   */
  public static JsonNode settled(JsonNode object, String namespace) {
    String text =
        object
            .toString()
            .replace(namespace, "team")
            .replaceAll(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-01-31T18:00:00Z")
            .replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"20260131180000ABCDEF\"")
            .replaceAll("\"secretVersion\":\"[^\"]*\"", "\"secretVersion\":\"1000\"")
            .replaceAll(
                "(confirm-delete=|confirm-delete\":\"|confirmDeleteToken\":\")[0-9a-f]{12}",
                "$1f0123456789a")
            .replaceAll("http://127.0.0.1:\\d+", "http://127.0.0.1:8080");
    try {
      JsonNode settled = JSON.readTree(text);
      ObjectNode metadata = (ObjectNode) settled.path("metadata");
      metadata.put("resourceVersion", "1000").put("uid", "8a1f7c52-7f0d-4a39-9c5e-6d2f1b3e4a50");
      return settled;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value in YAML. */
  public static String text(JsonNode value) {
    try {
      return YAML.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
