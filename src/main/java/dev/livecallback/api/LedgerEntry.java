package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One remote record that the object has written or may have written. The first four components are
 * its identity. Never holds the authentication key, nor a hash of it.
 *
 * @param account the account's {@code namespace/name}
 * @param scope {@code vhost/NAME} or {@code domain/NAME}
 * @param app the application, or null for none
 * @param messageType the event, in the API's spelling
 * @param written hash of the key and the non-secret content last ordered
 * @param held the same, last read back
 * @param secretVersion the Secret's uid and resourceVersion that the key was last ordered from
 * @param heldSince since when it reads back as {@code held} (RFC 3339)
 * @param effectiveBy when the service should have it in effect everywhere: an estimate (RFC 3339)
 * @param requestId the API's name for the last accepted write, for its support
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LedgerEntry(
    String account,
    String scope,
    @Nullable String app,
    String messageType,
    @Nullable String written,
    @Nullable String held,
    @Nullable String secretVersion,
    @Nullable String heldSince,
    @Nullable String effectiveBy,
    @Nullable String requestId) {

  /** Cuts what is too long for a status. */
  public LedgerEntry {
    requestId = requestId == null ? null : Bounds.cut(requestId, Bounds.FOREIGN);
  }
}
