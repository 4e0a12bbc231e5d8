package dev.livecallback.volcengine;

import java.util.Locale;

/**
 * One target of a callback (an item of the API's {@code CallbackDetailList}).
 *
 * @param callbackType {@code http}, which covers https too; the only value that is documented
 * @param url where to POST, 1 to 100 characters
 */
public record CallbackDetail(String callbackType, String url) {
  /** Texts that many records have are in memory once. */
  public CallbackDetail {
    callbackType = callbackType.intern();
    url = url.intern();
  }

  /** The one documented value of {@code CallbackType}. */
  public static final String HTTP = "http";

  /**
   * A target of type {@link #HTTP}.
   *
   * @param url whose scheme may be in upper case, which the API wouldn't take
   */
  public static CallbackDetail http(String url) {
    int scheme = Math.max(0, url.indexOf("://"));
    return new CallbackDetail(
        HTTP, url.substring(0, scheme).toLowerCase(Locale.ROOT) + url.substring(scheme));
  }
}
