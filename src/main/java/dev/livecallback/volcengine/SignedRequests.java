package dev.livecallback.volcengine;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The maker of requests to one endpoint, signed unless asked otherwise.
 *
 * @param service the name in the signature's scope: {@code live}, {@code sts}
 * @param version the {@code Version} of its actions
 * @param endpoint the endpoint's URL; a query in it is dropped
 * @param region the region in the signature's scope
 * @param clock the clock of the date that is signed
 */
record SignedRequests(
    String service, String version, HttpUrl endpoint, String region, InstantSource clock) {

  private static final String NO_BODY = Signer.sha256Hex(new byte[0]);

  /** Returns the host as {@code Host} has it: with a port that isn't the scheme's own. */
  String host() {
    String name = endpoint.host();
    String host = name.contains(":") ? "[" + name + "]" : name;
    return endpoint.port() == HttpUrl.defaultPort(endpoint.scheme())
        ? host
        : host + ":" + endpoint.port();
  }

  /** Returns scheme, host and port, as messages name them. */
  String origin() {
    return endpoint.scheme() + "://" + host();
  }

  /** Returns a signed request; GET if there is no body, else POST. */
  Request request(String action, Credentials credentials, @Nullable OneShotBody body) {
    String method = body == null ? "GET" : "POST";
    List<QueryParameter> query = query(action);
    String hash = body == null ? NO_BODY : body.hash();
    String date = Signer.xDate(clock.instant());
    Map<String, String> headers = headers(credentials, date, hash);
    Request.Builder request = new Request.Builder().url(url(query)).method(method, body);
    headers.forEach(request::header);

    Map<String, String> covered = new HashMap<>();
    headers.forEach((name, value) -> covered.put(name.toLowerCase(Locale.ROOT), value));
    covered.put("host", host());
    if (body != null) {
      covered.put("content-type", OneShotBody.JSON);
    }
    SignedRequest signed = new SignedRequest(method, path(), query, covered, hash);
    return request
        .header(
            "Authorization",
            Signer.authorization(
                credentials, date, region, service, signed, Signer.headersToSign(signed)))
        .build();
  }

  /** Returns a request for a caller without credentials: POST, with nothing signed. */
  Request unsigned(String action, OneShotBody body) {
    return new Request.Builder()
        .url(url(query(action)))
        .post(body)
        .header("Accept", "application/json")
        .header("User-Agent", userAgent())
        .build();
  }

  private List<QueryParameter> query(String action) {
    return List.of(new QueryParameter("Action", action), new QueryParameter("Version", version));
  }

  private HttpUrl url(List<QueryParameter> query) {
    HttpUrl.Builder url = endpoint.newBuilder().query(null).fragment(null);
    query.forEach(parameter -> url.addQueryParameter(parameter.name(), parameter.value()));
    return url.build();
  }

  private String path() {
    return "/" + String.join("/", endpoint.pathSegments());
  }

  private static Map<String, String> headers(Credentials credentials, String date, String hash) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    headers.put("User-Agent", userAgent());
    headers.put("X-Date", date);
    headers.put("X-Content-Sha256", hash);
    SecretText token = credentials.sessionToken();
    if (token != null) {
      headers.put("X-Security-Token", token.reveal());
    }
    return headers;
  }

  private static String userAgent() {
    return "live-callback-operator/"
        + Objects.requireNonNullElse(
            SignedRequests.class.getPackage().getImplementationVersion(), "dev");
  }
}
