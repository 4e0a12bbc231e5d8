package dev.livecallback.api;

import static dev.livecallback.api.CrdYaml.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What people check files with before anybody applies them, held to the API server: every spec that
 * it is asked about in {@link LiveCallbackAdmissionIT} and {@link LiveAccountAdmissionIT}.
 */
@DisplayName("Without a cluster,")
@Slow
class OfflineChecksIT {
  /** What each rule that a JSON Schema doesn't know begins to say when it refuses. */
  private static final List<String> NOT_IN_A_SCHEMA =
      List.of(
          // between fields
          "set exactly one of vhost and domain",
          "set exactly one of secretRef, webIdentity and environment",
          "app works only with vhost",
          "transcodeCallback: true works only with messageType",
          "authEnable: true needs a key",
          "a key without authEnable: true",
          "the profile BytePlus allows 1 call",
          // between the elements of a list
          "callbackDetailList names a url twice",
          // the parts of a URL
          "url is an absolute http or https URL",
          "url has a port from 1 to 65535",
          "url has no user name or password",
          "url has no fragment",
          "endpoint is an absolute http or https URL",
          "endpoint has a port from 1 to 65535",
          "endpoint has no user name or password",
          "endpoint has no query and no fragment",
          // what a value means
          "domain is written in lower case",
          "syncPeriod is one number with unit s, m or h, from 1m to 24h");

  /** The rules that compare an object with what it was: they need the cluster that has it. */
  private static final List<String> NEED_THE_OBJECT_AS_IT_WAS =
      List.of("accountId can't be changed or removed", "profile can't be changed");

  @TempDir private Path folder;

  /** By the file's name; "" in place of the sentence where it is accepted. */
  private final Map<String, Sample> samples = new LinkedHashMap<>();

  private record Sample(String name, String sentence) {
    boolean accepted() {
      return sentence.isEmpty();
    }

    boolean isIn(List<String> sentences) {
      return sentences.stream().anyMatch(sentence::contains);
    }
  }

  @BeforeEach
  void writeAFileForEach() throws IOException {
    write("LiveCallback", AcceptedSpecs.all());
    write("LiveCallback", RefusedSpecs.all());
    write("LiveAccount", AcceptedAccounts.all());
    write("LiveAccount", RefusedAccounts.all());
  }

  private void write(String kind, Stream<Arguments> rows) throws IOException {
    for (Object[] row : rows.map(Arguments::get).toList()) {
      String file = "%03d.json".formatted(samples.size());
      samples.put(
          file, new Sample(kind + ": " + row[0], row.length > 2 ? String.valueOf(row[2]) : ""));
      Files.writeString(
          folder.resolve(file), Serialization.asJson(Specs.object(kind, "sample", map(row[1]))));
    }
  }

  @Needs(Tool.KUBECONFORM)
  @Test
  void kubeconformAcceptsAndRefusesAsTheApiServerDoesButForRulesThatNoSchemaKnows()
      throws IOException {
    CommandResult result =
        run(
            Tool.KUBECONFORM,
            "-strict",
            "-verbose",
            "-output=json",
            "-schema-location=deploy/schemas/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json");
    Map<String, String> complaints = new HashMap<>();
    for (JsonNode resource : read(result).path("resources")) {
      assertThat(resource.path("status").asText()).isIn("statusValid", "statusInvalid");
      complaints.put(file(resource.path("filename").asText()), resource.path("msg").asText());
    }

    List<String> missed = new ArrayList<>();
    check(
        complaints,
        (sample, complaint) -> {
          if (complaint.isEmpty()) {
            missed.add(sample.sentence());
          }
          return !complaint.isEmpty() || sample.isIn(NOT_IN_A_SCHEMA);
        });
    assertThat(NOT_IN_A_SCHEMA)
        .as("each is one that it misses: else it knows the rule, and the list doesn't need it")
        .allMatch(rule -> missed.stream().anyMatch(sentence -> sentence.contains(rule)));
  }

  @Needs(Tool.KUBECTL_VALIDATE)
  @Test
  void kubectlValidateAcceptsAndRefusesAsTheApiServerDoesAndInItsWords() throws IOException {
    CommandResult result = run(Tool.KUBECTL_VALIDATE, "--local-crds=deploy/crds", "--output=json");
    Map<String, String> complaints = new HashMap<>();
    read(result)
        .properties()
        .forEach(
            file ->
                complaints.put(
                    file(file.getKey()),
                    String.join("; ", file.getValue().findValuesAsText("message"))));

    check(complaints, (sample, complaint) -> plain(complaint).contains(plain(sample.sentence())));
  }

  private interface Refusal {
    boolean isRight(Sample sample, String complaint);
  }

  private void check(Map<String, String> complaints, Refusal refusal) {
    assertThat(complaints.keySet()).isEqualTo(samples.keySet());
    assertThat(samples.entrySet())
        .hasSizeGreaterThan(300)
        .allSatisfy(
            each -> {
              String complaint = complaints.getOrDefault(each.getKey(), "");
              Sample sample = each.getValue();
              if (sample.accepted()) {
                assertThat(complaint).as(sample.name()).isEmpty();
              } else {
                assertThat(refusal.isRight(sample, complaint))
                    .as("%s: %s, but: %s", sample.name(), sample.sentence(), complaint)
                    .isTrue();
              }
            });
  }

  @Test
  void onlyWhatComparesAnObjectWithWhatItWasIsLeftToTheCluster() throws IOException {
    List<String> transitions = new ArrayList<>();
    for (CrdTest.Kind kind : CrdTest.Kind.values()) {
      addTransitions(kind.at(), transitions);
    }

    assertThat(transitions)
        .hasSameSizeAs(NEED_THE_OBJECT_AS_IT_WAS)
        .allMatch(rule -> NEED_THE_OBJECT_AS_IT_WAS.stream().anyMatch(rule::startsWith));
  }

  private static void addTransitions(Map<String, Object> schema, Collection<String> messages) {
    if (schema.get("x-kubernetes-validations") instanceof List<?> rules) {
      rules.stream()
          .filter(rule -> String.valueOf(map(rule).get("rule")).contains("oldSelf"))
          .forEach(rule -> messages.add(String.valueOf(map(rule).get("message"))));
    }
    if (schema.get("properties") instanceof Map<?, ?> fields) {
      fields.values().forEach(field -> addTransitions(map(field), messages));
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      addTransitions(map(items), messages);
    }
  }

  /** Without what differs from one version of the API server's code to another. */
  private static String plain(String sentence) {
    return sentence
        .replaceAll("Invalid value: \"[^\"]*\": ", "Invalid value: ")
        .replaceAll("may not be more than (\\d+) bytes", "may not be longer than $1");
  }

  private CommandResult run(Tool tool, String... options) {
    List<String> command = new ArrayList<>(List.of(tool.path().toString()));
    command.addAll(List.of(options));
    command.add(folder.toString());
    // Some have specs that are refused: the exit code is 1 in any case.
    return Command.run(command, Map.of("KUBECONFIG", folder.resolve("none").toString()), "");
  }

  private static JsonNode read(CommandResult result) throws IOException {
    assertThat(result.exitCode()).as(result.stderr()).isOne();
    return new ObjectMapper().readTree(result.stdout());
  }

  private static String file(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }
}
