package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * How many calls to make per second, for each action of the API; null = as many as the profile
 * allows, which is the most that may be set, too.
 *
 * @param update UpdateCallback, 1 to 10
 * @param describe DescribeCallback, 1 to 10
 * @param delete DeleteCallback, 1 to 10
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
