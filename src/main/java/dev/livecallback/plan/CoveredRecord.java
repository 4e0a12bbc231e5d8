package dev.livecallback.plan;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An app-level record that removing the app-less record of its vhost and message type may take
 * along.
 *
 * @param key which
 * @param fate what becomes of it then
 * @param owner the object whose record it is; null = no object's
 */
public record CoveredRecord(CallbackKey key, Fate fate, @Nullable OwningObject owner) {

  /** What becomes of a record that is taken along. */
  public enum Fate {
    /** Its object is being deleted with its record: nothing is lost. */
    GOES_TOO,
    /** Its object enforces it and finds it in sync now: it is put back at once. */
    PUT_BACK,
    /** Nobody of ours would put it back. */
    LOST
  }

  /**
   * The object whose record it is.
   *
   * @param object which
   * @param account the {@code namespace/name} of the account that it names
   * @param consents the tokens of {@code confirm-delete}, of the object and of that account
   */
  public record OwningObject(ObjectId object, String account, Set<String> consents) {
    /** Takes a copy. */
    public OwningObject {
      consents = Set.copyOf(consents);
    }
  }

  /**
   * Whether its loss, or to miss it for a moment, isn't for an object of this namespace to decide.
   */
  public boolean inDanger(String namespace) {
    return switch (fate) {
      case GOES_TOO -> false;
      case PUT_BACK -> ownerElsewhere(namespace) != null;
      case LOST -> true;
    };
  }

  /** Its owner, if that is in another namespace than this: only that one's people may decide. */
  public @Nullable OwningObject ownerElsewhere(String namespace) {
    return owner == null || owner.object().namespace().equals(namespace) ? null : owner;
  }
}
