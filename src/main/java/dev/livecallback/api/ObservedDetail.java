package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One target of a remote record, as it was read: unlike a spec's it may be anything.
 *
 * @param callbackType the API's {@code CallbackType}
 * @param url the URL, cut at 1,024 characters
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObservedDetail(String callbackType, String url) {

  /** Cuts what is too long for a status. */
  public ObservedDetail {
    callbackType = Bounds.cut(callbackType, Bounds.FOREIGN);
    url = Bounds.cut(url, Bounds.FOREIGN);
  }
}
