package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The calls that came in: the latest in full, all of them as counts. Safe for use by many threads.
 */
public final class CallLog {
  private static final int MOST_OUTCOMES = 1_000;
  private static final String OTHER = "other";

  /**
   * A call.
   *
   * @param number the call's number, counted from 1
   * @param at the instant at which it was judged, which is the one that the quota counts
   * @param action the action, or {@code unknown}
   * @param account the account of the access key that it named, or of the role that it asked for;
   *     null if that isn't known
   * @param user the user of that access key ({@link SimulatedAccounts.AccessKey#user}), or {@code
   *     role/NAME} if it asked for a role; null if that isn't known
   * @param scope {@code vhost/NAME} or {@code domain/NAME}, or null if it named none
   * @param app the app as it was sent, or null
   * @param messageType the message type as it was sent, or null
   * @param status the HTTP status; 0 if the connection was dropped instead
   * @param code {@code Error.Code}, the kind of the drop, or "" for a success
   * @param requestId the {@code RequestId} of the answer
   */
  public record LoggedCall(
      long number,
      Instant at,
      String action,
      @Nullable String account,
      @Nullable String user,
      @Nullable String scope,
      @Nullable String app,
      @Nullable String messageType,
      int status,
      String code,
      String requestId) {

    /** Returns status and code: {@code 200}, {@code 429 FlowLimitExceeded}. */
    public String outcome() {
      return code.isEmpty() ? String.valueOf(status) : status + " " + code;
    }

    /** Returns whether the call was answered as a success. */
    public boolean succeeded() {
      return status == 200 && code.isEmpty();
    }
  }

  private final int most;

  @GuardedBy("this")
  private final Deque<LoggedCall> calls = new ArrayDeque<>();

  @GuardedBy("this")
  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  @GuardedBy("this")
  private final CallsPerSecond rates = new CallsPerSecond();

  @GuardedBy("this")
  private long number;

  @GuardedBy("this")
  private int outcomes;

  CallLog(int most) {
    this.most = most;
  }

  synchronized void add(
      Instant at,
      String action,
      Who who,
      CallFacts facts,
      int status,
      String code,
      String requestId) {
    number++;
    LoggedCall call =
        new LoggedCall(
            number,
            at,
            action,
            who.account(),
            who.user(),
            facts.scopeText(),
            facts.app(),
            facts.messageType(),
            status,
            code,
            requestId);
    calls.addLast(call);
    if (calls.size() > most) {
      calls.removeFirst();
    }
    rates.add(at, new CallsPerSecond.MeterKey(who.account(), action), code.contains("FlowLimit"));
    Map<String, Long> ofAction = counts.computeIfAbsent(action, _ -> new TreeMap<>());
    String outcome = call.outcome();
    if (!ofAction.containsKey(outcome)) {
      if (outcomes >= MOST_OUTCOMES) {
        outcome = OTHER;
      } else {
        outcomes++;
      }
    }
    ofAction.merge(outcome, 1L, Long::sum);
  }

  /** Returns the latest calls, oldest first. */
  public synchronized List<LoggedCall> calls() {
    return List.copyOf(calls);
  }

  /** Returns those of the latest calls that the filter accepts, oldest first. */
  public List<LoggedCall> calls(Predicate<LoggedCall> which) {
    return calls().stream().filter(which).toList();
  }

  /** Returns the number of calls since the start or the last clear, by action and outcome. */
  public synchronized Map<String, Map<String, Long>> counts() {
    Map<String, Map<String, Long>> copy = new TreeMap<>();
    counts.forEach((action, byOutcome) -> copy.put(action, new TreeMap<>(byOutcome)));
    return copy;
  }

  /** Returns the number of calls of an action, with any outcome. */
  public synchronized long count(String action) {
    return counts.getOrDefault(action, Map.of()).values().stream().mapToLong(n -> n).sum();
  }

  /**
   * Returns the number of calls of an action that had this outcome ({@code 200}, {@code 200
   * CommonErr}).
   */
  public synchronized long count(String action, String outcome) {
    return counts.getOrDefault(action, Map.of()).getOrDefault(outcome, 0L);
  }

  /** Returns the number of all calls. */
  public synchronized long total() {
    return counts.values().stream().flatMap(each -> each.values().stream()).mapToLong(n -> n).sum();
  }

  /**
   * Returns the number of calls in each of the last seconds (at most {@link
   * CallsPerSecond#SECONDS}).
   */
  synchronized List<CallsPerSecond.MeterCounts> rates(int seconds, Instant until) {
    return rates.last(seconds, until);
  }

  /** Forgets calls and counts, but goes on numbering. */
  public synchronized void clear() {
    calls.clear();
    counts.clear();
    rates.clear();
    outcomes = 0;
  }
}
