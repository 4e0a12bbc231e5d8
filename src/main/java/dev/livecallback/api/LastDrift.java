package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last outside change of the record, kept after it was corrected.
 *
 * @param detectedAt the time when it was first seen (RFC 3339)
 * @param correctedAt the time when the record was read back equal again (RFC 3339); null = not yet
 * @param fields the spec fields that differed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LastDrift(
    @JsonPropertyDescription("When it was first seen: RFC 3339.") @Required @Size(max = 64)
        String detectedAt,
    @JsonPropertyDescription(
            "When the record was read back equal again: RFC 3339. Absent = not yet.")
        @Size(max = 64)
        @Nullable String correctedAt,
    @JsonPropertyDescription("The fields of spec that differed.") @Required List<String> fields) {

  /** Takes a copy of the fields. */
  public LastDrift {
    fields = fields == null ? List.of() : List.copyOf(fields);
  }
}
