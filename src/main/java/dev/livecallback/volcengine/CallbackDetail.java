package dev.livecallback.volcengine;

import java.util.Locale;

/**
 * A target of a callback (an item of the API's {@code CallbackDetailList}).
 *
 * @param callbackType {@code http}, which covers https too; the only value that is documented
 * @param url the URL to POST to, 1 to 100 characters
 */
public record CallbackDetail(String callbackType, String url) {
  /** Keeps each text in memory once, because many records have the same texts. */
  public CallbackDetail {
    callbackType = callbackType.intern();
    url = url.intern();
  }

  /** The one documented value of {@code CallbackType}. */
  public static final String HTTP = "http";

  /**
   * Returns a target of type {@link #HTTP}.
   *
   * @param url the URL. Its scheme may be in upper case, which the API wouldn't take: it becomes
   *     lower case
   */
  public static CallbackDetail http(String url) {
    int scheme = Math.max(0, url.indexOf("://"));
    return new CallbackDetail(
        HTTP, url.substring(0, scheme).toLowerCase(Locale.ROOT) + url.substring(scheme));
  }
}
