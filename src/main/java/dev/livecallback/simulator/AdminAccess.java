package dev.livecallback.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.volcengine.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The admin API's part for permissions: denials, and the roles that a web identity may assume. */
final class AdminAccess {

  /** A denial as the request describes it; a missing field means all. */
  record WantedDenial(
      @JsonProperty("account") @Nullable String account,
      @JsonProperty("user") @Nullable String user,
      @JsonProperty("action") @Nullable String action,
      @JsonProperty("scope") @Nullable String scope) {}

  /** A role and the token for which it is given. */
  record WantedRole(
      @JsonProperty("roleTrn") @Nullable String roleTrn,
      @JsonProperty("token") @Nullable String token) {

    @Override
    public String toString() {
      return "WantedRole[" + roleTrn + "]";
    }
  }

  private final SimulatedAccounts accounts;
  private final Denials denials;
  private final Roles roles;

  AdminAccess(SimulatedAccounts accounts, Denials denials, Roles roles) {
    this.accounts = accounts;
    this.denials = denials;
    this.roles = roles;
  }

  Delivery denials() {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("denials");
    for (Denials.ActiveDenial each : denials.list()) {
      Denials.Denial denial = each.denial();
      Scope scope = denial.scope();
      list.addObject()
          .put("id", each.id())
          .put("account", denial.account())
          .put("user", denial.user())
          .put("action", denial.action())
          .put("scope", scope == null ? null : scope.toString());
    }
    return AdminReply.ok(json);
  }

  Delivery deny(ObjectNode json) {
    WantedDenial wanted = Json.bindKnown(json, WantedDenial.class);
    String account = wanted.account();
    if (account == null) {
      throw new IllegalArgumentException("A denial needs an account.");
    }
    if (wanted.action() != null && !Actions.names().contains(wanted.action())) {
      throw new IllegalArgumentException("action must be one of " + Actions.names() + ".");
    }
    Scope scope = wanted.scope() == null ? null : FaultJson.parsed(wanted.scope());
    Denials.Denial denial = new Denials.Denial(account, wanted.user(), wanted.action(), scope);
    return AdminReply.ok(Json.object().put("id", denials.deny(denial)));
  }

  /** Removes one denial ({@code id}) or all. */
  Delivery allow(ApiRequest request) {
    Optional<String> id = request.parameter("id");
    if (id.isEmpty()) {
      denials.clear();
      return AdminReply.done();
    }
    return denials.allow(id.get())
        ? AdminReply.done()
        : AdminReply.missing("There is no denial of this id.");
  }

  /** Returns the roles without their tokens, which the API never gives back. */
  Delivery roles() {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("roles");
    roles.names().forEach(list::add);
    return AdminReply.ok(json);
  }

  /** Adds a role, and its account if that is unknown; or gives a known role another token. */
  Delivery addRole(ObjectNode json) {
    WantedRole wanted = Json.bindKnown(json, WantedRole.class);
    if (wanted.roleTrn() == null || wanted.token() == null || wanted.token().isEmpty()) {
      throw new IllegalArgumentException("A role needs a roleTrn and a token.");
    }
    Roles.Role role = Roles.Role.of(wanted.roleTrn(), wanted.token());
    if (!accounts.add(role.account())) {
      throw new IllegalStateException("There are too many accounts already.");
    }
    roles.add(role);
    return roles();
  }

  Delivery removeRole(ApiRequest request) {
    return request.parameter("roleTrn").map(roles::remove).orElse(false)
        ? AdminReply.done()
        : AdminReply.missing("There is no role of this roleTrn.");
  }
}
