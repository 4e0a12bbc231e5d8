package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * The number of records that may be deleted through an account.
 *
 * @param perHour the number for the objects of each namespace in any hour, 0 to 10000; 0 = every
 *     delete is held
 * @param perHourTotal the number for all objects together in any hour, 0 to 10000; null = any
 *     number
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeleteLimitSpec(
    @JsonPropertyDescription(
            "How many records may be deleted in any hour for the objects of each namespace: 0 to"
                + " 10000; 0 holds every delete. Example: 20")
        @Required
        @Min(0)
        @Max(10000)
        int perHour,
    @JsonPropertyDescription(
            "How many records may be deleted in any hour for all objects together: 0 to 10000."
                + " Absent = no further limit. Example: 50")
        @Min(0)
        @Max(10000)
        @Nullable Integer perHourTotal) {}
