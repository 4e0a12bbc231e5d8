package dev.livecallback.operator.metrics;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;

/** The outcome of a call, in one word for metrics. */
enum CallOutcome {
  SUCCESS("success", "The API did it."),
  THROTTLED("throttled", "Too many calls: nothing was done."),
  UNAVAILABLE("unavailable", "The service is down or out of reach: nothing was done."),
  TOO_LARGE("too_large", "The answer to a read is larger than is read: a part of it is asked for."),
  UNKNOWN("unknown", "No answer, or one that doesn't tell: a write may have happened."),
  CREDENTIALS_REJECTED("credentials_rejected", "Key, signature, token or clock are refused."),
  NOT_PERMITTED("not_permitted", "The credentials are good and may not do this."),
  WRONG_ENDPOINT("wrong_endpoint", "What answers isn't the API."),
  REJECTED("rejected", "The API understood the call and refuses it."),
  SCOPE_MISSING("scope_missing", "There is no such vhost or domain, or it is another account's.");

  private final String word;
  private final String meaning;

  CallOutcome(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** Returns the value of the label. */
  String word() {
    return word;
  }

  /** Returns the meaning, for people. */
  String meaning() {
    return meaning;
  }

  /** Returns the outcome that an answer shows. */
  static CallOutcome of(Answer<?> answer) {
    return switch (answer) {
      case Answer.Ok<?> _ -> SUCCESS;
      case Answer.Failed<?> failed ->
          switch (failed.failure()) {
            case Failure.Throttled _ -> THROTTLED;
            case Failure.Unavailable _ -> UNAVAILABLE;
            case Failure.TooLarge _ -> TOO_LARGE;
            case Failure.OutcomeUnknown _ -> UNKNOWN;
            case Failure.CredentialsRejected _ -> CREDENTIALS_REJECTED;
            case Failure.NotPermitted _ -> NOT_PERMITTED;
            case Failure.WrongEndpoint _ -> WRONG_ENDPOINT;
            case Failure.Rejected _ -> REJECTED;
            case Failure.ScopeMissing _ -> SCOPE_MISSING;
          };
    };
  }
}
