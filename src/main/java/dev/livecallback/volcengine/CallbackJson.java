package dev.livecallback.volcengine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Callback records as JSON: the bodies of requests (contract 3.2, 3.4) and of answers (3.3). */
final class CallbackJson {
  private CallbackJson() {}

  /** Returns the body of DescribeCallback, for every record of the listing. */
  static ObjectNode describe(Listing listing) {
    ObjectNode json = scope(listing.scope());
    if (listing.app() != null) {
      json.put("App", listing.app());
    }
    return listing.type() == null ? json : json.put("MessageType", listing.type().wire());
  }

  private static ObjectNode scope(Scope scope) {
    String field =
        switch (scope.kind()) {
          case VHOST -> "Vhost";
          case DOMAIN -> "Domain";
        };
    return object().put(field, scope.name());
  }

  /**
   * Returns the body of DeleteCallback, which is also the beginning of UpdateCallback's.
   *
   * @throws IllegalArgumentException for a domain with an app, which the API doesn't have
   */
  static ObjectNode identity(CallbackKey key) {
    ObjectNode json = scope(key.scope());
    if (key.app() != null) {
      if (key.scope().kind() == Scope.Kind.DOMAIN) {
        throw new IllegalArgumentException("an app goes with a vhost only: " + key);
      }
      json.put("App", key.app());
    }
    return json.put("MessageType", key.messageType().wire());
  }

  /**
   * Returns the body of UpdateCallback. It replaces the whole record, so it has every documented
   * field.
   *
   * @throws IllegalArgumentException for a hidden key, which can't be written
   */
  static ObjectNode update(CallbackKey key, CallbackContent content) {
    ObjectNode json = identity(key);
    ArrayNode details = json.putArray("CallbackDetailList");
    for (CallbackDetail detail : content.details()) {
      details.addObject().put("CallbackType", detail.callbackType()).put("URL", detail.url());
    }
    json.put("TranscodeCallback", content.transcodeCallback() ? 1 : 0);
    return switch (content.authentication()) {
      case Authentication.Off _ -> json.put("AuthEnable", false);
      case Authentication.On on ->
          json.put("AuthEnable", true).put("AuthKeyPrimary", on.key().reveal());
      case Authentication.Hidden _ ->
          throw new IllegalArgumentException("a hidden key can't be written: " + key);
    };
  }

  /**
   * Returns the records of an answer to DescribeCallback. Every way of saying "none" is an empty
   * list; a form that can't be read is not "none", and gives an empty Optional.
   */
  static Optional<List<CallbackRecord>> records(Reply reply) {
    return items(reply, "CallbackList")
        .map(items -> items.stream().map(CallbackJson::record).toList());
  }

  /**
   * Returns the objects of a list in the result. A missing or empty result and a missing or empty
   * list all give an empty list. Anything but a list of objects gives an empty Optional.
   */
  static Optional<List<JsonNode>> items(Reply reply, String field) {
    JsonNode result = reply.result();
    if (absent(result)) {
      return Optional.of(List.of());
    }
    JsonNode list = result.path(field);
    if (result.isObject() && absent(list)) {
      return Optional.of(List.of());
    }
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return list.isArray() && items.stream().allMatch(JsonNode::isObject)
        ? Optional.of(items)
        : Optional.empty();
  }

  private static CallbackRecord record(JsonNode item) {
    return new CallbackRecord(
        Reply.text(item, "Vhost"),
        Reply.text(item, "Domain"),
        Reply.text(item, "App"),
        Objects.requireNonNullElse(Reply.text(item, "MessageType"), ""),
        new CallbackContent(
            details(item.path("CallbackDetailList")),
            yes(item.path("TranscodeCallback")),
            authentication(item)));
  }

  private static List<CallbackDetail> details(JsonNode list) {
    List<CallbackDetail> details = new ArrayList<>();
    for (JsonNode item : list) {
      details.add(
          new CallbackDetail(
              Objects.requireNonNullElse(Reply.text(item, "CallbackType"), CallbackDetail.HTTP),
              Objects.requireNonNullElse(Reply.text(item, "URL"), "")));
    }
    return details;
  }

  private static Authentication authentication(JsonNode item) {
    if (!yes(item.path("AuthEnable"))) {
      return new Authentication.Off();
    }
    String key = Reply.text(item, "AuthKeyPrimary");
    return key == null || key.contains("*")
        ? new Authentication.Hidden()
        : new Authentication.On(new SecretText(key));
  }

  /** Returns a flag that may be a boolean, 0/1, or the text of either. */
  private static boolean yes(JsonNode flag) {
    return flag.isTextual()
        ? flag.asText().equalsIgnoreCase("true") || flag.asText().equals("1")
        : flag.asBoolean();
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
