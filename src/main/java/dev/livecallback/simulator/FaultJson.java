package dev.livecallback.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault in flat JSON: {@code effect} is the kind of its effect. If the JSON is invalid, reading
 * throws {@link IllegalArgumentException} with a sentence.
 */
record FaultJson(
    @JsonProperty("account") @Nullable String account,
    @JsonProperty("user") @Nullable String user,
    @JsonProperty("action") @Nullable String action,
    @JsonProperty("scope") @Nullable String scope,
    @JsonProperty("app") @Nullable String app,
    @JsonProperty("messageType") @Nullable String messageType,
    @JsonProperty("count") @Nullable Integer count,
    @JsonProperty("probability") @Nullable Double probability,
    @JsonProperty("effect") @Nullable String effect,
    @JsonProperty("codeN") @Nullable Boolean codeN,
    @JsonProperty("status") @Nullable Integer status,
    @JsonProperty("code") @Nullable String code,
    @JsonProperty("message") @Nullable String message,
    @JsonProperty("json") @Nullable Boolean json,
    @JsonProperty("delayMillis") @Nullable Integer delayMillis) {

  /** The kinds of effects. */
  static final String EFFECTS =
      "commonErr, httpStatus, error, throttle, slow, dropConnection, appliedThenTimeout,"
          + " appliedLate, truncated";

  private static final int LONGEST_MILLIS = 600_000;
  private static final List<Integer> STATUSES = List.of(500, 502, 503, 504);

  Fault fault() {
    if (action != null && !Actions.names().contains(action)) {
      throw new IllegalArgumentException("action must be one of " + Actions.names() + ".");
    }
    Fault.Match match =
        new Fault.Match(
            account, user, action, scope == null ? null : parsed(scope), app, messageType);
    return new Fault(
        match, count == null ? 0 : count, probability == null ? 1 : probability, toEffect());
  }

  static Scope parsed(String text) {
    try {
      return Scope.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("scope must be vhost/NAME or domain/NAME.", e);
    }
  }

  private Effect toEffect() {
    return switch (effect == null ? "" : effect) {
      case "commonErr" -> new Effect.CommonErr(Boolean.TRUE.equals(codeN));
      case "httpStatus" -> new Effect.Status(serverError(), !Boolean.FALSE.equals(json));
      case "error" -> new Effect.Fail(error());
      case "throttle" -> new Effect.Throttle();
      case "slow" -> new Effect.Slow(delay(5_000));
      case "dropConnection" -> new Effect.Drop();
      case "appliedThenTimeout" -> new Effect.AppliedThenTimeout(delay(30_000));
      case "appliedLate" -> new Effect.AppliedLate(delay(5_000));
      case "truncated" -> new Effect.Truncated();
      default -> throw new IllegalArgumentException("effect must be one of " + EFFECTS + ".");
    };
  }

  private int serverError() {
    if (status == null || !STATUSES.contains(status)) {
      throw new IllegalArgumentException("status must be one of " + STATUSES + ".");
    }
    return status;
  }

  private ApiError error() {
    if (code == null || code.isEmpty() || status == null || status < 200 || status > 599) {
      throw new IllegalArgumentException(
          "The effect error needs a code and a status from 200 to 599.");
    }
    return ApiError.coded(status, code, message == null ? "A fault was asked for" : message);
  }

  private Duration delay(int otherwise) {
    int millis = delayMillis == null ? otherwise : delayMillis;
    if (millis < 0 || millis > LONGEST_MILLIS) {
      throw new IllegalArgumentException("delayMillis must be from 0 to " + LONGEST_MILLIS + ".");
    }
    return Duration.ofMillis(millis);
  }

  static ObjectNode shown(FaultRules.ActiveFault active) {
    ObjectNode json = Json.object().put("id", active.id());
    Fault fault = active.fault();
    Fault.Match match = fault.match();
    put(json, "account", match.account());
    put(json, "user", match.user());
    put(json, "action", match.action());
    put(json, "scope", match.scope() == null ? null : match.scope().toString());
    put(json, "app", match.app());
    put(json, "messageType", match.messageType());
    if (fault.count() > 0) {
      json.put("count", fault.count()).put("left", active.left());
    }
    json.put("probability", fault.probability());
    return switch (fault.effect()) {
      case Effect.CommonErr it -> json.put("effect", "commonErr").put("codeN", it.withCodeN());
      case Effect.Status it ->
          json.put("effect", "httpStatus").put("status", it.status()).put("json", it.json());
      case Effect.Fail it ->
          json.put("effect", "error")
              .put("status", it.error().status())
              .put("code", it.error().code())
              .put("message", it.error().message());
      case Effect.Throttle _ -> json.put("effect", "throttle");
      case Effect.Slow it -> timed(json, "slow", it.delay());
      case Effect.Drop _ -> json.put("effect", "dropConnection");
      case Effect.AppliedThenTimeout it -> timed(json, "appliedThenTimeout", it.hang());
      case Effect.AppliedLate it -> timed(json, "appliedLate", it.delay());
      case Effect.Truncated _ -> json.put("effect", "truncated");
    };
  }

  private static ObjectNode timed(ObjectNode json, String effect, Duration delay) {
    return json.put("effect", effect).put("delayMillis", delay.toMillis());
  }

  private static void put(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }
}
