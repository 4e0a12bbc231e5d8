package dev.livecallback.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.testing.SimulatorUnderTest;
import java.util.List;
import java.util.stream.StreamSupport;

/** The records as a person at the cloud's console has them: outside of Kubernetes. */
final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SimulatorUnderTest simulator;

  Console(SimulatorUnderTest simulator) {
    this.simulator = simulator;
  }

  /**
   * Creates or replaces a record: {@code vhost/NAME} or {@code domain/NAME}, app or "" for none.
   */
  void put(String scope, String app, String messageType, String... urls) {
    ObjectNode record = JSON.createObjectNode();
    record.put("Account", SimulatorUnderTest.ACCOUNT);
    record.put(kind(scope), name(scope)).put("MessageType", messageType);
    if (!app.isEmpty()) {
      record.put("App", app);
    }
    ArrayNode details = record.putArray("CallbackDetailList");
    for (String url : urls) {
      details.addObject().put("CallbackType", "http").put("URL", url);
    }
    simulator.putRecord(record.toString());
  }

  /** Deletes one record of a vhost. */
  void delete(String scope, String app, String messageType) {
    simulator.deleteRecord(name(scope), app, messageType);
  }

  /**
   * The records of a scope, each as {@code APP MESSAGETYPE URL URL...}, or {@code MESSAGETYPE
   * URL...}.
   */
  List<String> list(String scope) {
    return simulator.records().stream()
        .filter(record -> record.path(kind(scope)).asText().equals(name(scope)))
        .map(Console::line)
        .toList();
  }

  private static String line(JsonNode record) {
    StringBuilder line = new StringBuilder(record.path("App").asText(""));
    line.append(line.isEmpty() ? "" : " ").append(record.path("MessageType").asText());
    StreamSupport.stream(record.path("CallbackDetailList").spliterator(), false)
        .forEach(detail -> line.append(' ').append(detail.path("URL").asText()));
    return line.toString();
  }

  private static String kind(String scope) {
    return scope.startsWith("vhost/") ? "Vhost" : "Domain";
  }

  private static String name(String scope) {
    return scope.substring(scope.indexOf('/') + 1);
  }
}
