package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The admin API's part for records, as a person at the console sees and edits them. */
final class AdminRecords {
  private final RecordStore store;
  private final SimulatedAccounts accounts;
  private final BodyRules rules;

  AdminRecords(RecordStore store, SimulatedAccounts accounts, BodyRules rules) {
    this.store = store;
    this.accounts = accounts;
    this.rules = rules;
  }

  /**
   * Returns the records that the query's account, vhost, domain, app, messageType and search (in
   * the names and URLs) select: at most {@code limit} of them, with their keys unless {@code
   * keys=hidden}.
   */
  Delivery list(ApiRequest request) {
    List<StoredRecord> found =
        store.list().stream()
            .filter(record -> selects(request, record.key()) && searched(request, record))
            .toList();
    boolean keyless = request.parameter("keys").filter("hidden"::equals).isPresent();
    ObjectNode json = Json.object().put("total", found.size());
    ArrayNode list = json.putArray("records");
    found.stream()
        .limit(AdminReply.number(request, "limit", Integer.MAX_VALUE))
        .forEach(
            record -> list.add(keyless ? RecordJson.keyless(record) : RecordJson.whole(record)));
    return AdminReply.ok(json);
  }

  /**
   * Creates or replaces one record, whether or not the cloud API would accept its vhost or domain.
   */
  Delivery put(ObjectNode json) {
    CallbackBody body = bound(json);
    refuseIf(rules.recordObjection(body));
    CallbackKey key = key(body);
    if (!store.put(key, BodyRules.settings(body))) {
      throw new IllegalStateException("The simulator holds no more records.");
    }
    return AdminReply.ok(RecordJson.whole(store.get(key).orElseThrow()));
  }

  /** Changes the given fields of an existing record, and leaves the others. */
  Delivery patch(ObjectNode json) {
    CallbackBody named = bound(json);
    refuseIf(rules.keyObjection(named));
    Optional<StoredRecord> before = store.get(key(named));
    if (before.isEmpty()) {
      return AdminReply.missing("There is no such record; it may have been deleted meanwhile.");
    }
    ObjectNode merged = RecordJson.whole(before.get());
    merged.setAll(json);
    return put(merged);
  }

  /** Deletes exactly one record. */
  Delivery delete(ApiRequest request) {
    CallbackBody body =
        new CallbackBody(
            request.parameter("account").orElse(null),
            request.parameter("vhost").orElse(null),
            request.parameter("domain").orElse(null),
            request.parameter("app").orElse(null),
            request.parameter("messageType").orElse(null),
            null,
            null,
            null,
            null);
    refuseIf(rules.keyObjection(body));
    return store.remove(key(body))
        ? AdminReply.done()
        : AdminReply.missing("There is no such record.");
  }

  private static CallbackBody bound(ObjectNode json) {
    return Json.bind(json, CallbackBody.class)
        .orElseThrow(() -> new IllegalArgumentException("A field has the wrong JSON type."));
  }

  private static void refuseIf(Optional<String> objection) {
    if (objection.isPresent()) {
      throw new IllegalArgumentException(objection.get() + ".");
    }
  }

  private CallbackKey key(CallbackBody body) {
    return new CallbackKey(
        account(body),
        Objects.requireNonNull(body.scope()),
        body.app(),
        MessageType.ofWire(Objects.requireNonNull(body.messageType())).orElseThrow());
  }

  private String account(CallbackBody body) {
    List<String> all = accounts.ids();
    String named = body.account();
    if (named == null && all.size() == 1) {
      return all.getFirst();
    }
    if (named == null || !all.contains(named)) {
      throw new IllegalArgumentException("The account must be one of " + all + ".");
    }
    return named;
  }

  private static boolean selects(ApiRequest request, CallbackKey key) {
    return fits(request.parameter("account"), key.cloudAccount())
        && request.parameter("vhost").map(Scope::vhost).map(key.scope()::equals).orElse(true)
        && request.parameter("domain").map(Scope::domain).map(key.scope()::equals).orElse(true)
        && fits(request.parameter("app"), key.app() == null ? "" : key.app())
        && fits(request.parameter("messageType"), key.messageType().wire());
  }

  private static boolean searched(ApiRequest request, StoredRecord record) {
    String app = record.key().app();
    return request
        .parameter("search")
        .map(
            text ->
                record.key().scope().toString().contains(text)
                    || (app != null && app.contains(text))
                    || record.settings().details().stream()
                        .anyMatch(detail -> detail.url().contains(text)))
        .orElse(true);
  }

  private static boolean fits(Optional<String> asked, String value) {
    return asked.map(value::equals).orElse(true);
  }
}
