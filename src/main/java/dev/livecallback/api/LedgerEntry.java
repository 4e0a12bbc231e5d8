package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A remote record that the object has written or may have written. The first four components are
 * its identity. The entry never holds the authentication key, nor a hash of it.
 *
 * @param account the account's {@code namespace/name}
 * @param scope {@code vhost/NAME} or {@code domain/NAME}
 * @param app the application, or null for none
 * @param messageType the event, in the API's spelling
 * @param written the hash of the key and the non-secret content last ordered
 * @param held the hash of the key and the non-secret content last read back
 * @param secretVersion the uid and resourceVersion of the Secret that the authentication key was
 *     from when the record was last found in order
 * @param heldSince the time since which the record reads back as {@code held} (RFC 3339)
 * @param effectiveBy the time by which the service should have the record in effect everywhere: an
 *     estimate (RFC 3339)
 * @param requestId the API's id of the last accepted write, for the API's support
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@RecordBuilder
public record LedgerEntry(
    @JsonPropertyDescription("The account that it is reached through: namespace/name.")
        @Required
        @Size(max = 317)
        String account,
    @JsonPropertyDescription("vhost/NAME or domain/NAME.") @Required @Size(max = 260) String scope,
    @JsonPropertyDescription("The application; absent = every application of the vhost.")
        @Size(max = 30)
        @Nullable String app,
    @JsonPropertyDescription("The event.") @Required @Size(max = 32) String messageType,
    @JsonPropertyDescription(
            "Hash of what was last ordered to be written, without the authentication key.")
        @Size(max = 128)
        @Nullable String written,
    @JsonPropertyDescription(
            "Hash of what was last read back and equal, without the authentication key.")
        @Size(max = 128)
        @Nullable String held,
    @JsonPropertyDescription(
            "Which version of the Secret the key was from when the record was last found in order.")
        @Size(max = 128)
        @Nullable String secretVersion,
    @JsonPropertyDescription("Since when the record reads back as held: RFC 3339.") @Size(max = 64)
        @Nullable String heldSince,
    @JsonPropertyDescription(
            "When the service should have the last write in effect everywhere (it needs 3 to 5 minutes; an estimate): RFC 3339.")
        @Size(max = 64)
        @Nullable String effectiveBy,
    @JsonPropertyDescription("The API's id of the last accepted write, for the cloud's support.")
        @Size(max = Bounds.FOREIGN)
        @Nullable String requestId)
    implements LedgerEntryBuilder.With {

  /**
   * Cuts a request id that is too long for a status, and keeps each other text in memory once,
   * because many entries have the same texts.
   */
  public LedgerEntry {
    account = Texts.shared(account);
    scope = Texts.shared(scope);
    app = Texts.sharedOrNull(app);
    messageType = Texts.shared(messageType);
    written = Texts.sharedOrNull(written);
    held = Texts.sharedOrNull(held);
    secretVersion = Texts.sharedOrNull(secretVersion);
    heldSince = Texts.sharedOrNull(heldSince);
    effectiveBy = Texts.sharedOrNull(effectiveBy);
    requestId = requestId == null ? null : Bounds.cut(requestId, Bounds.WRITTEN_WORD);
  }

  /** Returns the account as a name, whatever text it is. */
  public AccountName accountName() {
    return new AccountName(account);
  }

  /** Returns the entry of a record for which nothing was ordered yet. */
  public static LedgerEntry of(
      String account, String scope, @Nullable String app, String messageType) {
    return new LedgerEntry(account, scope, app, messageType, null, null, null, null, null, null);
  }
}
