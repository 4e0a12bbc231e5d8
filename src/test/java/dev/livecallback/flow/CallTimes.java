package dev.livecallback.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/** When calls arrived, as the simulator says. */
final class CallTimes {
  private CallTimes() {}

  /** The most of these calls that arrived within any one second. */
  static int mostInASecond(List<JsonNode> calls) {
    List<Instant> sorted =
        calls.stream().map(call -> Instant.parse(call.path("at").asText())).sorted().toList();
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
}
