package dev.livecallback.volcengine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A body that is sent once. OkHttp would otherwise answer a 503 with {@code Retry-After: 0} by
 * sending the request again. The body knows whether it has begun to leave; before that, the server
 * can't have acted on it.
 */
final class OneShotBody extends RequestBody {
  /** The content type exactly as it is signed: without a charset. */
  static final String JSON = "application/json";

  private static final String FORM = "application/x-www-form-urlencoded";

  private final byte[] bytes;
  private final String type;
  private volatile boolean begun;

  OneShotBody(ObjectNode json) {
    this(json.toString(), JSON);
  }

  private OneShotBody(String text, String type) {
    this.bytes = text.getBytes(UTF_8);
    this.type = type;
  }

  /** Returns a form of these fields, in their order. */
  static OneShotBody form(List<QueryParameter> fields) {
    return new OneShotBody(
        fields.stream()
            .map(each -> encoded(each.name()) + "=" + encoded(each.value()))
            .collect(Collectors.joining("&")),
        FORM);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** Returns the SHA-256 hash of the bytes, in lower-case hex. */
  String hash() {
    return Signer.sha256Hex(bytes);
  }

  /** Returns whether any part of the body may have reached the server. */
  boolean begun() {
    return begun;
  }

  @Override
  public MediaType contentType() {
    return MediaType.get(type);
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    begun = true;
    sink.write(bytes);
  }
}
