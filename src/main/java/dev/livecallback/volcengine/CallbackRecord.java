package dev.livecallback.volcengine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item of DescribeCallback's {@code CallbackList}, as it was answered. Volcengine's own schema
 * has no {@code Domain}; BytePlus's has (contract 3.3).
 *
 * @param vhost the owning domain namespace, or null where the answer had none
 * @param domain the push domain, or null where the answer had none
 * @param app the application, or null for none (the wire says "" or leaves it out)
 * @param messageType the API's spelling; may be a type that this version doesn't know
 * @param content the rest of the item
 */
public record CallbackRecord(
    @Nullable String vhost,
    @Nullable String domain,
    @Nullable String app,
    String messageType,
    CallbackContent content) {

  /**
   * Keeps each name in memory once, because every answer brings its own copies of the same few
   * names.
   */
  public CallbackRecord {
    vhost = vhost == null ? null : vhost.intern();
    domain = domain == null ? null : domain.intern();
    app = app == null ? null : app.intern();
    messageType = messageType.intern();
  }

  /**
   * Returns whether this is the record of a key, as far as the answer shows: every field that is
   * there has to match. A vhost's record is not a domain's, so an item that names a domain matches
   * no vhost key. The vhost of a domain's item is the vhost that owns the domain, and isn't
   * compared.
   */
  public boolean matches(CallbackKey key) {
    if (!messageType.equals(key.messageType().wire())) {
      return false;
    }
    return switch (key.scope().kind()) {
      case VHOST ->
          domain == null
              && (vhost == null || vhost.equalsIgnoreCase(key.scope().name()))
              && Objects.equals(app, key.app());
      case DOMAIN -> app == null && (domain == null || domain.equalsIgnoreCase(key.scope().name()));
    };
  }
}
