package dev.livecallback.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A plan for programs, by the schema {@code deploy/schemas/plan_v1.json}. */
final class PlanJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private PlanJson() {}

  static String of(PlanResult plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", 1);
    ArrayNode changes = root.putArray("changes");
    plan.changes().forEach(each -> change(each, changes.addObject()));
    ArrayNode refused = root.putArray("refused");
    plan.refused()
        .forEach((object, why) -> refused.addObject().put("object", object).put("message", why));
    ArrayNode accounts = root.putArray("accounts");
    plan.accounts()
        .forEach(
            (account, why) ->
                accounts.addObject().put("object", account.text()).put("message", why));
    root.putObject("summary")
        .put("create", plan.created())
        .put("change", plan.changed())
        .put("remove", plan.removed())
        .put("refused", plan.refusals())
        .put("unknown", plan.unknown())
        .put("uncertain", plan.uncertain())
        .put("skipped", plan.skipped())
        .put("calls", plan.calls())
        .put("seconds", plan.takes().toSeconds());
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void change(PlannedChange change, ObjectNode node) {
    int slash = change.object().indexOf('/');
    node.put("namespace", change.object().substring(0, slash));
    node.put("name", change.object().substring(slash + 1));
    node.put("outcome", change.outcome().word());
    node.put("exact", change.isExact());
    ArrayNode writes = node.putArray("writes");
    change
        .writes()
        .forEach(
            each ->
                writes
                    .addObject()
                    .put("action", each.removed() ? "remove" : "put")
                    .put("record", each.record()));
    ArrayNode fields = node.putArray("fields");
    change
        .fields()
        .forEach(
            each -> {
              ObjectNode field = fields.addObject().put("field", each.field());
              if (each.from() != null) {
                field.put("from", each.from());
              }
              field.put("to", each.to());
            });
    if (change.reason() != null) {
      node.put("reason", change.reason().word());
    }
    if (!change.message().isEmpty()) {
      node.put("message", change.message());
    }
    ArrayNode doubts = node.putArray("doubts");
    change.doubts().forEach(doubts::add);
  }
}
