package dev.livecallback.volcengine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The sender of signed calls to one service. It sends each call once and judges the answer. */
final class SignedCalls {
  private static final AnswerObserver NOBODY =
      new AnswerObserver() {
        @Override
        public void answered(RawAnswer answer) {
          // Nobody observes: the answer is only judged.
        }

        @Override
        public void unanswered(String action, ConnectionFault fault) {
          // The call's failure tells of it.
        }
      };

  private final OkHttpClient http;
  private final SignedRequests requests;
  private final Supplier<Credentials> credentials;
  private final String setting;
  private final AnswerObserver observer;

  /**
   * A call.
   *
   * @param action the API's name of the action
   * @param write whether the call changes anything remotely
   * @param json the call's body, or null for a GET
   * @param secret the part of its body that must not be seen, or null
   */
  record ApiCall(
      String action, boolean write, @Nullable ObjectNode json, @Nullable SecretText secret) {

    /** Returns a call that changes nothing. */
    static ApiCall read(String action, @Nullable ObjectNode json) {
      return new ApiCall(action, false, json, null);
    }

    /** Returns a call that changes something. */
    static ApiCall write(String action, ObjectNode json, @Nullable SecretText secret) {
      return new ApiCall(action, true, json, secret);
    }

    /** Returns a text without the body, which may hold an authentication key. */
    @Override
    public String toString() {
      return "Call[" + action + "]";
    }
  }

  /**
   * Prepares calls.
   *
   * @param setting the setting in which a person sets the endpoint, for messages
   */
  SignedCalls(
      OkHttpClient http,
      SignedRequests requests,
      Supplier<Credentials> credentials,
      String setting) {
    this(requests, credentials, setting, HttpClients.sendingOnce(http), NOBODY);
  }

  private SignedCalls(
      SignedRequests requests,
      Supplier<Credentials> credentials,
      String setting,
      OkHttpClient sendingOnce,
      AnswerObserver observer) {
    this.http = sendingOnce;
    this.requests = requests;
    this.credentials = credentials;
    this.setting = setting;
    this.observer = observer;
  }

  /** Returns the same calls, signed with these credentials. */
  SignedCalls as(Credentials keys) {
    return new SignedCalls(requests, () -> keys, setting, http, observer);
  }

  /** Closes idle connections. */
  void close() {
    http.connectionPool().evictAll();
  }

  /** Returns the same calls, signed with the dates of another clock. */
  SignedCalls dated(InstantSource clock) {
    SignedRequests other =
        new SignedRequests(
            requests.service(), requests.version(), requests.endpoint(), requests.region(), clock);
    return new SignedCalls(other, credentials, setting, http, observer);
  }

  /** Returns the same calls, whose answers are shown to an observer before they are judged. */
  SignedCalls observedBy(AnswerObserver other) {
    return new SignedCalls(requests, credentials, setting, http, other);
  }

  /**
   * Makes the call.
   *
   * @param read takes the value out of a success; empty = the answer isn't understood
   */
  <T> Answer<T> send(ApiCall call, Function<Reply, Optional<T>> read) {
    Credentials keys = credentials.get();
    CallContext context = context(call, keys);
    Optional<String> unusable = keys.unusable();
    if (unusable.isPresent()) {
      return new Answer.Failed<>(FailureClassifier.unusable(context, unusable.get()));
    }
    OneShotBody body = call.json() == null ? null : new OneShotBody(call.json());
    return send(context, requests.request(call.action(), keys, body), body, read);
  }

  /** Makes the call, which has a body, without a signature. */
  <T> Answer<T> sendUnsigned(ApiCall call, Function<Reply, Optional<T>> read) {
    OneShotBody body = new OneShotBody(Objects.requireNonNull(call.json()));
    Request request = requests.unsigned(call.action(), body);
    return send(context(call, credentials.get()), request, body, read);
  }

  private <T> Answer<T> send(
      CallContext context,
      Request request,
      @Nullable OneShotBody body,
      Function<Reply, Optional<T>> read) {
    try (Response response = http.newCall(request).execute()) {
      Reply reply = Reply.of(response, requests.clock().instant());
      observer.answered(raw(context, response, reply));
      return judge(context, reply, read);
    } catch (IOException e) {
      observer.unanswered(context.action(), ConnectionFault.of(e));
      boolean sent = body == null || body.begun();
      return new Answer.Failed<>(FailureClassifier.unanswered(context, e, sent));
    }
  }

  private static RawAnswer raw(CallContext context, Response response, Reply reply) {
    String date = reply.head().date();
    return new RawAnswer(
        context.action(),
        reply.status(),
        response.header("Content-Type"),
        reply.head().retryAfter() != null,
        date == null ? null : FailureClassifier.httpDate(date),
        reply.head().received(),
        reply.root());
  }

  private <T> Answer<T> judge(CallContext context, Reply reply, Function<Reply, Optional<T>> read) {
    Optional<Failure> failure = FailureClassifier.judge(context, reply);
    if (failure.isPresent()) {
      return new Answer.Failed<>(failure.get());
    }
    String requestId = context.redactor().clean(Objects.requireNonNull(reply.requestId()));
    Optional<T> value = read.apply(reply);
    return value.isPresent()
        ? new Answer.Ok<>(value.get(), requestId)
        : new Answer.Failed<>(FailureClassifier.unreadable(context, reply));
  }

  private CallContext context(ApiCall call, Credentials keys) {
    return new CallContext(
        requests.service(),
        call.action(),
        call.write(),
        requests.origin(),
        setting,
        HttpClients.proxyOf(http, requests.origin()),
        Redactor.of(keys, call.secret()));
  }
}
