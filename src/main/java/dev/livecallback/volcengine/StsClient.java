package dev.livecallback.volcengine;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * The client of the cloud's token service, version 2018-01-01, as far as it is needed (contract 9).
 * Safe for use by many threads.
 */
public final class StsClient implements AutoCloseable {
  private final SignedCalls calls;

  /**
   * Creates a client of one endpoint; the parameters are those of {@link LiveClient}.
   *
   * @param http the process's client, see {@link HttpClients#live}
   * @param endpoint the URL without query, {@code https://sts.volcengineapi.com}
   * @param region the region that is signed, {@code cn-north-1} or {@code cn-beijing}
   * @param credentials the source of the credentials, asked anew for each call
   * @param clock the clock of the date that is signed
   */
  public StsClient(
      OkHttpClient http,
      HttpUrl endpoint,
      String region,
      Supplier<Credentials> credentials,
      InstantSource clock) {
    SignedRequests requests = new SignedRequests("sts", "2018-01-01", endpoint, region, clock);
    this.calls = new SignedCalls(http, requests, credentials, "STS_ENDPOINT");
  }

  /** Returns a client for a program that makes a few calls and ends; see {@link LiveClient#of}. */
  public static StsClient of(
      Egress egress, URI endpoint, String region, Credentials credentials, InstantSource clock) {
    return new StsClient(
        HttpClients.live(egress),
        HttpUrl.get(endpoint.toString()),
        region,
        () -> credentials,
        clock);
  }

  private StsClient(SignedCalls calls) {
    this.calls = calls;
  }

  /** Returns the same client, whose calls are signed with these credentials. */
  public StsClient as(Credentials credentials) {
    return new StsClient(calls.as(credentials));
  }

  /**
   * Calls GetCallerIdentity, which says whose credentials these are. It checks them without
   * spending a call of the Live quota.
   */
  public Answer<CallerIdentity> callerIdentity() {
    return calls.send(
        SignedCalls.ApiCall.read("GetCallerIdentity", null), reply -> identity(reply.result()));
  }

  private static Optional<CallerIdentity> identity(JsonNode result) {
    return Optional.ofNullable(Reply.text(result, "AccountId"))
        .map(
            account ->
                new CallerIdentity(
                    account,
                    Objects.requireNonNullElse(Reply.text(result, "Trn"), ""),
                    Objects.requireNonNullElse(Reply.text(result, "IdentityType"), "")));
  }

  /**
   * Closes idle connections; the client may be used again. Only a caller that made a client for
   * itself has to close it.
   */
  @Override
  public void close() {
    calls.close();
  }
}
