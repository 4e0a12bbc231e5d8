package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The JSON of a record: as DescribeCallback lists it, and as the console shows it. */
final class RecordJson {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.ofHours(8));

  private RecordJson() {}

  /** Returns an item of {@code CallbackList} (contract 3.3). */
  static ObjectNode item(StoredRecord record, String vhost, Knobs knobs) {
    ObjectNode item = Json.object().put("Vhost", vhost);
    Scope scope = record.key().scope();
    if (knobs.includeDomainField().get()) {
      item.put("Domain", scope.kind() == Scope.Kind.DOMAIN ? scope.name() : "");
    }
    fill(item, record);
    if (knobs.textFlags().get()) {
      item.put("AuthEnable", item.path("AuthEnable").asText());
      item.put("TranscodeCallback", item.path("TranscodeCallback").asText());
    }
    if (!knobs.omitKey().get()) {
      String key = record.settings().authKeyPrimary().reveal();
      item.put("AuthKeyPrimary", knobs.maskKey().get() ? masked(key) : key);
    }
    return item.put("CreateTime", LOCAL.format(record.created()))
        .put("CreateTimeUTC", seconds(record.created()));
  }

  /** Returns all of a record, including its key, because the console shows what it wrote. */
  static ObjectNode whole(StoredRecord record) {
    return console(record)
        .put("AuthKeyPrimary", record.settings().authKeyPrimary().reveal())
        .put("CreateTimeUTC", record.created().toString())
        .put("UpdateTimeUTC", record.updated().toString());
  }

  /** Returns all of a record except its key; a field says whether it has one. */
  static ObjectNode keyless(StoredRecord record) {
    return console(record)
        .put("AuthKeySet", !record.settings().authKeyPrimary().reveal().isEmpty())
        .put("CreateTimeUTC", record.created().toString())
        .put("UpdateTimeUTC", record.updated().toString());
  }

  private static ObjectNode console(StoredRecord record) {
    Scope scope = record.key().scope();
    ObjectNode json = Json.object().put("Account", record.key().cloudAccount());
    json.put(scope.kind() == Scope.Kind.VHOST ? "Vhost" : "Domain", scope.name());
    fill(json, record);
    return json;
  }

  private static void fill(ObjectNode json, StoredRecord record) {
    String app = record.key().app();
    RecordContent settings = record.settings();
    json.put("App", app == null ? "" : app)
        .put("MessageType", record.key().messageType().wire())
        .put("TranscodeCallback", settings.transcodeCallback())
        .put("AuthEnable", settings.authEnable());
    ArrayNode details = json.putArray("CallbackDetailList");
    settings
        .details()
        .forEach(
            detail ->
                details
                    .addObject()
                    .put("CallbackType", detail.callbackType())
                    .put("URL", detail.url()));
  }

  private static String masked(String key) {
    return key.length() <= 4
        ? "*".repeat(key.length())
        : key.substring(0, 2) + "****" + key.substring(key.length() - 2);
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
