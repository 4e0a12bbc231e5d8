package dev.livecallback.volcengine;

import java.util.HashSet;
import java.util.List;

/**
 * What a record holds besides its key. UpdateCallback replaces all of it.
 *
 * @param details the targets, in the order they were written; compared as a set
 * @param transcodeCallback call back for transcoded streams too (0/1 on the wire); works only with
 *     push and push_end
 * @param authentication whether callbacks are signed, and with what
 */
public record CallbackContent(
    List<CallbackDetail> details, boolean transcodeCallback, Authentication authentication) {

  /** Takes a copy of the targets. */
  public CallbackContent {
    details = List.copyOf(details);
  }

  /** The same as the API would show it that hides keys. */
  public CallbackContent withHiddenKey() {
    return authentication instanceof Authentication.On
        ? new CallbackContent(details, transcodeCallback, new Authentication.Hidden())
        : this;
  }

  /** Equal as the service sees it: targets as a set, and a hidden key differs from none. */
  public boolean agreesWith(CallbackContent other) {
    return new HashSet<>(details).equals(new HashSet<>(other.details))
        && transcodeCallback == other.transcodeCallback
        && authentication.agreesWith(other.authentication);
  }
}
