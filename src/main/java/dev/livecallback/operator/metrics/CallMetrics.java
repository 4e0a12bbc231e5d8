package dev.livecallback.operator.metrics;

import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.Lane;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.WriteAccepted;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Counts calls of the cloud's APIs, and measures how long they take. */
public final class CallMetrics {
  /** The action by which STS names the owner of credentials. */
  public static final String CALLER_IDENTITY = "GetCallerIdentity";

  /** The action by which STS gives a role's credentials. */
  public static final String ASSUME_ROLE = "AssumeRoleWithOIDC";

  /** The label value for all accounts that no object uses, because anybody may create accounts. */
  public static final String UNUSED = "unused";

  private final Metrics metrics;

  /** Creates an object that counts into these metrics. */
  public CallMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Makes a call and counts it.
   *
   * @param account the label value for its account
   */
  public <T> Answer<T> counted(String account, String action, Supplier<Answer<T>> call) {
    Timer.Sample sample = Timer.start(metrics.registry());
    Answer<T> answer = call.get();
    sample.stop(metrics.timer(Metric.API_CALL_DURATION, account, action));
    metrics.counter(Metric.API_CALLS, account, action, CallOutcome.of(answer).word()).increment();
    return answer;
  }

  /** Returns an API that makes the same calls, and counts them. */
  public LiveApi counted(AccountName account, LiveApi api) {
    return new CountedApi(account.text(), api);
  }

  /** Returns a listener that does the same, and counts calls by lane. */
  public CallListener byLane(CallListener listener) {
    return new CallListener() {
      @Override
      public void began(Call call, Instant began) {
        metrics.counter(Metric.LANE_CALLS, call.account().text(), word(call.lane())).increment();
        listener.began(call, began);
      }

      @Override
      public void ended(Call call, Instant began, Instant ended, Answer<?> answer) {
        listener.ended(call, began, ended, answer);
      }
    };
  }

  /** Starts the counters of an account at 0, so that the first event of a kind shows as a rise. */
  void begin(AccountName name) {
    String account = name.text();
    for (Action action : Action.values()) {
      for (CallOutcome outcome : CallOutcome.values()) {
        metrics.counter(Metric.API_CALLS, account, action.word(), outcome.word());
      }
      metrics.timer(Metric.API_CALL_DURATION, account, action.word());
    }
    for (CallOutcome outcome : List.of(CallOutcome.SUCCESS, CallOutcome.CREDENTIALS_REJECTED)) {
      metrics.counter(Metric.API_CALLS, account, CALLER_IDENTITY, outcome.word());
    }
    for (Lane lane : Lane.values()) {
      metrics.counter(Metric.LANE_CALLS, account, word(lane));
    }
    metrics.counter(Metric.DRIFT_CORRECTIONS, account);
  }

  /** Returns a lane's name as a label. */
  static String word(Lane lane) {
    return lane.name().toLowerCase(Locale.ROOT);
  }

  private final class CountedApi implements LiveApi {
    private final String account;
    private final LiveApi api;

    CountedApi(String account, LiveApi api) {
      this.account = account;
      this.api = api;
    }

    @Override
    public Answer<List<CallbackRecord>> describe(Listing listing) {
      return counted(account, Action.DESCRIBE.word(), () -> api.describe(listing));
    }

    @Override
    public Answer<WriteAccepted> update(CallbackKey key, CallbackContent content) {
      return counted(account, Action.UPDATE.word(), () -> api.update(key, content));
    }

    @Override
    public Answer<WriteAccepted> delete(CallbackKey key) {
      return counted(account, Action.DELETE.word(), () -> api.delete(key));
    }
  }
}
