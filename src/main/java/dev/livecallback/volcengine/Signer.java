package dev.livecallback.volcengine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cloud's request signature, HMAC-SHA256 (contract 2.1). Pure functions. The client signs with
 * them. A server verifies with them any set of headers that a client chose to sign (contract 2.2),
 * in the client's order.
 */
public final class Signer {
  /** The only algorithm, which is the first word of an {@code Authorization} header. */
  public static final String ALGORITHM = "HMAC-SHA256";

  private static final String TERMINATOR = "request";
  private static final DateTimeFormatter X_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Set<String> SIGNED = Set.of("content-type", "content-md5", "host");
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

  private Signer() {}

  /** Returns the {@code X-Date} of an instant: {@code 20240521T065730Z}. */
  public static String xDate(Instant instant) {
    return X_DATE.format(instant);
  }

  /** Returns the SHA-256 of these bytes in lower-case hex, as {@code X-Content-Sha256} wants it. */
  public static String sha256Hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * Returns a {@code Host} as it is signed: {@code :80} and {@code :443} are dropped, others stay.
   */
  public static String hostToSign(String host) {
    if (host.endsWith(":80")) {
      return host.substring(0, host.length() - ":80".length());
    }
    if (host.endsWith(":443")) {
      return host.substring(0, host.length() - ":443".length());
    }
    return host;
  }

  /** Returns the headers of the request that the official clients sign, sorted. */
  public static List<String> headersToSign(SignedRequest request) {
    return request.headers().keySet().stream()
        .filter(name -> SIGNED.contains(name) || name.startsWith("x-"))
        .sorted()
        .toList();
  }

  /**
   * Returns {@code date/region/service/request}, where the date is the first 8 characters of
   * X-Date.
   */
  public static String credentialScope(String xDate, String region, String service) {
    return String.join("/", date(xDate), region, service, TERMINATOR);
  }

  /**
   * Returns the text of a request that is hashed (contract 2.1 step 8). A signed header that the
   * request doesn't have counts as empty.
   *
   * @param signedHeaders lower-case names, in the order in which they are signed
   */
  public static String canonicalRequest(SignedRequest request, List<String> signedHeaders) {
    return String.join(
        "\n",
        request.method(),
        canonicalPath(request.path()),
        canonicalQuery(request.query()),
        canonicalHeaders(request, signedHeaders),
        String.join(";", signedHeaders),
        request.bodySha256());
  }

  /** Returns the text that is signed (contract 2.1 step 10). */
  public static String stringToSign(
      String xDate, String region, String service, String canonicalRequest) {
    return String.join(
        "\n",
        ALGORITHM,
        xDate,
        credentialScope(xDate, region, service),
        sha256Hex(canonicalRequest.getBytes(UTF_8)));
  }

  /** Returns the signature of a request, in lower-case hex. */
  public static String signature(
      SecretText secret,
      String xDate,
      String region,
      String service,
      SignedRequest request,
      List<String> signedHeaders) {
    String text = stringToSign(xDate, region, service, canonicalRequest(request, signedHeaders));
    return HexFormat.of().formatHex(hmac(signingKey(secret, xDate, region, service), text));
  }

  /** Returns the {@code Authorization} header of a request. */
  public static String authorization(
      Credentials credentials,
      String xDate,
      String region,
      String service,
      SignedRequest request,
      List<String> signedHeaders) {
    String signature =
        signature(credentials.secretAccessKey(), xDate, region, service, request, signedHeaders);
    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(
            ALGORITHM,
            credentials.accessKeyId(),
            credentialScope(xDate, region, service),
            String.join(";", signedHeaders),
            signature);
  }

  /**
   * Returns the key of one day, region and service. The secret is used as it is (contract 2.1 step
   * 11).
   */
  static byte[] signingKey(SecretText secret, String xDate, String region, String service) {
    byte[] ofDate = hmac(secret.reveal().getBytes(UTF_8), date(xDate));
    return hmac(hmac(hmac(ofDate, region), service), TERMINATOR);
  }

  private static String date(String xDate) {
    return xDate.substring(0, Math.min(8, xDate.length()));
  }

  private static String canonicalPath(String path) {
    return path.isEmpty()
        ? "/"
        : Arrays.stream(path.split("/", -1)).map(Signer::encode).collect(Collectors.joining("/"));
  }

  private static String canonicalQuery(List<QueryParameter> query) {
    return query.stream()
        .sorted(Comparator.comparing(QueryParameter::name))
        .map(parameter -> encode(parameter.name()) + "=" + encode(parameter.value()))
        .collect(Collectors.joining("&"));
  }

  private static String canonicalHeaders(SignedRequest request, List<String> names) {
    return names.stream()
        .map(name -> name + ":" + valueToSign(name, request.headers().getOrDefault(name, "")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String valueToSign(String name, String value) {
    return name.equals("host") ? hostToSign(value.trim()) : value.trim();
  }

  /**
   * Encodes a text by RFC 3986: everything but letters, digits and {@code -_.~} becomes %XX of its
   * UTF-8 bytes.
   */
  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (UNRESERVED.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }
}
