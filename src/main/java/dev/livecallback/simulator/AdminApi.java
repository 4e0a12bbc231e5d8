package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The simulator's own API, which the console and tests use, and the console page. It has no
 * authentication, so it belongs on loopback.
 */
final class AdminApi {
  private final SimulatedCloud cloud;
  private final AdminGate gate;
  private final ConsoleFiles console = new ConsoleFiles();
  private final AdminCalls calls;
  private final AdminRecords records;
  private final AdminAccounts accounts;
  private final AdminAccess access;

  AdminApi(SimulatedCloud cloud, AdminGate gate, InstantSource clock) {
    this.cloud = cloud;
    this.gate = gate;
    this.calls = new AdminCalls(cloud.log(), cloud.knobs(), clock);
    this.records = new AdminRecords(cloud.store(), cloud.accounts(), cloud.rules());
    this.accounts = new AdminAccounts(cloud.accounts());
    this.access = new AdminAccess(cloud.accounts(), cloud.denials(), cloud.roles());
  }

  /** Answers one request. If something is wrong, {@code error} has a sentence about it. */
  Delivery handle(ApiRequest request) {
    Optional<String> objection = gate.objection(request);
    if (objection.isPresent()) {
      return AdminReply.forbidden(objection.get());
    }
    try {
      return console.at(request).orElseGet(() -> routed(request));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return AdminReply.bad(String.valueOf(e.getMessage()));
    }
  }

  private Delivery routed(ApiRequest request) {
    return switch (request.method() + " " + request.path()) {
      case "GET /records" -> records.list(request);
      case "GET /records.txt" -> AdminReply.text(RecordTable.of(cloud.store().list()));
      case "PUT /records" -> records.put(AdminReply.object(request));
      case "PATCH /records" -> records.patch(AdminReply.object(request));
      case "DELETE /records" -> records.delete(request);
      case "GET /knobs" -> AdminReply.ok(cloud.knobs().shown());
      case "PUT /knobs" -> {
        cloud.knobs().replace(AdminReply.object(request));
        yield AdminReply.ok(cloud.knobs().shown());
      }
      case "PATCH /knobs" -> {
        cloud.knobs().patch(AdminReply.object(request));
        yield AdminReply.ok(cloud.knobs().shown());
      }
      case "GET /faults" -> faults();
      case "POST /faults" -> addFault(request);
      case "DELETE /faults" -> deleteFaults(request);
      case "GET /calls" -> calls.list(request);
      case "DELETE /calls" -> {
        cloud.log().clear();
        yield AdminReply.done();
      }
      case "GET /counts" -> calls.counts();
      case "GET /rates" -> calls.rates(request);
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
        cloud.reset();
        yield AdminReply.done();
      }
      default ->
          AdminReply.missing(
              "There is no "
                  + request.method()
                  + " here; there is the console page at /, GET, PUT, PATCH and DELETE /records, GET"
                  + " /records.txt, GET, PUT and PATCH /knobs, GET, POST and DELETE /faults, GET and"
                  + " DELETE /calls, GET /counts, GET /rates, GET, POST, PATCH and DELETE /accounts, GET, POST and DELETE /denials, GET, POST and DELETE"
                  + " /roles, POST /reset.");
    };
  }

  private Delivery faults() {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("faults");
    cloud.faults().list().forEach(active -> list.add(FaultJson.shown(active)));
    return AdminReply.ok(json);
  }

  private Delivery addFault(ApiRequest request) {
    FaultJson fault = Json.bindKnown(AdminReply.object(request), FaultJson.class);
    return AdminReply.ok(Json.object().put("id", cloud.faults().add(fault.fault())));
  }

  private Delivery deleteFaults(ApiRequest request) {
    Optional<String> id = request.parameter("id");
    if (id.isEmpty()) {
      cloud.faults().clear();
      return AdminReply.done();
    }
    return cloud.faults().remove(id.get())
        ? AdminReply.done()
        : AdminReply.missing("There is no fault of this id.");
  }
}
