package dev.livecallback.volcengine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A JSON body that is sent once: OkHttp would otherwise answer a 503 with {@code Retry-After: 0} by
 * sending the request again. It knows whether it has begun to leave; before that, the server can't
 * have acted on it.
 */
final class OneShotBody extends RequestBody {
  /** Exactly what is signed: without a charset. */
  static final String JSON = "application/json";

  private final byte[] bytes;
  private volatile boolean begun;

  OneShotBody(ObjectNode json) {
    this.bytes = json.toString().getBytes(UTF_8);
  }

  /** The hash of its bytes, lower-case hex. */
  String hash() {
    return Signer.sha256Hex(bytes);
  }

  /** Whether any of it may have reached the server. */
  boolean begun() {
    return begun;
  }

  @Override
  public MediaType contentType() {
    return MediaType.get(JSON);
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
