package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A field in which the remote record differs.
 *
 * @param field the spec field's name
 * @param want the value in the object, cut at 1,024 characters
 * @param have the value in the record, cut at 1,024 characters
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DriftedField(
    @JsonPropertyDescription("The field of spec. Example: callbackDetailList")
        @Required
        @Size(max = 64)
        String field,
    @JsonPropertyDescription("What this object says.") @Required @Size(max = Bounds.VALUE)
        String want,
    @JsonPropertyDescription("What the record in the cloud says.")
        @Required
        @Size(max = Bounds.VALUE)
        String have) {

  /** Cuts values that are too long for a status. */
  public DriftedField {
    want = Bounds.cut(want, Bounds.FOREIGN);
    have = Bounds.cut(have, Bounds.FOREIGN);
  }
}
