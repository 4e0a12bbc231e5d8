package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One field in which the remote record differs.
 *
 * @param field the spec field's name
 * @param want what the object says, cut at 4,096 characters
 * @param have what the record says, cut at 4,096 characters
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DriftedField(String field, String want, String have) {

  /** Cuts what is too long for a status. */
  public DriftedField {
    want = Bounds.cut(want, Bounds.VALUE);
    have = Bounds.cut(have, Bounds.VALUE);
  }
}
