package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where to call back (an item of the API's {@code CallbackDetailList}).
 *
 * @param callbackType {@code http}, which covers https too; null = {@code http}
 * @param url where to POST: 1 to 100 ASCII characters, absolute http or https
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CallbackDetailSpec(@Nullable String callbackType, String url) {}
