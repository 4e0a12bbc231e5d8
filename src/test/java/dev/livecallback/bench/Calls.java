package dev.livecallback.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The simulator's call log at one moment: when each call of the Live API arrived. */
final class Calls {
  static final String UPDATE = "UpdateCallback";
  static final String DESCRIBE = "DescribeCallback";
  static final String DELETE = "DeleteCallback";

  private record Call(Instant at, String action, String scope, String app, String outcome) {}

  private final List<Call> calls;

  private Calls(List<Call> calls) {
    this.calls = calls;
  }

  /** The last 10,000. */
  static Calls of(SimulatorUnderTest simulator) {
    return new Calls(
        simulator.calls().stream()
            .map(Calls::call)
            .filter(call -> List.of(UPDATE, DESCRIBE, DELETE).contains(call.action()))
            .sorted(java.util.Comparator.comparing(Call::at))
            .toList());
  }

  /** How many there are. */
  int count(String action) {
    return arrivals(action).size();
  }

  /** How many were answered that there were too many. */
  int throttled() {
    return (int) calls.stream().filter(call -> call.outcome().contains("FlowLimit")).count();
  }

  /** The most arrivals of one action in any one second. */
  int densest(String action) {
    List<Instant> sorted = arrivals(action);
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (!sorted.get(last).isBefore(sorted.get(first).plusSeconds(1))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** From the first arrival to the last. */
  Duration span(String action) {
    List<Instant> sorted = arrivals(action);
    return Duration.between(sorted.getFirst(), sorted.getLast());
  }

  /** When an object's first write after an instant arrived. */
  Optional<Instant> written(Callback callback, Instant after) {
    return calls.stream()
        .filter(call -> call.action().equals(UPDATE) && call.at().isAfter(after))
        .filter(call -> call.scope().equals("vhost/" + callback.vhost()))
        .filter(call -> call.app().equals(callback.app()))
        .map(Call::at)
        .findFirst();
  }

  /** The reads of each scope. */
  Map<String, List<Instant>> reads() {
    return calls.stream()
        .filter(call -> call.action().equals(DESCRIBE))
        .collect(
            Collectors.groupingBy(Call::scope, Collectors.mapping(Call::at, Collectors.toList())));
  }

  private List<Instant> arrivals(String action) {
    return calls.stream().filter(call -> call.action().equals(action)).map(Call::at).toList();
  }

  private static Call call(JsonNode json) {
    return new Call(
        Instant.parse(json.path("at").asText()),
        json.path("action").asText(),
        json.path("scope").asText("").toLowerCase(Locale.ROOT),
        json.path("app").asText(""),
        json.path("code").asText(""));
  }
}
