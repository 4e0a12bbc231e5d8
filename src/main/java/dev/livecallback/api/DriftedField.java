package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One field in which the remote record differs.
 *
 * @param field the spec field's name
 * @param want what the object says
 * @param have what the record says
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DriftedField(String field, String want, String have) {}
