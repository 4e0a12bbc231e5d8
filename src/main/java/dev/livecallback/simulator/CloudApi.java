package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.simulator.Actions.ApiAction;
import dev.livecallback.simulator.RequestVerifier.Verification;
import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The cloud API. It takes a request through route, signature, quota, permission, fault and action
 * (contract 7). Time passes only through {@link Time}.
 */
final class CloudApi {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String UNKNOWN = "unknown";

  /** The passing of time. */
  interface Time {
    /** Waits, on the caller's thread. */
    void pause(Duration duration);

    /** Runs something later, on another thread. */
    void later(Duration delay, Runnable action);
  }

  /** The facts about a call that are known when it is answered. */
  private record Caller(
      @Nullable ApiAction action,
      @Nullable AccessKey key,
      Who who,
      String region,
      CallFacts facts) {
    static Caller unverified(@Nullable ApiAction action, Who who) {
      return new Caller(action, null, who, "", CallFacts.NONE);
    }

    String actionName() {
      return action == null ? UNKNOWN : action.name();
    }
  }

  private final RequestVerifier verifier;
  private final RateLimit rateLimit;
  private final Denials denials;
  private final FaultRules faults;
  private final Knobs knobs;
  private final CallLog log;
  private final ActionTable actions;
  private final Ids ids;
  private final InstantSource clock;
  private final Time time;
  private final AtomicInteger era = new AtomicInteger();

  CloudApi(
      RequestVerifier verifier,
      RateLimit rateLimit,
      Denials denials,
      FaultRules faults,
      Knobs knobs,
      CallLog log,
      ActionTable actions,
      Ids ids,
      InstantSource clock,
      Time time) {
    this.verifier = verifier;
    this.rateLimit = rateLimit;
    this.denials = denials;
    this.faults = faults;
    this.knobs = knobs;
    this.log = log;
    this.actions = actions;
    this.ids = ids;
    this.clock = clock;
    this.time = time;
  }

  /**
   * Handles one request to its end. Without a fault, this takes the time that the latency knob
   * says.
   */
  Delivery handle(ApiRequest request) {
    Duration half = Duration.ofMillis(knobs.latencyMillis().get()).dividedBy(2);
    time.pause(half);
    Delivery delivery = answered(request);
    time.pause(half);
    return delivery;
  }

  /** Cancels all actions that are still to be applied late. */
  void forget() {
    era.incrementAndGet();
  }

  private Delivery answered(ApiRequest request) {
    Instant now = clock.instant();
    Optional<ApiAction> routed =
        Actions.of(request.parameter("Action").orElse(""), request.parameter("Version").orElse(""));
    Optional<ApiError> unroutable = Routing.objection(request, routed);
    if (unroutable.isPresent() || routed.isEmpty()) {
      ApiError error = unroutable.orElseThrow();
      return error(now, Caller.unverified(routed.orElse(null), Who.UNKNOWN), request, error);
    }
    ApiAction action = routed.get();
    if (!action.signed()) {
      return judged(now, action, Caller.unverified(action, Roles.who(request)), request);
    }
    return switch (verifier.verify(request, action.service(), now)) {
      case Verification.Refused(ApiError error) ->
          error(now, Caller.unverified(action, verifier.named(request)), request, error);
      case Verification.Accepted(AccessKey key, String region) ->
          judged(
              now,
              action,
              new Caller(action, key, Who.of(key), region, ActionTable.facts(action, request)),
              request);
    };
  }

  private Delivery judged(Instant arrived, ApiAction action, Caller caller, ApiRequest request) {
    String account = caller.who.account();
    if (account == null || !action.limited()) {
      return admitted(arrived, action, caller, request);
    }
    // Calls are stamped and counted in the same order: else the log could show more than the quota.
    Instant now;
    boolean within;
    synchronized (rateLimit) {
      now = clock.instant();
      within = rateLimit.admits(account, action.name(), now);
    }
    return within
        ? admitted(now, action, caller, request)
        : error(now, caller, request, throttled());
  }

  private Delivery admitted(Instant now, ApiAction action, Caller caller, ApiRequest request) {
    if (denials.denies(caller.who, action.name(), caller.facts)) {
      return error(now, caller, request, ApiError.denied(action, caller.facts));
    }
    Supplier<ActionResult> work = () -> actions.perform(action, caller.key, request);
    return faults
        .next(caller.who, action.name(), caller.facts)
        .map(effect -> spoilt(effect, now, caller, request, work))
        .orElseGet(() -> send(now, caller, request, work.get()));
  }

