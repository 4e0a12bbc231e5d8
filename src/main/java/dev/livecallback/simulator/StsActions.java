package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import dev.livecallback.volcengine.SecretText;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GetCallerIdentity and AssumeRoleWithOIDC (contract 9). */
final class StsActions {
  private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");

  private final SimulatedAccounts accounts;
  private final Roles roles;
  private final Knobs knobs;
  private final Ids ids;
  private final InstantSource clock;

  StsActions(SimulatedAccounts accounts, Roles roles, Knobs knobs, Ids ids, InstantSource clock) {
    this.accounts = accounts;
    this.roles = roles;
    this.knobs = knobs;
    this.ids = ids;
    this.clock = clock;
  }

  /** Returns the owner of the access key. */
  ActionResult callerIdentity(AccessKey key) {
    String user = key.user();
    String type =
        user.equals(AccessKey.ROOT) ? "Account" : user.startsWith("role/") ? "Role" : "User";
    ObjectNode result =
        Json.object()
            .put("AccountId", Long.parseLong(key.account()))
            .put("Trn", key.trn())
            .put("IdentityType", type)
            .put(
                "IdentityId",
                type.equals("User")
                    ? Integer.toUnsignedString(key.trn().hashCode())
                    : key.account());
    return new ActionResult.Done(result);
  }

  /** Returns credentials for a role, in exchange for a web identity token. */
  ActionResult assumeRole(ApiRequest request) {
    for (String field : new String[] {"RoleTrn", "OIDCToken", "RoleSessionName"}) {
      if (request.form(field).filter(text -> !text.isEmpty()).isEmpty()) {
        return ActionResult.refused(
            ApiError.gateway(
                400, 100_002, "MissingParameter", "The parameter " + field + " is missing."));
      }
    }
    String session = request.form("RoleSessionName").orElseThrow();
    if (!SESSION.matcher(session).matches()) {
      return invalid("RoleSessionName");
    }
    Matcher role = Roles.matcher(request.form("RoleTrn").orElseThrow());
    if (!role.hasMatch()) {
      return invalid("RoleTrn");
    }
    Optional<Integer> duration = duration(request);
    if (duration.isEmpty()) {
      return invalid("DurationSeconds");
    }
    String account = role.group(1);
    if (!roles.trusts(role.group(), new SecretText(request.form("OIDCToken").orElseThrow()))
        || !accounts.ids().contains(account)) {
      return ActionResult.refused(
          ApiError.gateway(
              403,
              100_013,
              "AccessDenied",
              "User is not authorized to perform: sts:AssumeRoleWithOIDC on resource: "
                  + role.group()));
    }
    return new ActionResult.Done(issued(account, role.group(2), session, duration.get()));
  }

  private ObjectNode issued(String account, String role, String session, int seconds) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    int forced = knobs.stsLifetimeSeconds().get();
    Instant expires = now.plusSeconds(forced == 0 ? seconds : forced);
    String trn = "trn:sts::" + account + ":assumed-role/" + role + "/" + session;
    AccessKey key =
        new AccessKey(
            "AKTP" + ids.hex(28).toUpperCase(Locale.ROOT),
            new SecretText(ids.hex(40)),
            new SecretText("STS" + ids.hex(64)),
            account,
            expires,
            trn);
    accounts.add(key);
    ObjectNode result = Json.object();
    result
        .putObject("Credentials")
        .put("AccessKeyId", key.id())
        .put("SecretAccessKey", key.secret().reveal())
        .put("SessionToken", Objects.requireNonNull(key.token()).reveal())
        .put("CurrentTime", now.toString())
        .put("ExpiredTime", expires.toString());
    result
        .putObject("AssumedRoleUser")
        .put("Trn", trn)
        .put("AssumedRoleId", account + ":" + session);
    return result;
  }

  private Optional<Integer> duration(ApiRequest request) {
    int most = knobs.roleMaxSeconds().get();
    String text = request.form("DurationSeconds").orElse("");
    if (text.isEmpty()) {
      return Optional.of(most);
    }
    return text.matches("\\d{1,6}")
        ? Optional.of(Integer.parseInt(text)).filter(n -> n >= 900 && n <= most)
        : Optional.empty();
  }

  private static ActionResult invalid(String field) {
    return ActionResult.refused(
        ApiError.of(400, "InvalidParameter", "The parameter " + field + " is invalid."));
  }
}
