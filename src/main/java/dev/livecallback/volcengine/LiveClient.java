package dev.livecallback.volcengine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * The client of the Live API, version 2023-01-01, over HTTP. It signs each call, sends it once, and
 * returns the result. Safe for use by many threads.
 */
public final class LiveClient implements LiveApi, AutoCloseable {
  private static final String SETTING = "LIVE_ENDPOINT or the account's endpoint";

  private final SignedCalls calls;

  /**
   * Creates a client of one endpoint.
   *
   * @param http the process's client, see {@link HttpClients#live}. Even if it would follow
   *     redirects or send again, this client doesn't
   * @param endpoint the URL without query, {@code https://live.volcengineapi.com}
   * @param region the region that is signed, {@code cn-north-1}
   * @param credentials the source of the credentials, asked anew for each call
   * @param clock the clock of the date that is signed
   */
  public LiveClient(
      OkHttpClient http,
      HttpUrl endpoint,
      String region,
      Supplier<Credentials> credentials,
      InstantSource clock) {
    SignedRequests requests = new SignedRequests("live", "2023-01-01", endpoint, region, clock);
    this.calls = new SignedCalls(http, requests, credentials, SETTING);
  }

  /**
   * Returns a client for a program that makes a few calls and ends.
   *
   * @param egress the settings of the connections
   * @param endpoint the URL without query, {@code https://live.volcengineapi.com}
   * @param region the region that is signed
   * @param credentials the credentials that sign each call
   * @param clock the clock of the date that is signed
   */
  public static LiveClient of(
      Egress egress, URI endpoint, String region, Credentials credentials, InstantSource clock) {
    return new LiveClient(
        HttpClients.live(egress),
        HttpUrl.get(endpoint.toString()),
        region,
        () -> credentials,
        clock);
  }

  private LiveClient(SignedCalls calls) {
    this.calls = calls;
  }

  /** Returns the same client, whose calls are signed with these credentials. */
  public LiveClient as(Credentials credentials) {
    return new LiveClient(calls.as(credentials));
  }

  /** Returns the same client, whose answers are shown to an observer before they are judged. */
  public LiveClient observedBy(AnswerObserver observer) {
    return new LiveClient(calls.observedBy(observer));
  }

  /** Returns the same client, whose calls are signed with the dates of another clock. */
  public LiveClient dated(InstantSource clock) {
    return new LiveClient(calls.dated(clock));
  }

  /** Calls DescribeCallback without a signature, which the API has to refuse. */
  public Answer<List<CallbackRecord>> describeUnsigned(Listing listing) {
    return calls.sendUnsigned(
        SignedCalls.ApiCall.read("DescribeCallback", CallbackJson.describe(listing)),
        CallbackJson::records);
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Listing listing) {
    return calls.send(
        SignedCalls.ApiCall.read("DescribeCallback", CallbackJson.describe(listing)),
        CallbackJson::records);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for a hidden key, or a domain with an app
   */
  @Override
  public Answer<WriteAccepted> update(CallbackKey key, CallbackContent content) {
    SecretText secret = content.authentication() instanceof Authentication.On on ? on.key() : null;
    return calls.send(
        SignedCalls.ApiCall.write("UpdateCallback", CallbackJson.update(key, content), secret),
        _ -> Optional.of(WriteAccepted.DONE));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for a domain with an app
   */
  @Override
  public Answer<WriteAccepted> delete(CallbackKey key) {
    return calls.send(
        SignedCalls.ApiCall.write("DeleteCallback", CallbackJson.identity(key), null),
        _ -> Optional.of(WriteAccepted.DONE));
  }

  /**
   * Calls ListDomainDetail, for the account's domains of every type and status (contract 6.5).
   *
   * @param page the number of the page, from 1 to 1000
   * @param size the number of domains on a page, from 1 to 1000
   */
  public Answer<DomainPage> listDomainDetail(int page, int size) {
    return calls.send(
        SignedCalls.ApiCall.read(
            "ListDomainDetail",
            JsonNodeFactory.instance.objectNode().put("PageNum", page).put("PageSize", size)),
        LiveClient::domains);
  }

  private static Optional<DomainPage> domains(Reply reply) {
    return CallbackJson.items(reply, "DomainList")
        .map(
            items ->
                new DomainPage(
                    reply.result().path("Total").asInt(items.size()),
                    items.stream().map(LiveClient::domain).toList()));
  }

  private static DomainDetail domain(JsonNode item) {
    return new DomainDetail(
        text(item, "Vhost"), text(item, "Domain"), text(item, "Type"), item.path("Status").asInt());
  }

  private static String text(JsonNode item, String field) {
    return Objects.requireNonNullElse(Reply.text(item, field), "");
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
