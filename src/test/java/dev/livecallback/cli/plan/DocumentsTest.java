package dev.livecallback.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.CommandFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files are read as kubectl reads them: what that makes of each text, its own library said. */
@DisplayName("The files of a plan")
class DocumentsTest {
  /** Made by {@code kubectl.go} beside it. */
  private static final Path CASES = Path.of("src/test/resources/manifests/kubectl.json");

  /** What kubectl reads and a plan refuses: it can't be read the same way, and nobody writes it. */
  private static final Pattern REFUSED_HERE =
      Pattern.compile(
          // A fraction or no number at all as a key, which kubectl writes in its own way.
          "(?m)^(1[.]5|1e10|1[.]0|1e100|0[.]1|16777217[.]0|123456[.]789|[.]inf|[.]nan): a$"
              // A tag that says what is obvious.
              + "|!!timestamp 2026"
              // A tab before a value.
              + "| \\t a|\\[\\ta\\]");

  /** What kubectl refuses, and is the same in JSON. */
  private static final String READ_HERE = "\\ud83d\\ude00";

  /** The objects of a text; null = it is refused. */
  private static @Nullable List<ObjectNode> read(String text) {
    try {
      return Manifests.all(
          "File a", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (CommandFailedException e) {
      return null;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void areWhatKubectlMakesOfThem() throws IOException {
    JsonNode cases = new ObjectMapper().readTree(CASES.toFile());
    List<String> wrong = new ArrayList<>();
    for (JsonNode each : cases) {
      String text = each.path("text").asText();
      List<ObjectNode> ours = read(text);
      JsonNode theirs = each.path("objects");
      boolean same =
          ours == null
              ? theirs.isNull() || REFUSED_HERE.matcher(text).find()
              : theirs.isArray() ? same(ours, theirs) : text.contains(READ_HERE);
      if (!same) {
        wrong.add(text + "=> " + ours + "\nkubectl " + theirs);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(cases).hasSizeGreaterThan(500);
  }

  private static boolean same(List<ObjectNode> ours, JsonNode theirs) {
    return ours.size() == theirs.size()
        && IntStream.range(0, ours.size())
            .allMatch(i -> ours.get(i).equals(DocumentsTest::compare, theirs.get(i)));
  }

  /** Of numbers their value alone counts. */
  private static int compare(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? Double.compare(one.doubleValue(), other.doubleValue())
        : one.equals(other) ? 0 : 1;
  }
}
