package dev.livecallback.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.livecallback.volcengine.QueryParameter;
import dev.livecallback.volcengine.SignedRequest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived.
 *
 * @param method the HTTP method
 * @param path the path, decoded
 * @param query the parameters of the query, decoded, in the order in which they came
 * @param headers the headers by lower-case name; of a repeated header, the first
 * @param body the bytes of the body
 */
record ApiRequest(
    String method,
    String path,
    List<QueryParameter> query,
    Map<String, String> headers,
    ByteString body) {

  /** Returns the value of a header, named in lower case. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(String::trim);
  }

  /** Returns the first value of a query parameter. */
  Optional<String> parameter(String name) {
    return first(query, name);
  }

  /** Returns the first value of a field of a form in the body. */
  Optional<String> form(String name) {
    return first(parameters(body.utf8().replace('+', ' ')), name);
  }

  /**
   * Returns the parts that a signature covers. The hash is the body's own, whatever a header
   * claims.
   */
  SignedRequest signed() {
    return new SignedRequest(method, path, query, headers, body.sha256().hex());
  }

  /** Returns the parameters of a raw query or form, such as {@code a=b&c=%20}. */
  static List<QueryParameter> parameters(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(raw.split("&", -1))
        .filter(each -> !each.isEmpty())
        .map(
            each -> {
              int equals = each.indexOf('=');
              return equals < 0
                  ? new QueryParameter(decoded(each), "")
                  : new QueryParameter(
                      decoded(each.substring(0, equals)), decoded(each.substring(equals + 1)));
            })
        .toList();
  }

  private static Optional<String> first(List<QueryParameter> all, String name) {
    return all.stream()
        .filter(each -> each.name().equals(name))
        .map(QueryParameter::value)
        .findFirst();
  }

  /** Decodes percent escapes. An invalid escape stays as it is. */
  private static String decoded(String text) {
    byte[] raw = text.getBytes(UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
      if (low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(raw[i]);
      }
    }
    return bytes.toString(UTF_8);
  }
}