  private Delivery spoilt(
      Effect effect,
      Instant now,
      Caller caller,
      ApiRequest request,
      Supplier<ActionResult> action) {
    return switch (effect) {
      case Effect.Fail(ApiError error) -> error(now, caller, request, error);
      case Effect.CommonErr(boolean codeN) ->
          error(now, caller, request, ApiError.commonErr(codeN));
      case Effect.Throttle _ -> error(now, caller, request, throttled());
      case Effect.Status(int status, boolean json) ->
          json
              ? error(now, caller, request, Routing.serverError(status))
              : page(now, caller, status);
      case Effect.Slow(Duration delay) -> {
        time.pause(delay);
        yield send(now, caller, request, action.get());
      }
      case Effect.Drop _ -> drop(now, caller, "Dropped", Duration.ZERO);
      case Effect.AppliedThenTimeout(Duration hang) -> {
        var _ = action.get();
        yield drop(now, caller, "AppliedThenTimeout", hang);
      }
      case Effect.AppliedLate(Duration delay) -> {
        int begun = era.get();
        time.later(
            delay,
            () -> {
              if (era.get() == begun) {
                var _ = action.get();
              }
            });
        yield drop(now, caller, "AppliedLate", Duration.ZERO);
      }
      case Effect.Truncated _ -> new Delivery.Half(send(now, caller, request, action.get()));
    };
  }

  private ApiError throttled() {
    return switch (knobs.flowLimit().get()) {
      case FLOW_LIMIT_EXCEEDED ->
          ApiError.gateway(
              429, 100_018, "FlowLimitExceeded", "Request was rejected because of flow limit.");
      case ACCOUNT_FLOW_LIMIT_EXCEEDED ->
          ApiError.of(
              400,
              "AccountFlowLimitExceeded",
              "Request was rejected because the account's flow limit is exceeded.");
    };
  }

  private Delivery.Send error(Instant now, Caller caller, ApiRequest request, ApiError error) {
    return send(now, caller, request, ActionResult.refused(error));
  }

  private Delivery.Send send(Instant now, Caller caller, ApiRequest request, ActionResult outcome) {
    String requestId = ids.requestId(now);
    ObjectNode answer = Json.object();
    ObjectNode metadata = answer.putObject("ResponseMetadata");
    metadata
        .put("RequestId", requestId)
        .put("Action", request.parameter("Action").orElse(""))
        .put("Version", request.parameter("Version").orElse(""))
        .put("Service", caller.action == null ? Actions.LIVE : caller.action.service())
        .put("Region", caller.region.isEmpty() ? "cn-north-1" : caller.region);
    return switch (outcome) {
      case ActionResult.Done done -> {
        if (done.result() != null) {
          answer.set("Result", done.result());
        }
        log(now, caller, 200, "", requestId);
        yield new Delivery.Send(200, JSON, Json.bytes(answer), 0);
      }
      case ActionResult.Refused(ApiError error) -> {
        ObjectNode json = metadata.putObject("Error");
        if (error.codeN() != null) {
          json.put("CodeN", error.codeN());
        }
        json.put("Code", error.code()).put("Message", error.message());
        log(now, caller, error.status(), error.code(), requestId);
        boolean flow = error.code().contains("FlowLimit");
        yield new Delivery.Send(
            error.status(), JSON, Json.bytes(answer), flow ? knobs.retryAfterSeconds().get() : 0);
      }
    };
  }

  private Delivery page(Instant now, Caller caller, int status) {
    log(now, caller, status, "HTML", ids.requestId(now));
    String html =
        "<html><head><title>%1$d</title></head><body>%1$d</body></html>\n".formatted(status);
    return new Delivery.Send(status, "text/html", ByteString.encodeUtf8(html), 0);
  }

  private Delivery drop(Instant now, Caller caller, String kind, Duration after) {
    log(now, caller, 0, kind, ids.requestId(now));
    return new Delivery.NoAnswer(after);
  }

  private void log(Instant now, Caller caller, int status, String code, String requestId) {
    log.add(now, caller.actionName(), caller.who, caller.facts, status, code, requestId);
  }
}
