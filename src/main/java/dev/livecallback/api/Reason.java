package dev.livecallback.api;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The reason for a condition. Every situation of {@code docs/planner.md} has one constant, with the
 * sentence that is true of every object in it.
 */
public enum Reason {
  /** The object was seen, and its record wasn't read yet. */
  QUEUED("Queued", "The record is about to be read for the first time."),
  /** A write is under way. */
  WRITING("Writing", "The record is being written."),
  /** Written, not read back yet; or the write's outcome is unknown. */
  VERIFYING("Verifying", "The record was written and is being read back."),
  /** The record was read back and is equal. */
  IN_SYNC("InSync", "The record is as the object says."),
  /** The API asked for fewer calls. */
  THROTTLED("Throttled", "The API is limiting calls; the work continues when it allows them."),
  /** The API is down or out of reach. */
  API_UNAVAILABLE("ApiUnavailable", "The API can't be reached; the operator tries again."),
  /** The account's credentials or endpoint don't work. */
  ACCOUNT_NOT_READY("AccountNotReady", "The account's credentials or endpoint don't work."),
  /** The record was changed outside and is being put back. */
  CORRECTING("Correcting", "The record was changed outside and is being put back."),
  /** The record was changed outside and is left so, as the object asks. */
  DRIFT_TOLERATED("DriftTolerated", "The record differs from the object and is left so, as asked."),
  /** Somebody keeps changing the record back. */
  CONTESTED("Contested", "Something else keeps changing the record back; find out what."),
  /** The service stores something else than it was given. */
  STORED_DIFFERENTLY(
      "StoredDifferently",
      "The API accepts the record and stores something else; change the object."),
  /** Several records match one key. */
  AMBIGUOUS(
      "Ambiguous", "The API shows several records for this object; remove all but one of them."),
  /** The API understood the write and refused it. */
  REJECTED_BY_API("RejectedByApi", "The API refuses this content; change the object."),
  /** The object has a value that this version doesn't know. */
  UNSUPPORTED_VALUE(
      "UnsupportedValue",
      "The object has a value that this version of the operator doesn't know; correct it."),
  /** The Secret's value can't be a callback key. */
  INVALID_AUTH_KEY(
      "InvalidAuthKey", "The value in the Secret can't be used as a key; change the Secret."),
  /** A record that isn't ours is there already. */
  ALREADY_EXISTS("AlreadyExists", "A different record is there already and is left alone."),
  /** The account doesn't allow this namespace, scope or URL. */
  NOT_ALLOWED("NotAllowed", "The account doesn't allow this; its owner can."),
  /** The account's service doesn't offer this message type. */
  MESSAGE_TYPE_UNSUPPORTED(
      "MessageTypeUnsupported", "The account's service doesn't offer this message type."),
  /** The Secret or its key isn't there. */
  SECRET_NOT_FOUND("SecretNotFound", "The Secret with the key isn't there; create it."),
  /** The account isn't there. */
  ACCOUNT_NOT_FOUND("AccountNotFound", "The account isn't there; create it or name another."),
  /** The vhost or domain isn't there, or isn't this account's. */
  SCOPE_NOT_FOUND("ScopeNotFound", "The vhost or domain isn't one of this account's."),
  /** Another object holds this record. */
  CONFLICT("Conflict", "Another object holds this record; delete one of the two."),
  /** A person paused the object. */
  PAUSED("Paused", "Paused: no calls are made for this object."),
  /** The object is being deleted, and the record with it. */
  DELETING("Deleting", "The record is being removed."),
  /** The object is being deleted, and the record can't be removed. */
  DELETE_BLOCKED("DeleteBlocked", "The record can't be removed without a person's help."),
  /** The object is being deleted, and the account's limit of deletes is used up. */
  DELETE_LIMIT_REACHED("DeleteLimitReached", "The account's limit of deletes is used up for now.");

  private static final Map<String, Reason> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Reason::word, Function.identity()));

  private final String word;
  private final String sentence;

  Reason(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  /** Returns the spelling in {@code status.conditions[].reason}. */
  public String word() {
    return word;
  }

  /** Returns the sentence that is true of every object with this reason. */
  public String sentence() {
    return sentence;
  }

  /** Returns the cause and the remedy. */
  public Advice advice() {
    return ReasonAdvice.of(this);
  }

  /** Returns the reason with that spelling; empty = this version doesn't know it. */
  public static Optional<Reason> ofWord(String text) {
    return Optional.ofNullable(BY_WORD.get(text));
  }

  @Override
  public String toString() {
    return word;
  }
}
