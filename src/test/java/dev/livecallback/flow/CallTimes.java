package dev.livecallback.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * When the calls that arrived were sent, by the log of whoever sent them. A busy machine delays
 * some on their way for seconds, so bounds hold of this time. That the quota holds on arrival too,
 * as long as none is on its way for more than a second, is shown in virtual time: {@code
 * CallBudgetTest}, {@code SimulationIT}.
 */
final class CallTimes {
  private static final Pattern SENT = Pattern.compile("done, sent at (\\S+), request (\\w+)");

  private final Map<String, Instant> byRequest = new HashMap<>();

  private CallTimes(List<String> log) {
    for (String line : log) {
      Matcher sent = SENT.matcher(line);
      if (sent.find()) {
        byRequest.put(sent.group(2), Instant.parse(sent.group(1)));
      }
    }
  }

  /** What operators' logs at level debug say so far. */
  static CallTimes of(List<String> log) {
    return new CallTimes(log);
  }

  /** When a call was sent; empty if its sender has said nothing of an answer. */
  Optional<Instant> sent(JsonNode call) {
    return Optional.ofNullable(byRequest.get(call.path("requestId").asText()));
  }

  /** The most of these calls that were sent within any one second. */
  static int mostInASecond(Collection<Instant> sent) {
    List<Instant> sorted = sent.stream().sorted().toList();
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

  /** The shortest time between one of these calls and the next; there are two at least. */
  static Duration shortestGap(Collection<Instant> sent) {
    List<Instant> sorted = sent.stream().sorted().toList();
    return IntStream.range(1, sorted.size())
        .mapToObj(i -> Duration.between(sorted.get(i - 1), sorted.get(i)))
        .min(Duration::compareTo)
        .orElseThrow();
  }
}
