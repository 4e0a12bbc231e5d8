package dev.livecallback.operator.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.Bounds;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.OddObjects;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPrunerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A list of one object with 300 kB that nobody here reads, and its own 20 bytes. */
  private static ObjectNode list() {
    ObjectNode list = JSON.createObjectNode().put("kind", "SecretList");
    list.putObject("metadata").put("resourceVersion", "7").put("continue", "token");
    ObjectNode object = list.putArray("items").addObject();
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", "one").put("uid", "u").put("resourceVersion", "3");
    metadata.putArray("managedFields").addObject().put("manager", "x".repeat(100_000));
    metadata.putObject("labels").put("name", "x".repeat(100));
    ObjectNode annotations = metadata.putObject("annotations");
    annotations.put("other.example.com/x", "x".repeat(100_000));
    annotations.put(WellKnown.GROUP + "/of-another-version", "x".repeat(1_000));
    annotations.put(WellKnown.PAUSED, "true");
    annotations.put(WellKnown.CONFIRM_DELETE, "x".repeat(50_000));
    object.putObject("data").put("name", "x".repeat(100_000));
    ObjectNode spec = object.putObject("spec");
    spec.putObject("accountRef").put("name", "live").put("labels", "kept");
    return list;
  }

  @Test
  void makesAnArrayOfNoItems() throws IOException {
    ObjectNode list = list();
    list.putNull("items");
    list.putObject("more").putNull("items");

    JsonNode pruned = prune(list, Integer.MAX_VALUE);

    assertThat(pruned.get("items").isArray()).isTrue();
    assertThat(pruned.at("/more/items").isNull()).isTrue();
  }

  @Test
  void keepsWhatIsReadAndNothingElse() throws IOException {
    JsonNode pruned = prune(list(), Integer.MAX_VALUE);

    ObjectNode wanted = list();
    ObjectNode object = (ObjectNode) wanted.at("/items/0");
    object.remove("data");
    ((ObjectNode) object.get("metadata")).remove("managedFields");
    ((ObjectNode) object.get("metadata")).remove("labels");
    ObjectNode annotations = (ObjectNode) object.at("/metadata/annotations");
    annotations.remove("other.example.com/x");
    annotations.remove(WellKnown.GROUP + "/of-another-version");
    annotations.put(WellKnown.CONFIRM_DELETE, "x".repeat(1_024));
    assertThat(pruned).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1_000})
  void givesTheSameHoweverTheListArrives(int bytes) throws IOException {
    assertThat(prune(list(), bytes)).isEqualTo(prune(list(), Integer.MAX_VALUE));
  }

  @Test
  void givesOnEachPieceAtOnce() throws IOException {
    ListPruner pruner = new ListPruner();
    ObjectNode spec = (ObjectNode) list().at("/items/0/spec");
    ObjectNode many = list();
    for (int i = 0; i < 2_000; i++) {
      ((ArrayNode) many.get("items")).addObject().set("spec", spec.deepCopy());
    }
    byte[] list = JSON.writeValueAsBytes(many);

    int longest = 0;
    for (int from = 0; from < list.length; from += 1_000) {
      int to = Math.min(list.length, from + 1_000);
      longest = Math.max(longest, pruner.prune(Arrays.copyOfRange(list, from, to)).length);
    }

    assertThat(longest).isBetween(500, 3_000);
  }

  /** Pages of a hundred objects of a megabyte each would fill the memory before any is decoded. */
  @ParameterizedTest
  @ValueSource(strings = {"one text", "many texts", "many fields", "many lists", "many numbers"})
  void cutsWhatIsTooLongAndSaysSo(String shape) throws IOException {
    for (String part : new String[] {"spec", "status"}) {
      ObjectNode list = list();
      ObjectNode object = (ObjectNode) list.at("/items/0");
      lengthen(object.putObject(part), shape);
      object.put("kind", "LiveCallback");
      ((ArrayNode) list.get("items")).add(list().at("/items/0").deepCopy());

      JsonNode pruned = prune(list, 1_000);

      assertThat(pruned.toString()).hasSizeLessThan(500_000);
      assertThat(pruned.at("/items/0/" + part + "/" + Bounds.CUT.replace("/", "~1")).asBoolean())
          .isTrue();
      assertThat(pruned.at("/items/0/kind").asText()).isEqualTo("LiveCallback");
      assertThat(pruned.at("/items/1")).isEqualTo(prune(list(), 1_000).at("/items/0"));
      LiveCallback read =
          Serialization.unmarshal(pruned.at("/items/0").toString(), LiveCallback.class);
      if (part.equals("spec")) {
        assertThat(read.unreadable()).startsWith("spec, which is longer");
      } else {
        assertThat(read.getStatus()).isNull();
      }
    }
  }

  private static void lengthen(ObjectNode part, String shape) {
    ObjectNode inside = part.putObject("inside");
    switch (shape) {
      case "one text" -> inside.put("text", "x".repeat(1_000_000));
      case "many texts" -> {
        ArrayNode texts = inside.putArray("texts");
        IntStream.range(0, 10_000).forEach(i -> texts.add("x".repeat(100)));
      }
      case "many fields" ->
          IntStream.range(0, 100_000).forEach(i -> inside.putObject("field" + i).put("x", true));
      case "many lists" -> {
        ArrayNode lists = inside.putArray("lists");
        IntStream.range(0, 100_000).forEach(i -> lists.addArray().addObject().put("name", "x"));
      }
      case "many numbers" -> {
        ArrayNode numbers = inside.putArray("numbers");
        IntStream.range(0, 300_000).forEach(numbers::add);
      }
      default -> throw new IllegalArgumentException(shape);
    }
  }

  @Test
  void keepsFirstFinalizersSinceTheirPlaceCounts() throws IOException {
    ObjectNode list = list();
    ArrayNode finalizers =
        ((ObjectNode) list.at("/items/0/metadata")).putArray("finalizers").add("ours");
    IntStream.range(0, 10_000).forEach(i -> finalizers.add("other.example.com/" + i));

    JsonNode pruned = prune(list, 1_000);

    JsonNode kept = pruned.at("/items/0/metadata/finalizers");
    assertThat(kept.get(0).asText()).isEqualTo("ours");
    assertThat(kept).hasSizeBetween(300, 400);
    assertThat(pruned.at("/items/0/metadata/uid").asText()).isEqualTo("u");
    assertThat(pruned.at("/items/0/spec")).isEqualTo(list.at("/items/0/spec"));
  }

  @Test
  void takesWhateverAnObjectHolds() throws IOException {
    Random random = new Random(3);
    OddObjects odd = new OddObjects("livecallbacks.livecallback.dev.yaml", "LiveCallback", random);
    for (int i = 0; i < 200; i++) {
      ObjectNode list = JSON.createObjectNode();
      ObjectNode object = odd.next();
      list.putArray("items").add(object);
      ObjectNode wanted = object.deepCopy();

      JsonNode pruned = prune(list, 1 + random.nextInt(50));

      for (String part : new String[] {"spec", "status"}) {
        JsonNode whole = JSON.readTree(JSON.writeValueAsBytes(wanted)).path(part);
        JsonNode read = pruned.at("/items/0").path(part);
        if (read.has(Bounds.CUT)) {
          assertThat(whole.toString()).hasSizeGreaterThan(Bounds.LONGEST_PART);
        } else {
          assertThat(read).isEqualTo(whole);
        }
      }
    }
  }

  private static JsonNode prune(JsonNode list, int bytes) throws IOException {
    byte[] whole = JSON.writeValueAsBytes(list);
    ListPruner pruner = new ListPruner();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    for (int from = 0; from < whole.length; ) {
      int to = (int) Math.min(whole.length, (long) from + bytes);
      kept.write(pruner.prune(Arrays.copyOfRange(whole, from, to)));
      from = to;
    }
    return JSON.readTree(kept.toString(UTF_8));
  }
}
