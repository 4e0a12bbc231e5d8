package dev.livecallback.simulation;

import dev.livecallback.api.Condition;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** Plans and statuses in a line each. */
final class Telling {
  private Telling() {}

  static String of(Plan plan) {
    String verdict =
        plan.verdict() == null
            ? "kept"
            : plan.verdict().ready()
                + " "
                + plan.verdict().reason()
                + " "
                + plan.verdict().progress();
    String orders =
        plan.orders().stream()
            .map(
                placement ->
                    placement.lane()
                        + " "
                        + placement.order()
                        + (placement.notBefore().equals(Instant.MIN)
                            ? ""
                            : " at " + seconds(placement.notBefore())))
            .collect(Collectors.joining(", "));
    return (plan.release() ? "released" : verdict)
        + (orders.isEmpty() ? "" : ", " + orders)
        + (plan.lookAgain().equals(Instant.MAX) ? "" : ", again at " + seconds(plan.lookAgain()))
        + ", ledger "
        + plan.ledger().entries().stream()
            .map(
                entry ->
                    entry.key()
                        + (entry.held() == null
                            ? " (not held)"
                            : entry.held().equals(entry.written()) ? "" : " (held another)"))
            .toList();
  }

  static String of(LiveCallbackStatus status) {
    return status.conditions().stream().map(Telling::of).collect(Collectors.joining(", "))
        + ", ledger "
        + status.records().stream()
            .map(
                record ->
                    record.scope()
                        + (record.app() == null ? "" : "/" + record.app())
                        + " "
                        + record.messageType()
                        + (record.held() == null ? " (not held)" : ""))
            .toList();
  }

  private static String of(Condition condition) {
    return condition.type() + "=" + condition.status() + " " + condition.reason();
  }

  static String seconds(Instant instant) {
    return "%.3f s"
        .formatted(
            Duration.between(SimulatedWorld.START, instant).plusNanos(999_999).toMillis() / 1000.0);
  }
}
