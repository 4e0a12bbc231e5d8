package dev.livecallback.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An app-level record that removing the app-less record of its vhost and message type may take
 * along.
 *
 * @param key the record's key
 * @param fate the record's fate if it is taken along
 * @param owner the object that owns the record; null = no object does
 */
public record CoveredRecord(CallbackKey key, Fate fate, @Nullable OwningObject owner) {

  /** The fate of a record that is taken along. */
  public enum Fate {
    /** The record's object is being deleted with its record: nothing is lost. */
    GOES_TOO,
    /** The record's object enforces it and is in sync now: it puts the record back at once. */
    PUT_BACK,
    /** No object would put the record back. */
    LOST
  }

  /**
   * The object that owns a record.
   *
   * @param object the object's id
   * @param account the account that it names
   * @param consents the tokens of {@code confirm-delete} on the object and on that account
   */
  public record OwningObject(ObjectId object, AccountName account, Set<String> consents) {
    /** Takes a copy. */
    public OwningObject {
      consents = Set.copyOf(consents);
    }
  }

  /**
   * Returns whether an object of this namespace needs consent to take the record along. A record of
   * another namespace needs it even if its object puts it back at once.
   */
  public boolean inDanger(String namespace) {
    return switch (fate) {
      case GOES_TOO -> false;
      case PUT_BACK -> ownerElsewhere(namespace) != null;
      case LOST -> true;
    };
  }

  /**
   * Returns the owner if it is in another namespace than this, else null. Only people of the
   * owner's namespace may decide about the record.
   */
  public @Nullable OwningObject ownerElsewhere(String namespace) {
    return owner == null || owner.object().namespace().equals(namespace) ? null : owner;
  }
}
