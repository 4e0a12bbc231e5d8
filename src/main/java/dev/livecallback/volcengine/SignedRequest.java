package dev.livecallback.volcengine;

import java.util.List;
import java.util.Map;

/**
 * The parts of a request that a signature covers, whichever side computes it.
 *
 * @param method the HTTP method, in capitals
 * @param path the decoded path; "" counts as {@code /}
 * @param query the decoded parameters, in any order
 * @param headers the header values by lower-case name; may hold more than is signed
 * @param bodySha256 the body's hash, see {@link Signer#sha256Hex}
 */
public record SignedRequest(
    String method,
    String path,
    List<QueryParameter> query,
    Map<String, String> headers,
    String bodySha256) {

  /** Takes copies. */
  public SignedRequest {
    query = List.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** Returns a text without header values, which may hold a session token. */
  @Override
  public String toString() {
    return "SignedRequest[" + method + " " + path + " " + query + "]";
  }
}
