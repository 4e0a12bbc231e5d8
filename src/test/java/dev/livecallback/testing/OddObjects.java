package dev.livecallback.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Objects as another version's CRD or a restored backup may have them: it walks the schema of a CRD
 * and puts in each field a value of it, one at its bounds, an unknown word, odd Unicode, a value of
 * another type, or nothing; now and then fields that no CRD has.
 */
public final class OddObjects {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "relay",
          "vhost/",
          "domain/x",
          "a/b",
          "/",
          "*",
          "https://a..b",
          "https://x/[",
          "https://[fe80::1%25eth0]/",
          "https://" + "a".repeat(70) + ".example.com",
          "HTTP://LOCALHOST:1",
          "http://user:secret@host/",
          "\u0000",
          "\u202e\u0627",
          "\ud83d\ude00",
          "\ud800",
          "\r\n\tx",
          "99999999999999999999",
          "-1",
          "true",
          "null",
          "2026-01-31T18:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "0s",
          "99999h",
          "{}",
          "x".repeat(5_000));
  private static final List<String> LIKELY =
      List.of(
          "push",
          "snapshot",
          "live.example.com",
          "sports",
          "https://hooks.example.com/live",
          "http",
          "Enforce",
          "Observe",
          "Orphan",
          "Delete",
          "Adopt",
          "Volcengine",
          "BytePlus",
          "team/own",
          "vhost/live.example.com",
          "10m",
          "cn-north-1",
          "Ready",
          "True",
          "InSync");

  private static final int MOSTLY_SOUND = 1_000;

  private final JsonNode schema;
  private final String kind;
  private final List<OddValues.OddValue> oddValues;
  private final Random random;
  private int number;

  /**
   * @param crd the name of a file of {@code deploy/crds}
   * @param kind the kind that it defines
   */
  public OddObjects(String crd, String kind, Random random) {
    try {
      this.schema =
          new ObjectMapper()
              .<JsonNode>valueToTree(
                  new KubernetesSerialization()
                      .unmarshal(
                          Files.readString(Path.of("deploy/crds", crd)),
                          new TypeReference<Map<String, Object>>() {}))
              .at("/spec/versions/0/schema/openAPIV3Schema/properties");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.kind = kind;
    this.oddValues =
        (kind.equals("LiveCallback") ? Stream.of(OddValues.CALLBACK) : OddValues.ACCOUNTS.stream())
            .flatMap(spec -> OddValues.in(spec).stream())
            .toList();
    this.random = random;
  }

  /** One more object, with metadata as the API server makes it. */
  public ObjectNode next() {
    number++;
    ObjectNode object = JSON.objectNode();
    object.put("apiVersion", WellKnown.GROUP + "/" + WellKnown.VERSION);
    object.put("kind", kind);
    object.set("metadata", metadata());
    boolean almostSound = random.nextBoolean();
    if (almostSound) {
      object.set("spec", almostSound());
    }
    for (String part : almostSound ? List.of("status") : List.of("spec", "status")) {
      // How odd it is differs: what has many odd values shows only the first of them.
      int oneIn = List.of(2, 8, 40).get(random.nextInt(3));
      JsonNode value = value(schema.path(part), oneIn);
      if (value != null) {
        object.set(part, value);
      }
    }
    return object;
  }

  /** A spec with one odd value, and nothing else that would keep it from being written. */
  private JsonNode almostSound() {
    JsonNode spec = oddValues.get(random.nextInt(oddValues.size())).spec().deepCopy();
    if (spec instanceof ObjectNode fields && fields.path("vhost").asText().contains("example")) {
      fields.put("vhost", "odd-" + number + ".example.com");
      fields.remove(List.of("authEnable", "authKeyPrimarySecretRef"));
    }
    return spec;
  }

  private ObjectNode metadata() {
    ObjectNode metadata = JSON.objectNode();
    metadata.put("name", "odd-" + number);
    metadata.put("namespace", random.nextBoolean() ? "odd" : "ops");
    metadata.put("uid", "uid-" + kind + number);
    metadata.put("resourceVersion", "" + (1_000 + number));
    metadata.put("generation", 1 + random.nextInt(3));
    metadata.put("creationTimestamp", "2026-03-01T11:00:00Z");
    if (random.nextInt(4) == 0) {
      metadata.put("deletionTimestamp", "2026-03-01T11:30:00Z");
    }
    if (random.nextBoolean()) {
      metadata.putArray("finalizers").add(WellKnown.FINALIZER).add("other.example.com/x");
    }
    if (random.nextBoolean()) {
      ObjectNode annotations = metadata.putObject("annotations");
      for (String name :
          List.of(
              WellKnown.PAUSED,
              WellKnown.RECONCILE_REQUESTED_AT,
              WellKnown.ALLOW_DRIFT_UNTIL,
              WellKnown.CONFIRM_DELETE,
              WellKnown.RELEASE_DELETES_UNTIL,
              WellKnown.CONFIRM_ACCOUNT,
              WellKnown.GROUP + "/of-another-version")) {
        if (random.nextInt(3) == 0) {
          annotations.put(name, text());
        }
      }
    }
    return metadata;
  }

  private String text() {
    return random.nextInt(3) > 0
        ? LIKELY.get(random.nextInt(LIKELY.size()))
        : TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private JsonNode value(JsonNode of, int oddOneIn) {
    if (random.nextInt(oddOneIn) == 0) {
      return random.nextInt(4) == 0 ? atABound(of) : odd();
    }
    return switch (of.path("type").asText()) {
      case "object" -> object(of, oddOneIn);
      case "array" -> array(of, oddOneIn);
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "integer" -> JSON.numberNode(1 + random.nextInt(20));
      default -> JSON.textNode(LIKELY.get(random.nextInt(LIKELY.size())));
    };
  }

  private JsonNode object(JsonNode of, int oddOneIn) {
    ObjectNode object = JSON.objectNode();
    of.path("properties")
        .propertyStream()
        .forEach(
            field -> {
              boolean required =
                  of.path("required").toString().contains('"' + field.getKey() + '"');
              if (required ? random.nextInt(3 * oddOneIn) > 0 : random.nextInt(3) == 0) {
                JsonNode value = value(field.getValue(), oddOneIn);
                if (value != null) {
                  object.set(field.getKey(), value);
                }
              }
            });
    if (random.nextInt(2 * oddOneIn) == 0) {
      object.set("ofAnotherVersion", odd());
    }
    return object;
  }

  private JsonNode array(JsonNode of, int oddOneIn) {
    ArrayNode array = JSON.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(value(of.path("items"), oddOneIn));
    }
    return array;
  }

  /** As long, as many or as much as may be, or one more; of what has no bounds anything odd. */
  private JsonNode atABound(JsonNode of) {
    int more = random.nextInt(2);
    if (of.has("maxLength")) {
      return JSON.textNode("x".repeat(of.get("maxLength").asInt() + more));
    }
    if (of.has("maxItems")) {
      ArrayNode array = JSON.arrayNode();
      for (int i = of.get("maxItems").asInt() + more; i > 0; i--) {
        array.add(value(of.path("items"), MOSTLY_SOUND));
      }
      return array;
    }
    if (of.has("maximum")) {
      return JSON.numberNode(
          random.nextBoolean()
              ? of.get("maximum").asLong() + more
              : of.get("minimum").asLong() - more);
    }
    return odd();
  }

  private JsonNode odd() {
    return switch (random.nextInt(9)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.numberNode(99_999_999_999L);
      case 2 -> JSON.numberNode(BigInteger.TEN.pow(40));
      case 3 -> JSON.numberNode(-1.5);
      case 4 -> JSON.booleanNode(random.nextBoolean());
      case 5 -> JSON.objectNode().put("odd", 1);
      case 6 -> JSON.arrayNode().add(1).addNull().add("x");
      default -> JSON.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
    };
  }
}
