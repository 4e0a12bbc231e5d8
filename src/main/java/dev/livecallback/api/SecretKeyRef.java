package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One value in a Secret of the object's namespace.
 *
 * @param name the Secret's name
 * @param key the key in its data
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretKeyRef(String name, String key) {}
