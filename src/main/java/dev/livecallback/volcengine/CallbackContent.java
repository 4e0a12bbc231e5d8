package dev.livecallback.volcengine;

import java.util.HashSet;
import java.util.List;

/**
 * The content of a record besides its key. UpdateCallback replaces all of it.
 *
 * @param details the targets, in the order in which they were written; compared as a set
 * @param transcodeCallback whether to call back for transcoded streams too (0/1 on the wire); works
 *     only with push and push_end
 * @param authentication whether callbacks are signed, and with what
 */
public record CallbackContent(
    List<CallbackDetail> details, boolean transcodeCallback, Authentication authentication) {

  /** Takes a copy of the targets. */
  public CallbackContent {
    details = List.copyOf(details);
  }

  /** Returns the content as an API that hides keys would show it. */
  public CallbackContent withHiddenKey() {
    return authentication instanceof Authentication.On
        ? new CallbackContent(details, transcodeCallback, new Authentication.Hidden())
        : this;
  }

  /**
   * Returns whether the service takes both for equal: targets are a set, and a hidden key agrees
   * with every key.
   */
  public boolean agreesWith(CallbackContent other) {
    return new HashSet<>(details).equals(new HashSet<>(other.details))
        && transcodeCallback == other.transcodeCallback
        && authentication.agreesWith(other.authentication);
  }
}
