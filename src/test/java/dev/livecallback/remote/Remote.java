package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A memory and what happens to it, told in seconds from {@link #T}. A read and a write take a
 * second each. The sync period is ten minutes, and chance shortens no pause.
 */
final class Remote {
  static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration SYNC_PERIOD = Duration.ofMinutes(10);
  static final Scope VHOST = Scope.vhost("live.example.com");
  static final CallbackKey SPORTS = key("sports");
  static final CallbackKey NEWS = key("news");
  static final CallbackKey APP_LESS = key(null);
  static final CallbackContent A = content("https://a.example.com");
  static final CallbackContent B = content("https://b.example.com");
  static final CallbackContent C = content("https://c.example.com");

  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 400, null, null);
  static final Failure THROTTLED = new Failure.Throttled(DETAIL, null);
  static final Failure REJECTED = new Failure.Rejected(DETAIL);
  static final Failure UNKNOWN = new Failure.OutcomeUnknown(DETAIL);
  static final Failure MISSING = new Failure.ScopeMissing(DETAIL, false);

  final RemoteState state = new RemoteState(new BackoffPolicy(SYNC_PERIOD, chance(0)));

  /** A chance that always says the same. */
  static RandomGenerator chance(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return (long) (value * (1L << 53)) << 11;
      }
    };
  }

  static CallbackKey key(@Nullable String app) {
    return new CallbackKey("2100000001", VHOST, app, MessageType.PUSH);
  }

  static CallbackContent content(String url) {
    return new CallbackContent(List.of(CallbackDetail.http(url)), false, new Authentication.Off());
  }

  static CallbackRecord item(String app, CallbackContent content) {
    return new CallbackRecord("live.example.com", null, app, "push", content);
  }

  static CallbackRecord sports(CallbackContent content) {
    return item("sports", content);
  }

  static Instant at(long seconds) {
    return T.plusSeconds(seconds);
  }

  void read(long began, CallbackRecord... items) {
    readOf(VHOST, began, items);
  }

  void readOf(Scope scope, long began, CallbackRecord... items) {
    state.readEnded(
        Listing.of(scope), at(began), at(began + 1), new Answer.Ok<>(List.of(items), "r"));
  }

  void readFailed(long began, Failure failure) {
    state.readEnded(Listing.of(VHOST), at(began), at(began + 1), new Answer.Failed<>(failure));
  }

  void putBegan(CallbackContent content, long began) {
    state.writeBegan(SPORTS, content, at(began));
  }

  void putEnded(CallbackContent content, long ended) {
    state.writeEnded(SPORTS, content, at(ended), accepted());
  }

  /** A Put that was accepted. */
  void put(CallbackContent content, long began) {
    write(SPORTS, content, began, accepted());
  }

  void putFailed(CallbackContent content, long began, Failure failure) {
    write(SPORTS, content, began, new Answer.Failed<>(failure));
  }

  /** A Remove that was accepted. */
  void remove(CallbackKey key, long began) {
    write(key, null, began, accepted());
  }

  void removeFailed(CallbackKey key, long began, Failure failure) {
    write(key, null, began, new Answer.Failed<>(failure));
  }

  private void write(
      CallbackKey key,
      @Nullable CallbackContent content,
      long began,
      Answer<WriteAccepted> answer) {
    state.writeBegan(key, content, at(began));
    state.writeEnded(key, content, at(began + 1), answer);
  }

  private static Answer<WriteAccepted> accepted() {
    return new Answer.Ok<>(WriteAccepted.DONE, "w");
  }
}
