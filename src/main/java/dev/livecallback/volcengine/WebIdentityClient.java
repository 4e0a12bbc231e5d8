package dev.livecallback.volcengine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.volcengine.FailureClassifier.Cause;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The client that exchanges a web identity's token for credentials of a role (contract 9). The
 * request is unsigned, and is sent once and to nobody else. Safe for use by many threads.
 */
public final class WebIdentityClient {
  private static final String ACTION = "AssumeRoleWithOIDC";

  private final OkHttpClient http;
  private final SignedRequests requests;

  /**
   * Creates a client of one endpoint.
   *
   * @param http the process's client, see {@link HttpClients#live}
   * @param endpoint the URL without query, {@code https://sts.volcengineapi.com}
   * @param clock the clock for credentials that don't say when they expire
   */
  public WebIdentityClient(OkHttpClient http, HttpUrl endpoint, InstantSource clock) {
    this.http = HttpClients.sendingOnce(http);
    this.requests = new SignedRequests("sts", "2018-01-01", endpoint, "", clock);
  }

  /**
   * Calls AssumeRoleWithOIDC. If STS refuses the role, the token or the duration, the failure is
   * {@link Failure.CredentialsRejected}, with a message that names the role. If STS is down, out of
   * reach or too busy, it is {@link Failure.Unavailable} or {@link Failure.Throttled}.
   *
   * @param roleTrn {@code trn:iam::ID:role/NAME}
   * @param oidcToken the projected token of a service account
   * @param sessionName the name that the cloud's audit log shows, {@code [A-Za-z0-9_+=,.@-]{2,64}}
   * @param duration the lifetime of the credentials, 900 s to 43200 s; most roles allow 3600 s
   */
  public Answer<SessionCredentials> assumeRoleWithOidc(
      String roleTrn, SecretText oidcToken, String sessionName, Duration duration) {
    CallContext context =
        new CallContext(
            requests.service(),
            ACTION,
            false,
            requests.origin(),
            "STS_ENDPOINT",
            HttpClients.proxyOf(http, requests.origin()),
            Redactor.of(oidcToken));
    OneShotBody form =
        OneShotBody.form(
            List.of(
                new QueryParameter("RoleTrn", roleTrn),
                new QueryParameter("OIDCToken", oidcToken.reveal()),
                new QueryParameter("RoleSessionName", sessionName),
                new QueryParameter("DurationSeconds", String.valueOf(duration.toSeconds()))));
    Instant asked = requests.clock().instant();
    try (Response response = http.newCall(requests.unsigned(ACTION, form)).execute()) {
      Reply reply = Reply.of(response, requests.clock().instant());
      return judge(context, reply, roleTrn, asked.plus(duration));
    } catch (IOException e) {
      return new Answer.Failed<>(FailureClassifier.unanswered(context, e, form.begun()));
    }
  }

  private static Answer<SessionCredentials> judge(
      CallContext context, Reply reply, String role, Instant asAsked) {
    Optional<Failure> failure = FailureClassifier.judge(context, reply);
    if (failure.isPresent()) {
      return new Answer.Failed<>(named(context, reply, role, failure.get()));
    }
    String requestId = context.redactor().clean(Objects.requireNonNull(reply.requestId()));
    return session(reply.result().path("Credentials"), asAsked)
        .<Answer<SessionCredentials>>map(session -> new Answer.Ok<>(session, requestId))
        .orElseGet(() -> new Answer.Failed<>(FailureClassifier.unreadable(context, reply)));
  }

  /**
   * Returns the failure. A refusal is one of the role: there are no credentials yet that could lack
   * a permission.
   */
  private static Failure named(CallContext context, Reply reply, String role, Failure failure) {
    Cause cause = FailureClassifier.cause(reply);
    return switch (cause) {
      case THROTTLED, TRANSIENT, TOO_LARGE, ENDPOINT -> failure;
      case CREDENTIALS, PERMISSION, SCOPE, CONTENT ->
          new Failure.CredentialsRejected(
              new Failure.Detail(
                  FailureWording.roleRefused(context, reply, cause, role),
                  failure.detail().httpStatus(),
                  failure.detail().code(),
                  failure.detail().requestId()));
    };
  }

  private static Optional<SessionCredentials> session(JsonNode json, Instant asAsked) {
    String id = Reply.text(json, "AccessKeyId");
    String secret = Reply.text(json, "SecretAccessKey");
    String token = Reply.text(json, "SessionToken");
    if (id == null || secret == null || token == null) {
      return Optional.empty();
    }
    Credentials credentials = new Credentials(id, new SecretText(secret), new SecretText(token));
    return credentials.unusable().isPresent()
        ? Optional.empty()
        : Optional.of(new SessionCredentials(credentials, expiry(json, asAsked)));
  }

  private static Instant expiry(JsonNode json, Instant asAsked) {
    return time(Reply.text(json, "ExpiredTime"))
        .or(() -> time(Reply.text(json, "Expiration")))
        .orElse(asAsked);
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(each -> OffsetDateTime.parse(each).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
