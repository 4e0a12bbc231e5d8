package dev.livecallback.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Everything that may be odd about one field of a spec: a value of another type, a word that nobody
 * knows, a field that nobody knows inside of it, an element that is none.
 */
public final class OddValues {
  /** A spec of a LiveCallback that has every field. */
  public static final String CALLBACK =
      """
      accountRef: {name: default, namespace: ops}
      vhost: live.example.com
      app: sports
      messageType: push
      callbackDetailList: [{callbackType: http, url: 'https://a.example.com/live'}]
      transcodeCallback: true
      authEnable: true
      authKeyPrimarySecretRef: {name: live, key: primary}
      deletionPolicy: Delete
      managementPolicy: Enforce
      adoptionPolicy: Adopt
      """;

  /** Specs of a LiveAccount of which each has every field, with one kind of credentials. */
  public static final List<String> ACCOUNTS =
      Stream.of(
              "{secretRef: {name: live, accessKeyIdKey: a, secretAccessKeyKey: b, sessionTokenKey: c}}",
              "{webIdentity: {roleTrn: 'trn:iam::2100000001:role/live', durationSeconds: 3600}}",
              "{environment: {}}")
          .map(
              """
              profile: Volcengine
              credentials: %s
              accountId: '2100000001'
              region: cn-north-1
              endpoint: https://live.volcengineapi.com
              callsPerSecond: {update: 5, describe: 5, delete: 5}
              syncPeriod: 10m
              deleteLimit: {perHour: 20}
              allow:
              - namespaces: [sports-*]
                scopes: [vhost/*.example.com]
                urls: ['https://*.example.com/*']
              """
                  ::formatted)
          .toList();

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** No field takes it: no name, word, URL, address or number looks like it. */
  private static final String WORD = "of another/version";

  private static final List<JsonNode> VALUES =
      List.of(
          JSON.textNode(WORD),
          JSON.textNode("1"),
          JSON.textNode("true"),
          JSON.numberNode(1),
          JSON.numberNode(1.5),
          JSON.numberNode(BigInteger.TEN.pow(40)),
          JSON.booleanNode(true),
          JSON.objectNode().put("ofAnotherVersion", 1),
          JSON.arrayNode().add(1));

  /**
   * A spec with one odd value.
   *
   * @param name which, and where
   */
  public record OddValue(String name, JsonNode spec) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final JsonNode spec;
  private final List<OddValue> all = new ArrayList<>();

  private OddValues(String yaml) {
    spec = Serialization.unmarshal(yaml, JsonNode.class);
  }

  /**
   * All of them.
   *
   * @param yaml a spec that has every field of its kind, and no odd value
   */
  public static List<OddValue> in(String yaml) {
    OddValues values = new OddValues(yaml);
    values.spec.properties().forEach(field -> values.walk("/" + field.getKey(), field.getValue()));
    return values.all;
  }

  private void walk(String path, JsonNode value) {
    for (JsonNode other : VALUES) {
      boolean word = other.asText().equals(WORD);
      if (word || other.getNodeType() != value.getNodeType() || other.isDouble()) {
        add(path + " is " + other, path, parent -> replace(parent, path, other));
      }
    }
    if (value instanceof ObjectNode object) {
      add(
          path + " has a field of another version",
          path,
          parent -> ((ObjectNode) inside(parent, path)).put("ofAnotherVersion", true));
      object.properties().forEach(each -> walk(path + "/" + each.getKey(), each.getValue()));
    }
    if (value instanceof ArrayNode array) {
      add(
          path + " has an element that is none",
          path,
          parent -> ((ArrayNode) inside(parent, path)).addNull());
      for (int i = 0; i < array.size(); i++) {
        walk(path + "/" + i, array.get(i));
      }
    }
  }

  private void add(String name, String path, Consumer<JsonNode> change) {
    JsonNode changed = spec.deepCopy();
    change.accept(changed.at(path.substring(0, path.lastIndexOf('/'))));
    all.add(new OddValue(name, changed));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static JsonNode inside(JsonNode parent, String path) {
    return parent.isArray() ? parent.get(Integer.parseInt(last(path))) : parent.get(last(path));
  }

  private static void replace(JsonNode parent, String path, JsonNode value) {
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(last(path)), value);
    } else {
      ((ObjectNode) parent).set(last(path), value);
    }
  }
}
