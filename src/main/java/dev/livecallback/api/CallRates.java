package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * The calls per second for each action of the API; null = as many as the profile allows, which is
 * also the most that may be set.
 *
 * @param update the rate of UpdateCallback, 1 to 10
 * @param describe the rate of DescribeCallback, 1 to 10
 * @param delete the rate of DeleteCallback, 1 to 10
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CallRates(
    @JsonPropertyDescription(
            "Calls of UpdateCallback per second: 1 to 10, on BytePlus 1. Absent = as many as the"
                + " profile allows. Example: 5")
        @Min(1)
        @Max(10)
        @Nullable Integer update,
    @JsonPropertyDescription(
            "Calls of DescribeCallback per second: 1 to 10, on BytePlus 1. Absent = as many as the"
                + " profile allows. Example: 5")
        @Min(1)
        @Max(10)
        @Nullable Integer describe,
    @JsonPropertyDescription(
            "Calls of DeleteCallback per second: 1 to 10, on BytePlus 1. Absent = as many as the"
                + " profile allows. Example: 5")
        @Min(1)
        @Max(10)
        @Nullable Integer delete) {}
