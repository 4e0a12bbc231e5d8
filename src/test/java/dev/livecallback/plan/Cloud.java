package dev.livecallback.plan;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of one vhost, and how its API misbehaves. */
final class Cloud {
  /** What becomes of one call. */
  enum Mood {
    FINE,
    THROTTLED,
    /** Done, but the answer is lost. */
    DONE_UNSAID,
    /** Not done, and the answer is lost. */
    LOST,
    /** Done later, and the answer is lost. */
    LATE,
    /** The API can't be reached. */
    UNAVAILABLE,
    REJECTED,
    NO_SCOPE,
    WRONG_ENDPOINT;

    private Optional<Failure> failure() {
      return switch (this) {
        case FINE, DONE_UNSAID, LOST, LATE -> Optional.empty();
        case THROTTLED -> Optional.of(Failures.throttled());
        case UNAVAILABLE -> Optional.of(Failures.unavailable());
        case REJECTED -> Optional.of(Failures.rejected());
        case NO_SCOPE -> Optional.of(Failures.scopeMissing(false));
        case WRONG_ENDPOINT -> Optional.of(Failures.wrongEndpoint());
      };
    }
  }

  private record Landing(Instant at, CallbackKey key, @Nullable CallbackContent content) {}

  /** This content is refused. */
  static final CallbackContent REFUSED = Given.content("https://refused.example.com");

  private final Map<CallbackKey, CallbackContent> records = new HashMap<>();
  private final List<Landing> landings = new ArrayList<>();
  private final boolean hidesKeys;
  private int calls;

  Cloud(boolean hidesKeys) {
    this.hidesKeys = hidesKeys;
  }

  /** Somebody changes a record in the console, or removes it. */
  void change(CallbackKey key, @Nullable CallbackContent content) {
    if (content == null) {
      records.remove(key);
    } else {
      records.put(key, content);
    }
  }

  @Nullable CallbackContent record(CallbackKey key) {
    return records.get(key);
  }

  int size() {
    return records.size();
  }

  /** Carries out what was on its way. */
  void landUntil(Instant now) {
    for (Landing landing : List.copyOf(landings)) {
      if (!landing.at().isAfter(now)) {
        landings.remove(landing);
        change(landing.key(), landing.content());
      }
    }
  }

  Answer<List<CallbackRecord>> describe(Mood mood) {
    if (mood != Mood.FINE) {
      return new Answer.Failed<>(mood.failure().orElseGet(Failures::unavailable));
    }
    List<CallbackRecord> list = new ArrayList<>();
    records.forEach(
        (key, content) ->
            list.add(
                new CallbackRecord(
                    null, null, key.app(), key.messageType().wire(), seen(content))));
    return new Answer.Ok<>(list, "read-" + ++calls);
  }

  /** A Put or, without content, a Remove. */
  Answer<WriteAccepted> write(
      CallbackKey key, @Nullable CallbackContent content, Mood mood, Instant now) {
    boolean refused = REFUSED.equals(content);
    return switch (mood) {
      case THROTTLED, UNAVAILABLE, REJECTED, NO_SCOPE, WRONG_ENDPOINT ->
          new Answer.Failed<>(mood.failure().orElseThrow());
      case LOST -> new Answer.Failed<>(Failures.unknown());
      case LATE -> {
        if (!refused) {
          landings.add(new Landing(now.plus(Duration.ofSeconds(30)), key, content));
        }
        yield new Answer.Failed<>(Failures.unknown());
      }
      case FINE, DONE_UNSAID -> {
        if (!refused) {
          change(key, content);
        }
        if (mood == Mood.DONE_UNSAID) {
          yield new Answer.Failed<>(Failures.unknown());
        }
        yield refused
            ? new Answer.Failed<>(Failures.rejected())
            : new Answer.Ok<>(WriteAccepted.DONE, "write-" + ++calls);
      }
    };
  }

  private CallbackContent seen(CallbackContent content) {
    return hidesKeys && content.authentication() instanceof Authentication.On
        ? new CallbackContent(
            content.details(), content.transcodeCallback(), new Authentication.Hidden())
        : content;
  }
}
