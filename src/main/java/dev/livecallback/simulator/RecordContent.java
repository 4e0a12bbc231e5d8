package dev.livecallback.simulator;

import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.SecretText;
import java.util.List;

/**
 * The content of a stored record besides its key, field by field as it was written. Unlike {@link
 * CallbackContent} it may hold a key that is not in use.
 *
 * @param details the targets, in the order in which they were written
 * @param transcodeCallback 0 or 1
 * @param authEnable whether callbacks are signed
 * @param authKeyPrimary the key, "" for none
 */
public record RecordContent(
    List<CallbackDetail> details,
    int transcodeCallback,
    boolean authEnable,
    SecretText authKeyPrimary) {
  private static final SecretText NONE = new SecretText("");

  /** Copies the targets. */
  public RecordContent {
    details = List.copyOf(details);
  }

  /** Returns content with one target, no signature and no transcoded streams. */
  public static RecordContent url(String url) {
    return new RecordContent(List.of(CallbackDetail.http(url)), 0, false, NONE);
  }

  /** Returns the content that the client would have written. A hidden key is stored as none. */
  public static RecordContent of(CallbackContent content) {
    SecretText key =
        switch (content.authentication()) {
          case Authentication.On on -> on.key();
          case Authentication.Off _, Authentication.Hidden _ -> NONE;
        };
    return new RecordContent(
        content.details(),
        content.transcodeCallback() ? 1 : 0,
        !(content.authentication() instanceof Authentication.Off),
        key);
  }

  /** Returns the content as the client should see it. */
  public CallbackContent content() {
    return new CallbackContent(
        details,
        transcodeCallback == 1,
        authEnable ? new Authentication.On(authKeyPrimary) : new Authentication.Off());
  }
}
