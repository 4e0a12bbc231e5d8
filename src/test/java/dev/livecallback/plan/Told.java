package dev.livecallback.plan;

import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a sentence, so that a table can hold it: {@code write: False Writing, reconciling | put
 * A to sports in EDIT | sports: A, held nothing}. The parts: which rules decided, conditions, what
 * is ordered (or when it is looked again), the ledger.
 */
final class Told {
  private static final Map<String, CallbackContent> CONTENTS = contents();

  private Told() {}

  static String of(Facts facts, Plan plan) {
    return String.join(", ", plan.decidedBy())
        + ": "
        + verdict(plan)
        + " | "
        + orders(facts, plan)
        + " | "
        + ledger(plan.ledger());
  }

  private static String verdict(Plan plan) {
    if (plan.release()) {
      return "released";
    }
    Verdict verdict = plan.verdict();
    if (verdict == null) {
      return "kept";
    }
    String progress =
        switch (verdict.progress()) {
          case DONE -> "";
          case RECONCILING -> ", reconciling";
          case STALLED -> ", stalled";
        };
    String drifted =
        switch (verdict.drifted()) {
          case YES -> ", drifted";
          case NO -> ", not drifted";
          case KEPT -> "";
          case GONE -> ", no drift";
        };
    return (verdict.ready() == null ? "as before" : verdict.ready())
        + " "
        + verdict.reason()
        + progress
        + drifted;
  }

  private static String orders(Facts facts, Plan plan) {
    String orders =
        plan.orders().stream()
            .map(placement -> order(facts, placement))
            .collect(Collectors.joining(", "));
    String look =
        plan.lookAgain().equals(Instant.MAX) ? "" : "look again" + in(facts, plan.lookAgain());
    if (!orders.isEmpty() && !look.isEmpty()) {
      return orders + ", " + look;
    }
    return orders.isEmpty() && look.isEmpty() ? "nothing" : orders + look;
  }

  private static String order(Facts facts, PlannedOrder placement) {
    String order =
        switch (placement.order()) {
          case Order.Read read ->
              (read.verifying() ? "read back" : "read")
                  + (read.scope().equals(Given.VHOST) ? "" : " " + read.scope());
          case Order.Put put -> "put " + name(put.content()) + " to " + name(put.key());
          case Order.Remove remove -> "remove " + name(remove.key());
        };
    return order + " in " + placement.lane() + in(facts, placement.notBefore());
  }

  private static String in(Facts facts, Instant instant) {
    return instant.equals(Instant.MIN)
        ? ""
        : " at " + Duration.between(facts.now(), instant).toSeconds() + "s";
  }

  private static String ledger(Ledger ledger) {
    return ledger.isEmpty()
        ? "nothing"
        : ledger.entries().stream()
            .map(
                entry ->
                    name(entry.key())
                        + ": "
                        + name(entry.key(), entry.written())
                        + ", held "
                        + name(entry.key(), entry.held()))
            .collect(Collectors.joining("; "));
  }

  private static String name(CallbackKey key) {
    return String.valueOf(key.app());
  }

  static String name(CallbackContent content) {
    return CONTENTS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(content))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static String name(CallbackKey key, @Nullable String fingerprint) {
    return CONTENTS.entrySet().stream()
        .filter(entry -> Fingerprint.of(key, entry.getValue()).equals(fingerprint))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("nothing");
  }

  private static Map<String, CallbackContent> contents() {
    Map<String, CallbackContent> contents = new LinkedHashMap<>();
    contents.put("A", Given.A);
    contents.put("B", Given.B);
    contents.put("F", Given.FOREIGN);
    contents.put("K1", Given.K1);
    contents.put("K2", Given.K2);
    contents.put("hidden", Given.HIDDEN);
    return contents;
  }
}
