package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One field in which the remote record differs.
 *
 * @param field the spec field's name
 * @param want what the object says, cut at 4,096 characters
 * @param have what the record says, cut at 4,096 characters
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

  /** Cuts what is too long for a status. */
  public DriftedField {
    want = Bounds.cut(want, Bounds.FOREIGN);
    have = Bounds.cut(have, Bounds.FOREIGN);
  }
}
