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
 * The Live API, version 2023-01-01, over HTTP: signs each call, sends it once, and answers with
 * what came of it. Safe for use by many threads.
 */
public final class LiveClient implements LiveApi, AutoCloseable {
  private static final String SETTING = "LIVE_ENDPOINT or the account's endpoint";

  private final SignedCalls calls;

  /**
   * A client of one endpoint.
   *
   * @param http the process's client, see {@link HttpClients#live}; whatever it says, redirects are
   *     not followed and nothing is sent again
   * @param endpoint the URL without query, {@code https://live.volcengineapi.com}
   * @param region the region that is signed, {@code cn-north-1}
   * @param credentials asked anew for each call
   * @param clock the date that is signed
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
   * A client for a program that makes a few calls and ends.
   *
   * @param egress the way out
   * @param endpoint the URL without query, {@code https://live.volcengineapi.com}
   * @param region the region that is signed
   * @param credentials what each call is signed with
   * @param clock the date that is signed
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

  /** The same client, whose calls are signed with these credentials. */
  public LiveClient as(Credentials credentials) {
    return new LiveClient(calls.as(credentials));
  }

  /** The same client, whose answers are shown to an observer before anything is made of them. */
  public LiveClient observedBy(AnswerObserver observer) {
    return new LiveClient(calls.observedBy(observer));
  }

  /** The same client, whose calls are signed with the dates of another clock. */
  public LiveClient dated(InstantSource clock) {
    return new LiveClient(calls.dated(clock));
  }

  /** DescribeCallback by nobody: without a signature, which the API has to refuse. */
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
   * ListDomainDetail: the account's domains, of every type and status (contract 6.5).
   *
   * @param page from 1 to 1000
   * @param size how many a page, from 1 to 1000
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

  /** Gives idle connections up; it may be used again. Only who makes a client for itself has to. */
  @Override
  public void close() {
    calls.close();
  }
}
