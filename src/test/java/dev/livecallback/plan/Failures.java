package dev.livecallback.plan;

import dev.livecallback.volcengine.Failure;

/** One failure of each kind. */
final class Failures {
  private Failures() {}

  static Failure.Detail detail(String message) {
    return new Failure.Detail(message, 400, "Code", "request-9");
  }

  static Failure throttled() {
    return new Failure.Throttled(detail("The API says: too many calls."), null);
  }

  static Failure unavailable() {
    return new Failure.Unavailable(detail("The API is down."));
  }

  static Failure unknown() {
    return new Failure.OutcomeUnknown(detail("The API didn't answer."));
  }

  static Failure rejected() {
    return new Failure.Rejected(detail("The API refuses the URL."));
  }

  static Failure notPermitted() {
    return new Failure.NotPermitted(detail("The API doesn't permit this."));
  }

  static Failure.ScopeMissing scopeMissing(boolean otherAccount) {
    return new Failure.ScopeMissing(detail("The API knows no such vhost."), otherAccount);
  }

  static Failure wrongEndpoint() {
    return new Failure.WrongEndpoint(detail("This is not the API."));
  }

  static Failure credentialsRejected() {
    return new Failure.CredentialsRejected(detail("The API refuses the signature."));
  }
}
