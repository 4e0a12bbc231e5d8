package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A target of a remote record, as it was read. Unlike a spec's target it may be anything.
 *
 * @param callbackType the API's {@code CallbackType}, cut at 128 characters
 * @param url the URL, cut at 1,024 characters
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObservedDetail(
    @JsonPropertyDescription("The kind of target.") @Required @Size(max = Bounds.FOREIGN)
        String callbackType,
    @JsonPropertyDescription("The URL; the query string of one that isn't this object's reads ?…")
        @Required
        @Size(max = Bounds.FOREIGN)
        String url) {

  /** Cuts texts that are too long for a status. */
  public ObservedDetail {
    callbackType = Bounds.cut(callbackType, Bounds.WRITTEN_WORD);
    url = Bounds.cut(url, Bounds.FOREIGN);
  }
}
