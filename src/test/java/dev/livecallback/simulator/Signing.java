package dev.livecallback.simulator;

import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.QueryParameter;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.Signer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A request on its way to be signed, one wish at a time, in the ways that clients differ in. */
record Signing(
    String method,
    String path,
    List<QueryParameter> query,
    Map<String, String> headers,
    ByteString body,
    Credentials credentials,
    String region,
    String service,
    @Nullable List<String> signedHeaders) {
  static final String AK = "AKLTFAKEACCESSKEY0001";
  static final String SK = "RkFLRVNFQ1JFVEtFWUZPUlRFU1RTMDAwMQ==";
  static final String TOKEN = "FAKESESSIONTOKEN0001==";
  static final String HOST = "live.volcengineapi.com";

  /** What the vendor's Go and Java clients send: four headers, sorted. Quotes may be single. */
  static Signing of(String action, String json, Instant at) {
    ByteString body = ByteString.encodeUtf8(json.replace('\'', '"'));
    return new Signing(
        "POST",
        "/",
        List.of(new QueryParameter("Action", action), new QueryParameter("Version", "2023-01-01")),
        Map.of(
            "host",
            HOST,
            "content-type",
            "application/json",
            "x-content-sha256",
            body.sha256().hex(),
            "x-date",
            Signer.xDate(at)),
        body,
        new Credentials(AK, new SecretText(SK), null),
        "cn-north-1",
        "live",
        null);
  }

  /** What asks who the caller is. */
  static Signing callerIdentity(Instant at) {
    Signing live = of("GetCallerIdentity", "", at);
    return live.method("GET").version("2018-01-01").scope("cn-beijing", "sts");
  }

  Signing method(String other) {
    return new Signing(
        other, path, query, headers, body, credentials, region, service, signedHeaders);
  }

  Signing path(String other) {
    return new Signing(
        method, other, query, headers, body, credentials, region, service, signedHeaders);
  }

  Signing query(QueryParameter... all) {
    return new Signing(
        method, path, List.of(all), headers, body, credentials, region, service, signedHeaders);
  }

  Signing version(String version) {
    return query(query.getFirst(), new QueryParameter("Version", version));
  }

  Signing and(String name, String value) {
    List<QueryParameter> more = new ArrayList<>(query);
    more.add(new QueryParameter(name, value));
    return query(more.toArray(QueryParameter[]::new));
  }

  Signing header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Signing(
        method, path, query, more, body, credentials, region, service, signedHeaders);
  }

  Signing without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(headers);
    fewer.remove(name);
    return new Signing(
        method, path, query, fewer, body, credentials, region, service, signedHeaders);
  }

  Signing with(String accessKeyId, String secret) {
    return new Signing(
        method,
        path,
        query,
        headers,
        body,
        new Credentials(accessKeyId, new SecretText(secret), null),
        region,
        service,
        signedHeaders);
  }

  Signing token(String token) {
    return header("x-security-token", token);
  }

  Signing scope(String otherRegion, String otherService) {
    return new Signing(
        method, path, query, headers, body, credentials, otherRegion, otherService, signedHeaders);
  }

  /** Signs exactly these headers, in this order. */
  Signing signing(String names) {
    return new Signing(
        method,
        path,
        query,
        headers,
        body,
        credentials,
        region,
        service,
        List.of(names.split(";")));
  }

  /** As it arrives, with its signature. */
  ApiRequest request() {
    ApiRequest plain = unsigned();
    List<String> names =
        signedHeaders == null ? Signer.headersToSign(plain.signed()) : signedHeaders;
    String xDate = headers.getOrDefault("x-date", "20260131T120000Z");
    return header(
            "authorization",
            Signer.authorization(credentials, xDate, region, service, plain.signed(), names))
        .unsigned();
  }

  /** As it arrives, without a signature. */
  ApiRequest unsigned() {
    return new ApiRequest(method, path, query, headers, body);
  }
}
