package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's own API: what a console shows and edits, and what tests turn. Without any
 * authentication, so it belongs on loopback.
 */
final class AdminApi {
  private final SimulatorServer simulator;
  private final AdminRecords records;
  private final AdminAccounts accounts;
  private final AdminAccess access;

  AdminApi(SimulatorServer simulator, BodyRules rules) {
    this.simulator = simulator;
    this.records = new AdminRecords(simulator.store(), simulator.accounts(), rules);
    this.accounts = new AdminAccounts(simulator.accounts());
    this.access = new AdminAccess(simulator.accounts(), simulator.denials(), simulator.roles());
  }

  /** Answers one request; trouble is a sentence in {@code error}. */
  Delivery handle(ApiRequest request) {
    try {
      return routed(request);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return AdminReply.bad(String.valueOf(e.getMessage()));
    }
  }

  private Delivery routed(ApiRequest request) {
    return switch (request.method() + " " + request.path()) {
      case "GET /records" -> records.list(request);
      case "GET /records.txt" -> AdminReply.text(RecordTable.of(simulator.store().list()));
      case "PUT /records" -> records.put(AdminReply.object(request));
      case "DELETE /records" -> records.delete(request);
      case "GET /knobs" -> AdminReply.ok(simulator.knobs().shown());
      case "PUT /knobs" -> {
        simulator.knobs().replace(AdminReply.object(request));
        yield AdminReply.ok(simulator.knobs().shown());
      }
      case "PATCH /knobs" -> {
        simulator.knobs().patch(AdminReply.object(request));
        yield AdminReply.ok(simulator.knobs().shown());
      }
      case "GET /faults" -> faults();
      case "POST /faults" -> addFault(request);
      case "DELETE /faults" -> deleteFaults(request);
      case "GET /calls" -> calls(request);
      case "DELETE /calls" -> {
        simulator.log().clear();
        yield AdminReply.done();
      }
      case "GET /counts" -> counts();
      case "GET /accounts" -> accounts.list();
      case "POST /accounts" -> accounts.add(AdminReply.object(request));
      case "DELETE /accounts" -> accounts.delete(request);
      case "PATCH /accounts" -> accounts.enable(AdminReply.object(request));
      case "GET /denials" -> access.denials();
      case "POST /denials" -> access.deny(AdminReply.object(request));
      case "DELETE /denials" -> access.allow(request);
      case "GET /roles" -> access.roles();
      case "POST /roles" -> access.addRole(AdminReply.object(request));
      case "DELETE /roles" -> access.removeRole(request);
      case "POST /reset" -> {
        simulator.reset();
        yield AdminReply.done();
      }
      default ->
          AdminReply.missing(
              "There is no "
                  + request.method()
                  + " here; there is GET, PUT and DELETE /records, GET /records.txt, GET, PUT and PATCH /knobs, GET,"
                  + " POST and DELETE /faults, GET and DELETE /calls, GET /counts, GET, POST,"
                  + " PATCH and DELETE /accounts, GET, POST and DELETE /denials, GET, POST and DELETE"
                  + " /roles, POST /reset.");
    };
  }

  private Delivery faults() {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("faults");
    simulator.faults().list().forEach(active -> list.add(FaultJson.shown(active)));
    return AdminReply.ok(json);
  }

  private Delivery addFault(ApiRequest request) {
    FaultJson fault = Json.bindKnown(AdminReply.object(request), FaultJson.class);
    return AdminReply.ok(Json.object().put("id", simulator.faults().add(fault.fault())));
  }

  private Delivery deleteFaults(ApiRequest request) {
    Optional<String> id = request.parameter("id");
    if (id.isEmpty()) {
      simulator.faults().clear();
      return AdminReply.done();
    }
    return simulator.faults().remove(id.get())
        ? AdminReply.done()
        : AdminReply.missing("There is no fault of this id.");
  }

  private Delivery calls(ApiRequest request) {
    Predicate<CallLog.Call> since =
        request.parameter("since").map(AdminApi::since).orElse(_ -> true);
    Predicate<CallLog.Call> selected =
        having(request, "action", CallLog.Call::action)
            .and(having(request, "account", CallLog.Call::account))
            .and(having(request, "user", CallLog.Call::user));
    int limit = request.parameter("limit").map(AdminApi::number).orElse(Integer.MAX_VALUE);
    List<CallLog.Call> found = simulator.log().calls(since.and(selected));
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("calls");
    found.stream()
        .skip(Math.max(0, found.size() - (long) limit))
        .forEach(call -> list.add(shown(call)));
    return AdminReply.ok(json);
  }

  private static Predicate<CallLog.Call> having(
      ApiRequest request, String name, Function<CallLog.Call, @Nullable String> field) {
    return request
        .parameter(name)
        .<Predicate<CallLog.Call>>map(value -> call -> value.equals(field.apply(call)))
        .orElse(_ -> true);
  }

  private static Predicate<CallLog.Call> since(String text) {
    if (text.matches("\\d{1,18}")) {
      long number = Long.parseLong(text);
      return call -> call.number() > number;
    }
    try {
      Instant instant = Instant.parse(text);
      return call -> !call.at().isBefore(instant);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "since must be the number of a call, or a time like 2026-01-31T12:00:00Z.", e);
    }
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("limit must be a whole number.");
    }
    return Integer.parseInt(text);
  }

  private Delivery counts() {
    ObjectNode json = Json.object();
    simulator
        .log()
        .counts()
        .forEach(
            (action, outcomes) -> {
              ObjectNode ofAction = json.putObject(action);
              outcomes.forEach(ofAction::put);
            });
    return AdminReply.ok(json);
  }

  private static ObjectNode shown(CallLog.Call call) {
    return Json.object()
        .put("number", call.number())
        .put("at", call.at().toString())
        .put("action", call.action())
        .put("account", call.account())
        .put("user", call.user())
        .put("scope", call.scope())
        .put("app", call.app())
        .put("messageType", call.messageType())
        .put("status", call.status())
        .put("code", call.code())
        .put("requestId", call.requestId());
  }
}
