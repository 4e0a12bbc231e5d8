package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The admin API's part for calls: in full, as counts, and second by second. */
final class AdminCalls {
  private final CallLog log;
  private final Knobs knobs;
  private final InstantSource clock;

  AdminCalls(CallLog log, Knobs knobs, InstantSource clock) {
    this.log = log;
    this.knobs = knobs;
    this.clock = clock;
  }

  /**
   * Returns the calls that the query selects, oldest first. With a limit, returns the latest of
   * them.
   */
  Delivery list(ApiRequest request) {
    Predicate<CallLog.LoggedCall> since =
        request.parameter("since").map(AdminCalls::since).orElse(_ -> true);
    Predicate<CallLog.LoggedCall> selected =
        having(request, "action", CallLog.LoggedCall::action)
            .and(having(request, "account", CallLog.LoggedCall::account))
            .and(having(request, "user", CallLog.LoggedCall::user))
            .and(request.parameter("outcome").map(AdminCalls::outcome).orElse(_ -> true))
            .and(request.parameter("search").map(AdminCalls::about).orElse(_ -> true));
    int limit = AdminReply.number(request, "limit", Integer.MAX_VALUE);
    List<CallLog.LoggedCall> found = log.calls(since.and(selected));
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("calls");
    found.stream()
        .skip(Math.max(0, found.size() - (long) limit))
        .forEach(call -> list.add(shown(call)));
    return AdminReply.ok(json);
  }

  Delivery counts() {
    ObjectNode json = Json.object();
    log.counts()
        .forEach(
            (action, outcomes) -> {
              ObjectNode ofAction = json.putObject(action);
              outcomes.forEach(ofAction::put);
            });
    return AdminReply.ok(json);
  }

  /**
   * Returns the calls in each of the last seconds, by account and action, and the limit of each.
   */
  Delivery rates(ApiRequest request) {
    int seconds = AdminReply.number(request, "seconds", CallsPerSecond.SECONDS);
    if (seconds < 1 || seconds > CallsPerSecond.SECONDS) {
      throw new IllegalArgumentException(
          "seconds must be a whole number from 1 to " + CallsPerSecond.SECONDS + ".");
    }
    Instant now = clock.instant();
    ObjectNode json =
        Json.object()
            .put("until", now.truncatedTo(ChronoUnit.SECONDS).toString())
            .put("seconds", seconds);
    ArrayNode list = json.putArray("series");
    for (CallsPerSecond.MeterCounts series : log.rates(seconds, now)) {
      ObjectNode one =
          list.addObject()
              .put("account", series.meter().account())
              .put("action", series.meter().action())
              .put("limit", limit(series.meter()));
      series.calls().forEach(one.putArray("calls")::add);
      series.refused().forEach(one.putArray("refused")::add);
    }
    return AdminReply.ok(json);
  }

  /** Returns the limit in calls per second; null = these calls aren't limited. */
  private @Nullable Integer limit(CallsPerSecond.MeterKey meter) {
    boolean limited =
        meter.account() != null
            && knobs.rateLimit().get() != Knobs.RateMode.OFF
            && Actions.limited(meter.action());
    return limited ? knobs.quota().get() : null;
  }

  private static Predicate<CallLog.LoggedCall> having(
      ApiRequest request, String name, Function<CallLog.LoggedCall, @Nullable String> field) {
    return request
        .parameter(name)
        .<Predicate<CallLog.LoggedCall>>map(value -> call -> value.equals(field.apply(call)))
        .orElse(_ -> true);
  }

  private static Predicate<CallLog.LoggedCall> outcome(String word) {
    return switch (word) {
      case "succeeded" -> CallLog.LoggedCall::succeeded;
      case "failed" -> call -> !call.succeeded();
      default -> throw new IllegalArgumentException("outcome must be succeeded or failed.");
    };
  }

  /** Returns a filter for calls whose scope, app or message type contains this text. */
  private static Predicate<CallLog.LoggedCall> about(String text) {
    return call ->
        Stream.of(call.scope(), call.app(), call.messageType())
            .filter(Objects::nonNull)
            .anyMatch(each -> each.contains(text));
  }

  private static Predicate<CallLog.LoggedCall> since(String text) {
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

  private static ObjectNode shown(CallLog.LoggedCall call) {
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
