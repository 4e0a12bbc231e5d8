package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/**
 * How many records may be deleted through an account.
 *
 * @param perHour in any hour, 0 to 10000; 0 = every delete is held
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DeleteLimitSpec(
    @JsonPropertyDescription(
            "How many records may be deleted in any hour: 0 to 10000; 0 holds every delete."
                + " Example: 20")
        @Required
        @Min(0)
        @Max(10000)
        int perHour) {}
