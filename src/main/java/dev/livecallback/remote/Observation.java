package dev.livecallback.remote;

import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.Failure;
import java.time.Instant;
import java.util.List;

/**
 * The result of the last read of a scope for one callback key. A read that failed for another
 * reason than the scope (throttled, unavailable, no permission) says nothing, so the observation
 * before it stands.
 */
public sealed interface Observation {

  /** Returns when the read began; {@link Instant#MIN} if there was none. */
  Instant readBegan();

  /** Returns when the read ended; {@link Instant#MIN} if there was none. */
  Instant readEnded();

  /** The scope was not read yet. */
  record Unread() implements Observation {
    @Override
    public Instant readBegan() {
      return Instant.MIN;
    }

    @Override
    public Instant readEnded() {
      return Instant.MIN;
    }
  }

  /** The API would not read the scope: it isn't there, or isn't this account's. */
  record Refused(Failure.ScopeMissing failure, Instant readBegan, Instant readEnded)
      implements Observation {}

  /** The read showed no such record. */
  record Absent(Instant readBegan, Instant readEnded) implements Observation {}

  /** The read showed one such record, with this content. */
  record Present(CallbackContent content, Instant readBegan, Instant readEnded)
      implements Observation {}

  /** More than one item of the answer can be this key's record (contract 3.3). */
  record Several(List<CallbackContent> contents, Instant readBegan, Instant readEnded)
      implements Observation {
    /** Takes a copy. */
    public Several {
      contents = List.copyOf(contents);
    }
  }

  /** Returns whether a record was seen that agrees with this content. */
  default boolean shows(CallbackContent content) {
    return switch (this) {
      case Present present -> present.content().agreesWith(content);
      case Several several ->
          several.contents().stream().anyMatch(candidate -> candidate.agreesWith(content));
      case Unread _, Refused _, Absent _ -> false;
    };
  }

  /** Returns the observation as an API that hides keys would show it. */
  default Observation withHiddenKeys() {
    return switch (this) {
      case Unread _, Refused _, Absent _ -> this;
      case Present(CallbackContent content, Instant began, Instant ended) ->
          new Present(content.withHiddenKey(), began, ended);
      case Several(List<CallbackContent> contents, Instant began, Instant ended) ->
          new Several(contents.stream().map(CallbackContent::withHiddenKey).toList(), began, ended);
    };
  }

  /** Returns whether any record was seen. */
  default boolean somethingThere() {
    return this instanceof Present || this instanceof Several;
  }

  /** Returns whether both observations found the same, whenever they were made. */
  default boolean sameFinding(Observation other) {
    return switch (this) {
      case Unread _ -> other instanceof Unread;
      case Refused refused ->
          other instanceof Refused that
              && refused.failure().otherAccount() == that.failure().otherAccount();
      case Absent _ -> other instanceof Absent;
      case Present present ->
          other instanceof Present that && sameContent(present.content(), that.content());
      case Several several ->
          other instanceof Several that && several.contents().equals(that.contents());
    };
  }

  /**
   * Returns whether two contents are the same. Targets are compared as a set, but a key that is
   * hidden only now is a change.
   */
  private static boolean sameContent(CallbackContent one, CallbackContent other) {
    return one.equals(other)
        || (one.agreesWith(other) && one.authentication().equals(other.authentication()));
  }
}
